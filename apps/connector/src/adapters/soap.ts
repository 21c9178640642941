// SPDX-License-Identifier: Apache-2.0
/** A SOAP 1.1 system behind REST paths, mapped by data. */
import { XMLParser } from 'fast-xml-parser';
import type { Mapping, SoapOperation } from '../settings.ts';
import { type Adapter, type AdapterRequest, jsonAnswer, noSuchPath, systemAway } from './adapter.ts';
import { matcher } from './match.ts';
import { type SystemClient, systemClient } from './system-client.ts';

// No entities beyond XML's own five, no DTD: the system's answers are not trusted either.
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  trimValues: true,
});

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

export function soapAdapter({
  url,
  namespace,
  operations,
}: {
  url: string;
  namespace: string;
  operations: readonly SoapOperation[];
}): Adapter {
  const compiled = operations.map((operation) => ({ operation, match: matcher(operation.match) }));
  const system = systemClient({ url });
  const adapter = async (request: AdapterRequest) => {
    for (const { operation, match } of compiled) {
      const matched = match(request);
      if (matched) return callOperation(system, namespace, operation, matched.path);
    }
    return noSuchPath();
  };
  return Object.assign(adapter, { close: () => system.close() });
}

const escapeXml = (text: string) => text.replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);

async function callOperation(
  system: SystemClient,
  namespace: string,
  operation: SoapOperation,
  parameters: Readonly<Record<string, string>>,
) {
  const fields = Object.entries(operation.parameters).map(([name, template]) => {
    const value = template.replace(/\{(\w+)\}/g, (_, key: string) => parameters[key] ?? '');
    return `<${name}>${escapeXml(value)}</${name}>`;
  });
  const message = `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${operation.operation} xmlns="${escapeXml(namespace)}">${fields.join('')}</${operation.operation}></soap:Body></soap:Envelope>`;
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${namespace}/${operation.operation}"` };
  const response = await system.request('POST', '', headers, Buffer.from(message));
  const body = response && readBody(response.body.toString());
  if (!body) return systemAway();
  if (isNode(body.Fault)) return faultAnswer(operation, body.Fault);
  const answer = body[`${operation.operation}Response`];
  return isNode(answer) ? jsonAnswer(200, mapObject(operation.answer, answer)) : systemAway();
}

function readBody(text: string): Node | undefined {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return undefined;
  try {
    const document: unknown = parser.parse(text, true);
    const envelope = isNode(document) ? document.Envelope : undefined;
    const body = isNode(envelope) ? envelope.Body : undefined;
    return isNode(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** A fault the settings know becomes its HTTP status; any other means that the system failed. */
function faultAnswer(operation: SoapOperation, fault: Node) {
  const words = JSON.stringify(fault);
  const known = Object.entries(operation.faults ?? {}).find(([code]) => words.includes(`"${code}"`));
  if (!known) return systemAway();
  return jsonAnswer(known[1], {
    type: 'about:blank',
    title: String(fault.faultstring ?? known[0]),
    status: known[1],
    code: `connector.${known[0].toLowerCase()}`,
  });
}

function at(node: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isNode(value) ? value[name] : undefined), node);
}

const mapObject = (fields: Record<string, Mapping>, node: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, mapping]) => [name, mapValue(mapping, node)])
      .filter(([, value]) => value !== undefined),
  );

function mapValue(mapping: Mapping, node: unknown): unknown {
  if (typeof mapping === 'string') return textOf(at(node, mapping));
  if ('object' in mapping) return mapObject(mapping.object, node);
  if ('each' in mapping) {
    const found = at(node, mapping.each);
    return (Array.isArray(found) ? found : found === undefined ? [] : [found]).map((item) =>
      mapObject(mapping.item, item),
    );
  }
  const text = textOf(at(node, mapping.from));
  if (text === undefined) return undefined;
  if (mapping.codes) return mapping.codes[text];
  const value = read(text, mapping.as);
  return mapping.prefix === undefined ? value : `${mapping.prefix}${String(value)}`;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function read(text: string, as: 'date' | 'integer' | 'digits' | 'first-word' | undefined): string | number | undefined {
  switch (as) {
    case 'date':
      return /^\d{2}\.\d{2}\.\d{4}$/.test(text) ? text.split('.').reverse().join('-') : undefined;
    case 'integer':
      return /-?\d+/.test(text) ? Number(/-?\d+/.exec(text)?.[0]) : undefined;
    case 'digits':
      return text.replace(/\D/g, '');
    case 'first-word':
      return text.split(/[\s.]/)[0];
    default:
      return text;
  }
}
