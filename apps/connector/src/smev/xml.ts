// SPDX-License-Identifier: Apache-2.0
/** SOAP messages: parsed once, without DTD, entities and network, and held against the schema before anything is read. */
import { readFileSync } from 'node:fs';
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlC14NMode,
  XmlDocument,
  XmlElement,
  XmlLibError,
  xmlRegisterInputProvider,
  XsdValidator,
} from 'libxml2-wasm';

const base = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types';
export const namespaces = {
  s: 'http://schemas.xmlsoap.org/soap/envelope/',
  t: `${base}/1.3`,
  b: `${base}/basic/1.3`,
  f: `${base}/faults/1.3`,
};
const declarations = Object.entries(namespaces)
  .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  .join('');

const maxDepth = 100;
const tooDeep = `boolean(${'/*'.repeat(maxDepth + 1)})`;

export const schemaNames = ['types', 'basic', 'faults'] as const;
export const schemaText = (name: string): string => readFileSync(new URL(`./schema/${name}`, import.meta.url), 'utf8');

let validator: XsdValidator | undefined;

function envelopeValidator(): XsdValidator {
  if (validator) return validator;
  // The only files the parser can reach: these two, by these names.
  const files = Object.fromEntries(
    ['types', 'basic'].map((name) => [`smev-1.3/${name}.xsd`, Buffer.from(schemaText(`${name}.xsd`))]),
  );
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const document = XmlDocument.fromString(schemaText('envelope.xsd'), { url: 'smev-1.3/envelope.xsd' });
  validator = XsdValidator.fromDoc(document);
  document.dispose();
  return validator;
}

/** Not even a SOAP envelope. */
export class UnreadableMessage extends Error {
  override name = 'UnreadableMessage';
}
/** An envelope whose content does not fit the schema. */
export class MisshapenMessage extends Error {
  override name = 'MisshapenMessage';
  readonly errors: readonly { message: string; line: number }[];
  constructor(errors: readonly { message: string; line: number }[]) {
    super('the message does not fit its schema');
    this.errors = errors;
  }
}

/** A request below the SOAP body. Paths use the prefixes of `namespaces`. */
export interface SoapRequest {
  /** `SendRequestRequest` and the like. */
  readonly operation: string;
  /** Text of the first element at the path below the operation, trimmed. */
  text(path: string): string | undefined;
  has(path: string): boolean;
  elements(path: string): XmlElement[];
}

/** Reads a message and hands it to `use`; the document is gone afterwards. */
export async function withSoapRequest<R>(body: Buffer, use: (request: SoapRequest) => Promise<R>): Promise<R> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new UnreadableMessage('The message is not UTF-8.');
  }
  if (text.includes('<!DOCTYPE')) throw new UnreadableMessage('A document type declaration is not accepted.');
  using document = parse(text);
  const operation = document.get('/s:Envelope/s:Body/*', namespaces);
  if (!(operation instanceof XmlElement)) throw new UnreadableMessage('The message is no SOAP 1.1 envelope.');
  try {
    envelopeValidator().validate(document);
  } catch (error) {
    if (error instanceof XmlLibError) throw new MisshapenMessage(error.details);
    throw error;
  }
  const elements = (path: string) =>
    operation.find(path, namespaces).filter((node): node is XmlElement => node instanceof XmlElement);
  return use({
    operation: operation.name,
    elements,
    has: (path) => elements(path).length > 0,
    text: (path) => elements(path)[0]?.content.trim(),
  });
}

function parse(text: string): XmlDocument {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch {
    throw new UnreadableMessage('The message is not well-formed XML.');
  }
  if (!document.eval(tooDeep)) return document;
  document.dispose();
  throw new UnreadableMessage(`The message is nested deeper than ${maxDepth} elements.`);
}

/** The element as a document of its own (exclusive canonical XML). */
export const standalone = (element: XmlElement): string =>
  element.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });

export const escapeXml = (text: string): string => text.replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** `<t:Name>text</t:Name>`, or nothing for an absent text. */
export const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`;

export const envelope = (body: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><s:Envelope${declarations}><s:Body>${body}</s:Body></s:Envelope>`);
