// SPDX-License-Identifier: Apache-2.0
import type { TemplateRow } from './store.ts';

export type { TemplateRow };

/** By code and language: the newest version in force on the day, of the institution before the standard set's. */
export function currentOf(rows: readonly TemplateRow[], today: string): Set<string> {
  const chosen = new Map<string, string>();
  const better = (a: TemplateRow, b: TemplateRow) =>
    Number(a.institutionId === null) - Number(b.institutionId === null) ||
    b.inForceFrom.localeCompare(a.inForceFrom) ||
    b.version - a.version;
  for (const row of rows.filter((one) => one.state === 'in-force' && one.inForceFrom <= today).sort(better)) {
    const place = `${row.code} ${row.language}`;
    if (!chosen.has(place)) chosen.set(place, row.id);
  }
  return new Set(chosen.values());
}
