// SPDX-License-Identifier: Apache-2.0
/** What counts comes by events; what was there before this module is read by contract, in pages. Told twice it counts once. */
import { type agreementEnded, listEndedAgreements } from '@stoa/agreements/contract';
import { type caseClosed, listEnded } from '@stoa/cases/contract';
import { job, type LabourSource, mark, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type { Fact } from './folding.ts';
import { monthOf, nameOf, self, sourcesOf, unknown } from './shared.ts';
import * as store from './store.ts';

type Values = Readonly<Record<string, unknown>>;
interface Ended {
  readonly id: string;
  /** By which a source says what it counts for. */
  readonly end: string;
  readonly endedAt: string;
  readonly regionCode?: string | undefined;
  readonly personKey?: string | undefined;
  readonly values: Values;
}
const perPage = 100;

/** Who it was is told apart within the month, and by nobody else: the mark of another month is another. */
export function factOf(
  module: ModuleRuntime,
  { of, counts, fields }: LabourSource,
  { id, end, endedAt, regionCode, personKey, values }: Ended,
): (Fact & { readonly happened: string }) | undefined {
  const measure = counts[end];
  if (measure === undefined) return undefined;
  const said = (name: string | undefined, form: RegExp): string | undefined => {
    const value = name === undefined ? undefined : values[name];
    return typeof value === 'string' && form.test(value) ? value : undefined;
  };
  const happened = monthOf(module, endedAt);
  const wage = fields.wage === undefined ? undefined : values[fields.wage];
  const region = said(fields.region, /^[A-Z]{2}-[A-Z0-9]{1,6}$/) ?? regionCode;
  return {
    ...{ id: `${of} ${id}`, happened, measure },
    // The office of the whole country says nothing of a region.
    region: region && module.country.territory(region)?.kind === 'region' ? region : unknown,
    occupation: said(fields.occupation, /^[0-9]{1,4}$/)?.slice(0, 1) ?? unknown,
    citizenship: said(fields.citizenship, /^[A-Z]{3}$/) ?? unknown,
    person: personKey === undefined ? null : mark(module, `labour ${happened} ${personKey}`).slice(0, 22),
    wage: typeof wage === 'number' && wage > 0 ? Math.round(wage) : null,
  };
}

async function pageOf(
  module: ModuleRuntime,
  { of, serviceId, fields: named }: LabourSource,
  asked: { caseId?: string; cursor?: string },
): Promise<{ items: Ended[]; nextCursor?: string }> {
  const fields = Object.values(named).join(',');
  const input = { serviceId, fields, limit: perPage, ...asked };
  if (of === 'agreements') {
    const { items, ...more } = await module.call(listEndedAgreements, input);
    return {
      ...more,
      items: items.map(({ act, outcome, terms, ...one }) => ({ ...one, end: `${act} ${outcome}`, values: terms })),
    };
  }
  const { items, ...more } = await module.call(listEnded, input);
  return { ...more, items: items.map(({ outcome, answers, ...one }) => ({ ...one, end: outcome, values: answers })) };
}

async function keep(tx: Tx, source: LabourSource, items: readonly Ended[]): Promise<number> {
  let entered = 0;
  for (const item of items) {
    const fact = factOf(tx.module, source, item);
    if (fact && (await store.insertFact(tx, fact))) entered += 1;
  }
  return entered;
}

export async function noteClosed(tx: Tx, { caseId, serviceId }: DataOf<typeof caseClosed>): Promise<void> {
  if (sourcesOf(tx.module).some((source) => source.of === 'cases' && source.serviceId === serviceId))
    await readEnded.enqueue(tx, { of: 'cases', caseId }, { key: `cases ${caseId}` });
}
export const noteAgreement = (tx: Tx, { caseId }: DataOf<typeof agreementEnded>) =>
  readEnded.enqueue(tx, { of: 'agreements', caseId }, { key: `agreements ${caseId}` });

export const readEnded = job(
  'labour.read-ended',
  Type.Object({ of: Type.Enum(['cases', 'agreements']), caseId: Type.String() }),
  async (module, { of, caseId }) => {
    for (const source of sourcesOf(module).filter((one) => one.of === of)) {
      const { items } = await pageOf(module, source, { caseId });
      await module.tx(self, (tx) => keep(tx, source, items));
    }
  },
  { tx: false },
);

/** All there is, from where it was left; answers how many were new. */
export async function catchUp(module: ModuleRuntime, anew = false): Promise<number> {
  let entered = 0;
  for (const source of sourcesOf(module)) {
    const name = nameOf(source);
    for (let first = true; ; first = false) {
      const { after, doneAt } = await module.tx(self, async (tx) => {
        const state = await store.lockCatchUp(tx, name);
        return anew && first ? { after: null, doneAt: null } : state;
      });
      if (doneAt) break;
      const { items, nextCursor } = await pageOf(module, source, after ? { cursor: after } : {});
      entered += await module.tx(self, async (tx) => {
        const count = await keep(tx, source, items);
        await store.noteCatchUp(tx, name, nextCursor ?? null, nextCursor ? null : tx.now);
        return count;
      });
    }
  }
  return entered;
}
