// SPDX-License-Identifier: Apache-2.0
/**
 * The text form of a template. Paragraphs stand between empty lines; `# ` is a title, `> ` the block of the addressee, `= a | b` a
 * signature. A line of which nothing is left but empty fields is left out. Pure.
 */
const field = /\{([^{}]*)\}/g;
const nameOfField = /^[a-z][a-z0-9-]{0,39}$/;

/** Names in the order in which they stand; undefined where braces hold something else, or have no partner. */
export function fieldsOf(body: string): string[] | undefined {
  const names = [...body.matchAll(field)].map(([, name = '']) => name);
  if (names.some((name) => !nameOfField.test(name)) || /[{}]/.test(body.replace(field, ''))) return undefined;
  return [...new Set(names)];
}
export const fieldsFit = (names: readonly string[]): boolean => names.every((name) => nameOfField.test(name));

export interface Paragraph {
  readonly style: 'title' | 'end' | 'signature' | 'plain';
  readonly lines: readonly string[];
}
const styles: Readonly<Record<string, Paragraph['style']>> = { '#': 'title', '>': 'end', '=': 'signature' };

export const paragraphsOf = (body: string, values: Readonly<Record<string, string>>): Paragraph[] =>
  body.split(/\r?\n\s*\r?\n/).flatMap((part) => {
    const lines = part.split(/\r?\n/).filter((line) => line.trim());
    const style = styles[lines[0]?.[0] ?? ''] ?? 'plain';
    const filled = lines.flatMap((line) => {
      const bare = style === 'plain' ? line : line.replace(/^[#>=]\s*/, '');
      const said = bare.replace(field, (_, name: string) => values[name] ?? '').trim();
      const empty = bare !== said && bare.replace(field, '').trim() === '' && said === '';
      return empty ? [] : said.split(/\r?\n/);
    });
    return filled.length > 0 ? [{ style, lines: filled }] : [];
  });
