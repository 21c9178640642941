// SPDX-License-Identifier: Apache-2.0
import { SaxesParser } from 'saxes';
import { DecisionFault } from './fault.ts';

export interface Element {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** Prefixes declared here and above. */
  readonly prefixes: Readonly<Record<string, string>>;
  text: string;
}

const mostElements = 200_000;
const deepest = 200;
const longest = 20_000_000;

/** The tree of an XML text. No DTD, no entities of its own, so nothing can grow. Throws DecisionFault. */
export function readXml(xml: string): Element {
  if (xml.length > longest) throw new DecisionFault('', `the file is longer than ${longest} characters`);
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  let root: Element | undefined;
  let count = 0;
  const stop = (sentence: string): never => {
    throw new DecisionFault('', sentence);
  };
  parser.on('error', (error) => stop(`the file is no XML: ${error.message}`));
  parser.on('doctype', () => stop('the file has a DTD: remove it'));
  parser.on('opentag', (tag) => {
    if (++count > mostElements) stop(`the file has more than ${mostElements} elements`);
    if (open.length > deepest) stop(`the file is nested more than ${deepest} deep`);
    const attributes: Record<string, string> = {};
    for (const [name, attribute] of Object.entries(tag.attributes)) attributes[name] = attribute.value;
    const prefixes = { ...open.at(-1)?.prefixes, ...tag.ns };
    const element = { name: tag.local, namespace: tag.uri, attributes, children: [], prefixes, text: '' };
    if (open.length) open.at(-1)?.children.push(element);
    else root = element;
    open.push(element);
  });
  const add = (text: string): void => {
    const at = open.at(-1);
    if (at) at.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root ?? stop('the file is empty');
}

export const child = (of: Element | undefined, name: string): Element | undefined =>
  of?.children.find((element) => element.name === name);
export const childrenOf = (of: Element | undefined, name: string): Element[] =>
  of?.children.filter((element) => element.name === name) ?? [];
/** The text of a child, undefined where it is absent or blank. */
export const textOf = (of: Element | undefined, name: string): string | undefined =>
  child(of, name)?.text.trim() || undefined;
