// SPDX-License-Identifier: Apache-2.0
/** Reads the test cases of the public DMN suite. */
import type { Value } from '../index.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal-parse.ts';
import { Num } from '../feel/values.ts';
import { child, childrenOf, type Element, readXml, textOf } from '../xml.ts';

export interface TestCase {
  readonly id: string;
  readonly invocable: string | undefined;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly results: readonly { name: string; expected: Value; isError: boolean }[];
}

export function readCases(xml: string): { model: string; cases: TestCase[] } {
  const root = readXml(xml);
  return {
    model: textOf(root, 'modelName') ?? '',
    cases: childrenOf(root, 'testCase').map((element) => ({
      id: element.attributes.id ?? '',
      invocable: element.attributes.invocableName,
      inputs: Object.fromEntries(
        childrenOf(element, 'inputNode').map((node) => [node.attributes.name ?? '', valueIn(node)]),
      ),
      results: childrenOf(element, 'resultNode').map((node) => ({
        name: node.attributes.name ?? '',
        isError: node.attributes.errorResult === 'true',
        expected: valueIn(child(node, 'expected')),
      })),
    })),
  };
}

function valueIn(element: Element | undefined): Value {
  if (!element) return null;
  const list = child(element, 'list');
  if (list) return list.attributes['xsi:nil'] === 'true' ? null : childrenOf(list, 'item').map(valueIn);
  const components = childrenOf(element, 'component');
  if (components.length)
    return new Map(
      components.map((one) => [one.attributes.name ?? '', one.attributes['xsi:nil'] === 'true' ? null : valueIn(one)]),
    );
  const value = child(element, 'value');
  return value ? simple(value) : null;
}

function simple({ text, attributes }: Element): Value {
  if (attributes['xsi:nil'] === 'true') return null;
  const type = (attributes['xsi:type'] ?? 'xsd:string').replace(/^.*:/u, '');
  const plain = text.trim();
  if (type === 'string') return text;
  if (type === 'boolean') return plain === 'true' || plain === '1';
  if (type === 'date') return parseDate(plain);
  if (type === 'time') return parseTime(plain);
  if (type === 'dateTime') return parseDateTime(plain);
  if (type === 'duration' || type.endsWith('Duration')) return parseDuration(plain);
  return /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/u.test(plain) ? new Num(plain) : text;
}
