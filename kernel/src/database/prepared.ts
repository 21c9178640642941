// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import pg from 'pg';
import { borrow, giveBack } from '../scratch.ts';
import { ArrayParameter } from './arrays.ts';

/** What pg hands a query to write itself to. */
interface Connection {
  readonly stream: Socket;
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { name: string; text: string }): void;
}
interface Internals {
  hasBeenParsed(connection: Connection): boolean;
}

/** Text as the server reads it, or bytes in the format of the parameter's type; null for NULL. */
type Parameter = string | Buffer | ArrayParameter | null;

function parameterOf(value: unknown): Parameter {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || Buffer.isBuffer(value) || value instanceof ArrayParameter) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayLiteral(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean | bigint);
}

/** Of a short list; long ones have an array type. */
const arrayLiteral = (values: readonly unknown[]) =>
  `{${values.map((value) => (value === null || value === undefined ? 'NULL' : `"${String(value).replaceAll(/(["\\])/g, '\\$1')}"`)).join(',')}}`;

/**
 * A named statement whose parameters are written into memory that is used again, and leave with one system call. pg's own
 * writer takes three times the memory of what it sends (decision 16, which also says what of pg this relies on).
 */
export class Prepared extends pg.Query {
  readonly #name: string;
  readonly #text: string;
  readonly #message: Buffer;

  /** Throws a TypeError where a value cannot be written. */
  constructor(
    name: string,
    text: string,
    values: readonly unknown[],
    done: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    const parameters = values.map(parameterOf);
    const sizes = parameters.map(sizeOf);
    const bindBytes = 13 + Buffer.byteLength(name) + 6 * parameters.length + sizes.reduce((sum, size) => sum + size, 0);
    const memory = borrow(bindBytes + trailer.length);
    super({ name, text }, undefined, ((error: Error | null, result: pg.QueryResult) => {
      // The answer came: the server has read the message. Without one it may still be on its way out.
      if (!error) giveBack(memory);
      done(error, result);
    }) as never);
    this.#name = name;
    this.#text = text;
    writeBind(name, parameters, sizes, bindBytes, memory);
    trailer.copy(memory, bindBytes);
    this.#message = memory.subarray(0, bindBytes + trailer.length);
  }

  /** Called by pg: Parse where the server does not know the statement yet, then Bind, Describe, Execute and Sync. */
  prepare(connection: Connection): void {
    if (!(this as unknown as Internals).hasBeenParsed(connection)) {
      connection.parse({ name: this.#name, text: this.#text });
      connection.submittedNamedStatements[this.#name] = this.#text;
    }
    if (connection.stream.writable) connection.stream.write(this.#message);
  }
}

function writeBind(
  name: string,
  parameters: readonly Parameter[],
  sizes: readonly number[],
  length: number,
  to: Buffer,
): void {
  to.write('B', 0, 'latin1');
  to.writeInt32BE(length - 1, 1);
  to[5] = 0;
  let at = 6 + to.write(name, 6);
  to[at++] = 0;
  at = to.writeInt16BE(parameters.length, at);
  for (const parameter of parameters) at = to.writeInt16BE(isBinary(parameter) ? 1 : 0, at);
  at = to.writeInt16BE(parameters.length, at);
  for (const [n, parameter] of parameters.entries()) at = writeParameter(parameter, sizes[n] ?? 0, to, at);
  // Results as text.
  to.writeInt16BE(0, at);
}

const isBinary = (parameter: Parameter) => parameter !== null && typeof parameter !== 'string';

function sizeOf(parameter: Parameter): number {
  if (parameter === null) return 0;
  if (typeof parameter === 'string') return Buffer.byteLength(parameter);
  return parameter instanceof ArrayParameter ? parameter.size : parameter.length;
}

function writeParameter(parameter: Parameter, size: number, to: Buffer, at: number): number {
  const start = to.writeInt32BE(parameter === null ? -1 : size, at);
  if (typeof parameter === 'string') to.write(parameter, start);
  else if (parameter instanceof ArrayParameter) parameter.writeTo(to, start);
  else parameter?.copy(to, start);
  return start + size;
}

/** Describe and Execute of the unnamed portal, Sync. */
const trailer = Buffer.from('D\0\0\0\x06P\0E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04', 'latin1');

/** Runs it on a connection that is the caller's. */
export const runPrepared = <R extends object>(
  client: pg.PoolClient,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<pg.QueryResult<R & pg.QueryResultRow>> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, result: pg.QueryResult) => {
      if (error) reject(error);
      else resolve(result as pg.QueryResult<R & pg.QueryResultRow>);
    };
    client.query(new Prepared(name, text, values, done));
  });
