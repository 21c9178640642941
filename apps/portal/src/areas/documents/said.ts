// SPDX-License-Identifier: Apache-2.0
/** What a reader of the history makes nothing of, or sees elsewhere on the page. */
const unsaid = ['serial', 'source', 'as', 'posts'];

/** Facts of a line of the history, as they are read. */
export const said = (facts: Readonly<Record<string, unknown>>, date: (day: string) => string): string[] =>
  Object.entries(facts)
    .filter(([name]) => !unsaid.includes(name))
    .map(([, value]) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? date(String(value)) : String(value)))
    .filter((value) => value !== '');
