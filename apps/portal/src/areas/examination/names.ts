// SPDX-License-Identifier: Apache-2.0
/** What examination pages call organisations and elements of the register. */
import { getVocabulary, listElements } from '@stoa/architecture/contract';
import { duties } from '@stoa/examination/contract';
import { listOrganisations } from '@stoa/organisations/contract';
import type { PageContext } from '../../server/page.ts';
import { type Touched, touched, touchedFields } from './names-of-fields.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'principal' | 'language'>;
export const home = '/examination';
export const allDuties = [duties.owner, duties.examiner, duties.chief] as const;
export interface Option {
  readonly value: string;
  readonly text: string;
}

const held = ({ principal }: Pick<PageContext, 'principal'>) => (principal.kind === 'person' ? principal.duties : []);
export const has = (context: Pick<PageContext, 'principal'>, ...codes: readonly string[]): boolean =>
  held(context).some(({ code }) => codes.includes(code));
export const ownOrganisations = (context: Pick<PageContext, 'principal'>): string[] => [
  ...new Set(held(context).flatMap(({ code, organisationId }) => (code === duties.owner ? [organisationId] : []))),
];

/** Names of all bodies of the state by id. */
export async function organisationsOf({ call, text, language }: Context): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const kind of ['central', 'local', 'quasi-public'] as const)
    for (let cursor: string | undefined; ; ) {
      const page = await call(listOrganisations, { kind, by: language, limit: 100, ...(cursor ? { cursor } : {}) });
      for (const one of page.items) names.set(one.id, text(one.name));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
  return names;
}

/** Everything of a kind that the reader may see. */
async function elementsOf({ call, text }: Context, kind: string): Promise<Option[]> {
  const found: Option[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call(listElements, { kind, limit: 100, ...(cursor ? { cursor } : {}) });
    found.push(...page.items.map(({ id, code, name }) => ({ value: id, text: `${code} ${text(name)}` })));
    cursor = page.nextCursor;
    if (!cursor) return found;
  }
}
export async function choicesOf(context: Context) {
  const kinds = [...new Set([...Object.values(touched), 'site'])];
  const lists = await Promise.all(kinds.map((kind) => elementsOf(context, kind)));
  const of = (kind: string) => lists[kinds.indexOf(kind as 'site')] ?? [];
  const { fields } = await context.call(getVocabulary, {});
  const words = (field: string): Option[] =>
    Object.entries(fields[field]?.choices ?? {}).map(([value, name]) => ({ value, text: context.text(name) }));
  return {
    touched: Object.fromEntries(touchedFields.map((field) => [field, of(touched[field])])) as Record<Touched, Option[]>,
    sites: of('site'),
    words: { class: words('class'), dbms: words('dbms'), platform: words('platform'), method: words('method') },
  };
}
