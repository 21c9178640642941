// SPDX-License-Identifier: Apache-2.0
/** SOAP 1.1 messages, document/literal. Document types and entities are refused, so nothing can be smuggled in by them. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { escapeMarkup } from './html.ts';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Namespace of the register's own messages. */
export const registerNamespace = 'urn:companies.gov.xm:register:2009';

export class SoapFault extends Error {
  override name = 'SoapFault';
  readonly faultCode: 'Client' | 'Server' | 'VersionMismatch';
  /** The register's own error code. */
  readonly detailCode: string;
  constructor(faultCode: SoapFault['faultCode'], detailCode: string, message: string) {
    super(message);
    this.faultCode = faultCode;
    this.detailCode = detailCode;
  }
}

export interface SoapRequest {
  readonly operation: string;
  /** Text of a child of the operation element; throws a fault when it is not there. */
  parameter(name: string): string;
}

type Node = { readonly [name: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** Reads the one operation of a message. Throws SoapFault. */
export function readSoapRequest(xml: string): SoapRequest {
  if (/<!/.test(xml))
    throw new SoapFault('Client', 'ZAPRESCHENO', 'DOCTYPE, ENTITY, CDATA и комментарии не принимаются');
  const root = child(parseXml(xml), 'Envelope', []);
  if (root.namespace !== envelopeNamespace)
    throw new SoapFault('VersionMismatch', 'NE_SOAP11', 'Поддерживается только SOAP 1.1');
  const body = child(root.node, 'Body', root.scopes);
  if (body.namespace !== envelopeNamespace) throw malformed();
  const operation = onlyChild(body.node, body.scopes);
  if (operation.namespace !== registerNamespace)
    throw new SoapFault('Client', 'CHUZHOE_PROSTRANSTVO', `Ожидается пространство имён ${registerNamespace}`);
  return {
    operation: operation.local,
    parameter(name) {
      const found = elements(operation.node, operation.scopes).filter((one) => one.local === name);
      const value = found[0]?.text;
      if (found.length !== 1 || value === undefined || value.trim() === '')
        throw new SoapFault('Client', 'NET_PARAMETRA', `Нужен один параметр ${name}`);
      return value.trim();
    },
  };
}

/** The document as nested objects; the parser's own limits on depth count as malformed too. */
function parseXml(xml: string): unknown {
  try {
    if (XMLValidator.validate(xml) === true) return parser.parse(xml) as unknown;
  } catch {
    // Told below.
  }
  throw new SoapFault('Client', 'NE_XML', 'Сообщение не является правильным XML');
}

interface Element {
  readonly local: string;
  readonly namespace: string | undefined;
  readonly node: unknown;
  readonly scopes: readonly Node[];
  readonly text: string | undefined;
}

/** Child elements with their namespaces resolved by the declarations in scope, innermost first. */
function elements(node: unknown, scopes: readonly Node[]): Element[] {
  if (!isNode(node)) return [];
  return Object.entries(node)
    .filter(([name]) => !name.startsWith('@') && !name.startsWith('#') && !name.startsWith('?'))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one: unknown) => element(name, one, scopes)),
    );
}

function element(name: string, node: unknown, outer: readonly Node[]): Element {
  const scopes = isNode(node) ? [node, ...outer] : outer;
  const [local = name, prefix = ''] = name.split(':').reverse();
  const declaration = prefix === '' ? '@xmlns' : `@xmlns:${prefix}`;
  const namespace = scopes.map((scope) => scope[declaration]).find((value) => typeof value === 'string');
  const text = isNode(node) ? node['#text'] : node;
  return { local, namespace, node, scopes, text: typeof text === 'string' ? text : undefined };
}

const malformed = () => new SoapFault('Client', 'NE_SOAP', 'Ожидается Envelope с одним Body и одной операцией в нём');

function child(node: unknown, local: string, scopes: readonly Node[]): Element {
  const found = elements(node, scopes).filter((one) => one.local === local);
  if (found.length !== 1 || !found[0]) throw malformed();
  return found[0];
}

function onlyChild(node: unknown, scopes: readonly Node[]): Element {
  const found = elements(node, scopes);
  if (found.length !== 1 || !found[0]) throw malformed();
  return found[0];
}

/** One element with escaped text. */
export const tag = (name: string, text: string): string => `<${name}>${escapeMarkup(text)}</${name}>`;

/** A whole message around the content of its body. */
export const envelope = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${envelopeNamespace}"><soap:Body>${content}</soap:Body></soap:Envelope>`;

/** The fault as a message. */
export const fault = (error: SoapFault): string =>
  envelope(
    `<soap:Fault><faultcode>soap:${error.faultCode}</faultcode>${tag('faultstring', error.message)}` +
      `<detail><Oshibka xmlns="${registerNamespace}">${tag('Kod', error.detailCode)}</Oshibka></detail></soap:Fault>`,
  );
