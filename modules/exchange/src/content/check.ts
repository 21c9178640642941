// SPDX-License-Identifier: Apache-2.0
/** Content is checked here when that is quick whatever it holds, and otherwise apart, in a thread that can be stopped. */
import { compileForeign, type FieldError, refuse, Refusal } from '@stoa/kernel';
import { complaintsApart, type Unchecked } from './apart.ts';
import { complaintsAbout, type ContentSchema, type Root, validatorOf } from './fit.ts';

/** `urn:xm:quality:rendered-service:1.0#Request` names the root element of its requests. */
export function rootOf(typeId: string): Required<Root> {
  const at = typeId.lastIndexOf('#');
  return { namespace: typeId.slice(0, at), localName: typeId.slice(at + 1) };
}

/** What libxml2 takes for each error grows with the number of errors: for more it would be seconds, and minutes for megabytes. */
const quickXmlBytes = 8000;
const quickJsonBytes = 64 * 1024;
/** Keywords that can take more time than in proportion to the content. */
const costly = new Set(['uniqueItems', '$ref', '$dynamicRef', '$recursiveRef']);
const plain = new WeakMap<object, boolean>();

function isPlain(schema: object): boolean {
  let known = plain.get(schema);
  if (known === undefined) {
    known = Object.entries(schema).every(
      ([key, part]) => !costly.has(key) && (typeof part !== 'object' || part === null || isPlain(part as object)),
    );
    plain.set(schema, known);
  }
  return known;
}
const isQuick = (schema: ContentSchema, bytes: number) =>
  typeof schema === 'string' ? bytes <= quickXmlBytes : bytes <= quickJsonBytes && isPlain(schema);

export interface Content {
  readonly schema: ContentSchema;
  readonly content: unknown;
  /** Of XML. */
  readonly root: Root;
}

/** Says that content is to be checked apart first. Undoes what was begun, as a refusal does; `whenChecked` catches it. */
class ChecksApart extends Refusal {
  readonly about: Content;
  constructor(about: Content) {
    super('invalid', 'exchange.content-invalid', 'The content has to be checked apart.');
    this.about = about;
  }
}

const sameSchema = (a: ContentSchema, b: ContentSchema) => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Refuses `exchange.content-invalid` with what is wrong.
 * @param bytes size of the message it is in
 * @param passed the schema it was found to fit apart from here
 */
export function checkContent(about: Content, bytes: number, passed: ContentSchema | undefined): void {
  if (passed !== undefined && sameSchema(passed, about.schema)) return;
  if (!isQuick(about.schema, bytes)) throw new ChecksApart(about);
  refuseUnfit(complaintsAbout(about.schema, about.content, about.root));
}

function refuseUnfit(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const wrong = errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ');
  refuse('invalid', 'exchange.content-invalid', `The content does not fit its type: ${wrong}.`, { errors });
}

function refuseUnchecked(client: string, why: Unchecked): never {
  if (why === 'behind')
    refuse(
      'limit',
      'exchange.quota-exceeded',
      `Another message of ${client} took too long to check. Send this one again later.`,
      { retryAfterSeconds: 10 },
    );
  refuse(
    'invalid',
    'exchange.content-invalid',
    'Whether the content fits its type takes too long to find out. Send less in one message.',
  );
}

/**
 * Does the work, and when its content has to be checked apart does that first and begins again.
 * @param client in whose name: what takes too long holds up those that wait of the same client
 * @param work passes on to `checkContent` what it is given
 */
export async function whenChecked<R>(
  client: string,
  work: (passed: ContentSchema | undefined) => Promise<R>,
): Promise<R> {
  for (let passed: ContentSchema | undefined; ; ) {
    try {
      return await work(passed);
    } catch (error) {
      if (!(error instanceof ChecksApart)) throw error;
      const found = await complaintsApart(client, error.about);
      if (typeof found === 'string') refuseUnchecked(client, found);
      refuseUnfit(found);
      passed = error.about.schema;
    }
  }
}

/** Refuses `exchange.schema-invalid`. An XSD stands alone: nothing is fetched, from the network or from files. */
export function checkSchema(schema: ContentSchema): void {
  try {
    if (typeof schema === 'string') void validatorOf(schema);
    else compileForeign(schema);
  } catch (error) {
    refuse(
      'invalid',
      'exchange.schema-invalid',
      `A schema is neither JSON Schema 2020-12 nor an XSD that stands alone: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
