// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Form } from './page.ts';

export interface FormFile {
  readonly fileName: string;
  readonly type: string;
  readonly body: Buffer;
}

class SentForm implements Form {
  readonly key: string;
  readonly sending: string;
  readonly files: Readonly<Record<string, FormFile>>;
  private readonly fields: ReadonlyMap<string, string[]>;

  constructor(fields: ReadonlyMap<string, string[]>, files: Record<string, FormFile>) {
    this.fields = fields;
    this.files = files;
    // As an HTTP header could have it: what is none was not made here.
    this.key = /^[\x21-\x7e]{1,100}$/.exec(fields.get('_key')?.[0] ?? '')?.[0] ?? '';
    const content = Object.entries(files).map(([name, file]) => [
      name,
      file.fileName,
      hash('sha256', file.body, 'hex'),
    ]);
    this.sending = this.key && hash('sha256', JSON.stringify([[...fields], content]), 'base64url');
  }

  /** Names of the answers; those that begin with `_` are the portal's own. */
  get names(): string[] {
    return [...this.fields.keys()].filter((name) => !name.startsWith('_'));
  }

  get searches(): string[] {
    return [...this.fields.keys()].filter((name) => name.startsWith('_find.'));
  }

  get(name: string): string {
    return this.fields.get(name)?.[0]?.trim() ?? '';
  }

  all(name: string): string[] {
    return (this.fields.get(name) ?? []).map((value) => value.trim());
  }
}

/** The values as they were typed, to show them again; with them what choices of many were looked up by. */
export const sentValues = (form: Form): Record<string, string | string[]> =>
  Object.fromEntries(
    [...form.names, ...form.searches].map((name) => {
      const values = form.all(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );

/** Values of a form, more than any page of ours asks for. */
export const mostFields = 200;

/** Reads a form sent as `application/x-www-form-urlencoded` or `multipart/form-data`. */
export async function readForm(request: FastifyRequest): Promise<Form> {
  const fields = new Map<string, string[]>();
  const files: Record<string, FormFile> = {};
  const add = (name: string, value: string) => {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  };
  if (request.isMultipart()) await readParts(request, add, files);
  else {
    // JSON is for the API: a page reads what a browser's form sends.
    if (request.body && !request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      throw Object.assign(new Error('no form'), { statusCode: 415, code: 'form-malformed' });
    const given = Object.entries((request.body ?? {}) as Record<string, string | string[]>);
    if (given.length > mostFields) throw Object.assign(new Error('too many fields'), { statusCode: 413 });
    for (const [name, value] of given) for (const one of Array.isArray(value) ? value : [value]) add(name, one);
  }
  return new SentForm(fields, files);
}

/** What the library says of a body without boundaries, or of one that ends too early, has no status of its own. */
async function readParts(
  request: FastifyRequest,
  add: (name: string, value: string) => void,
  files: Record<string, FormFile>,
): Promise<void> {
  const malformed = Object.assign(new Error('no form'), { statusCode: 400, code: 'form-malformed' });
  try {
    for await (const part of request.parts()) {
      const name: unknown = part.fieldname;
      if (typeof name !== 'string') throw malformed;
      if (part.type === 'file') {
        const body = await part.toBuffer();
        if (part.filename) files[name] = { fileName: part.filename, type: part.mimetype, body };
      } else if (typeof part.value === 'string') add(name, part.value);
      else throw malformed;
    }
  } catch (error) {
    throw (error as { statusCode?: number }).statusCode === undefined ? malformed : error;
  }
}
