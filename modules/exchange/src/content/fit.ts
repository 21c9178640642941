// SPDX-License-Identifier: Apache-2.0
/** Whether content fits its type: JSON Schema 2020-12, or an XSD given as text. */
import { type FieldError, foreignComplaints } from '@stoa/kernel/validate';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

/** A JSON Schema, or the text of an XSD. */
export type ContentSchema = object | string;
/** What the root element of XML content must be. */
export interface Root {
  readonly namespace: string;
  readonly localName?: string;
}

const maxXmlCharacters = 5_000_000;
const maxXsdCharacters = 500_000;
const maxDepth = 100;
const tooDeep = `boolean(${'/*'.repeat(maxDepth + 1)})`;
const xs = { xs: 'http://www.w3.org/2001/XMLSchema' };

/** What does not fit, at most twenty complaints. */
export const complaintsAbout = (schema: ContentSchema, content: unknown, root: Root): FieldError[] =>
  typeof schema === 'string' ? xmlComplaints(schema, content, root) : foreignComplaints(schema, content);

function xmlComplaints(schema: string, content: unknown, root: Root): FieldError[] {
  const wrong = (message: string): FieldError[] => [{ pointer: '', code: 'xml', message }];
  if (typeof content !== 'string') return wrong('must be a string that holds an XML document');
  let document: XmlDocument;
  try {
    document = parseXml(content, maxXmlCharacters);
  } catch (error) {
    return wrong(error instanceof Error ? error.message.trim() : 'is no XML');
  }
  try {
    const { name, namespaceUri } = document.root;
    if (namespaceUri !== root.namespace || (root.localName !== undefined && name !== root.localName))
      return wrong(`has the root element {${namespaceUri}}${name}, not {${root.namespace}}${root.localName ?? '…'}`);
    validatorOf(schema).validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details
      .slice(0, 20)
      .map(({ message, xpath, line }) => ({ pointer: xpath ?? `/line/${line}`, code: 'xsd', message: message.trim() }));
  } finally {
    document.dispose();
  }
}

/** Parses without DTD, entities and network; throws an Error that says what is wrong. The caller disposes. */
function parseXml(text: string, maxCharacters: number): XmlDocument {
  if (text.length > maxCharacters) throw new Error(`is longer than ${maxCharacters} characters`);
  if (text.includes('<!DOCTYPE')) throw new Error('has a document type declaration, which is not accepted');
  const document = XmlDocument.fromString(text, {
    option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE,
  });
  if (!document.eval(tooDeep)) return document;
  document.dispose();
  throw new Error(`is nested deeper than ${maxDepth} elements`);
}

/** Published types never change, so there are as many as types. */
const validators = new Map<string, XsdValidator>();

/** Throws an Error when it is no XSD that stands alone: nothing is fetched, from the network or from files. */
export function validatorOf(xsd: string): XsdValidator {
  let validator = validators.get(xsd);
  if (validator) return validator;
  const document = parseXml(xsd, maxXsdCharacters);
  try {
    if (document.find('//xs:import | //xs:include | //xs:redefine | //xs:override', xs).length > 0)
      throw new Error('it imports or includes another schema');
    validator = XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
  validators.set(xsd, validator);
  return validator;
}
