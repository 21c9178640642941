// SPDX-License-Identifier: Apache-2.0
/** Values of a statement's parameters, read from a request by their declared types. */
import type { SqlParameter } from '../../settings/sql.ts';
import { type AdapterAnswer, type AdapterRequest, readJson, refusal } from '../adapter.ts';
import type { Matched } from '../match.ts';

export type SqlValue = string | number | boolean | null;

const maxTextLength = 10_000;

/** The value of that type; undefined when it is none. */
export function readValue(given: unknown, type: SqlParameter['type']): SqlValue | undefined {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return undefined;
  const text = String(given);
  switch (type) {
    case 'text':
      return text.length <= maxTextLength && text.isWellFormed() && !text.includes('\0') ? text : undefined;
    case 'integer':
      return /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'date':
      return isDate(text) ? text : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
  }
}

const isDate = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** All values, or the refusal of the first that is missing or malformed. */
export function readParameters(
  parameters: Readonly<Record<string, SqlParameter>>,
  request: AdapterRequest,
  matched: Matched,
): { values: Record<string, SqlValue> } | { refused: AdapterAnswer } {
  let body: unknown;
  try {
    if (Object.values(parameters).some(({ from }) => from.startsWith('body.'))) body = readJson(request.body);
  } catch {
    return { refused: refusal(400, 'body-malformed', 'The body is not JSON.') };
  }
  const source: unknown = { ...matched, body };
  const values: Record<string, SqlValue> = {};
  for (const [name, { from, type, optional }] of Object.entries(parameters)) {
    const given = from
      .split('.')
      .reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), source);
    if (given === undefined || given === null || given === '') {
      if (!optional) return { refused: refusal(400, 'parameter-missing', `${from} is missing.`) };
      values[name] = null;
      continue;
    }
    const value = readValue(given, type);
    if (value === undefined)
      return { refused: refusal(400, 'parameter-malformed', `${from} must be of type ${type}.`) };
    values[name] = value;
  }
  return { values };
}
