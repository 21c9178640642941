// SPDX-License-Identifier: Apache-2.0
/** A statement with `:name` parameters. Values never become part of its text. */

export interface Statement {
  /** Text between the parameters: one more than there are parameters. */
  readonly texts: readonly string[];
  /** Name of the parameter after each text but the last. */
  readonly names: readonly string[];
  readonly types: Readonly<Record<string, ValueType>>;
}

type ValueType = 'text' | 'integer' | 'date' | 'boolean';

/** Literals, quoted names and comments, in which a colon means nothing; casts; parameters. */
const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|::|:([A-Za-z_]\w*)/g;

/** Parameters are text where nothing else is said. */
export function parseStatement(sql: string, types: Statement['types'] = {}): Statement {
  const texts: string[] = [];
  const names: string[] = [];
  let from = 0;
  for (const found of sql.matchAll(tokens)) {
    if (!found[2]) continue;
    texts.push(sql.slice(from, found.index));
    names.push(found[2]);
    from = found.index + found[0].length;
  }
  return { texts: [...texts, sql.slice(from)], names, types };
}

/** Whether the statement begins like one that reads. The database has the last word. */
export const looksLikeReading = (sql: string): boolean =>
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|with|values|table)\b/i.test(sql);

const casts: Record<ValueType, string> = { text: 'text', integer: 'bigint', date: 'date', boolean: 'boolean' };

/** A placeholder for each distinct name, with its type (`$1::text`), and the names in that order. */
export function numbered({ texts, names, types }: Statement): { text: string; order: string[] } {
  const order = [...new Set(names)];
  const placeholder = (name: string) => `$${order.indexOf(name) + 1}::${casts[types[name] ?? 'text']}`;
  return {
    text: texts
      .map(
        (part, index) =>
          part +
          names
            .slice(index, index + 1)
            .map(placeholder)
            .join(''),
      )
      .join(''),
    order,
  };
}

/** A `?` for each occurrence, and the names in that order. */
export const positional = ({ texts, names }: Statement): { text: string; order: string[] } => ({
  text: texts.join('?'),
  order: [...names],
});
