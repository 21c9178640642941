// SPDX-License-Identifier: Apache-2.0
/** Clauses that are cited, as they are in force on a day: `act/number`, where the act is known to the norms. */
import { rulesAct } from '@stoa/examination/contract';
import { citeClause } from '@stoa/norms/contract';
import type { PageContext } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';

export interface CitedClause {
  readonly href: string;
  readonly act: string;
  readonly number: string;
  readonly text: string;
}
export const clausePath = (code: string, number: string, on?: string): string =>
  `/integrator/norms/${code}/${number}${on ? `?on=${on}` : ''}`;

/** Those that are known, by how they are cited. */
export async function cited(
  { call, text }: Pick<PageContext, 'call' | 'text'>,
  clauses: readonly string[],
  on?: string,
): Promise<Readonly<Record<string, CitedClause>>> {
  const found = await Promise.all(
    [...new Set(clauses)].map(async (clause) => {
      const [code = '', number = ''] = clause.includes('/') ? clause.split('/') : [rulesAct, clause];
      if (!/^[a-z][a-z0-9.-]{1,40}$/.test(code) || !/^[0-9A-Za-z.-]{1,20}$/.test(number)) return [];
      try {
        const one = await call(citeClause, { code, number, ...(on ? { on } : {}) });
        return [
          [clause, { href: clausePath(code, number, on), act: text(one.act), number, text: text(one.text) }] as const,
        ];
      } catch (error) {
        if (isRefusal(error)) return [];
        throw error;
      }
    }),
  );
  return Object.fromEntries(found.flat());
}
