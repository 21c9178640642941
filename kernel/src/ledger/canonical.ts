// SPDX-License-Identifier: Apache-2.0
/** JSON Canonicalization Scheme (RFC 8785): keys in UTF-16 order, numbers as ECMAScript prints them, undefined left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number outside JSON');
    return JSON.stringify(value);
  }
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    let text = '';
    for (const key of Object.keys(record).sort()) {
      const item = record[key];
      if (item !== undefined) text += `${text && ','}${keyText(key)}${canonicalJson(item)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`not JSON: ${typeof value}`);
}

/** Keys as they are written, with their colons: the same few in nearly every value. */
const keyTexts = new Map<string, string>();
const mostKeys = 2000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < mostKeys && key.length < 100) keyTexts.set(key, text);
  return text;
}
