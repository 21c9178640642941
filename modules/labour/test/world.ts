// SPDX-License-Identifier: Apache-2.0
/** The module alone: what cases, agreements and places answer to it. */
import { listEndedAgreements } from '@stoa/agreements/contract';
import { listEnded } from '@stoa/cases/contract';
import { newId } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { countPlaces } from '@stoa/places/contract';
import labour from '../src/index.ts';

type Case = OutputOf<typeof listEnded>['items'][number];
type Agreement = OutputOf<typeof listEndedAgreements>['items'][number];

export const demo = { kind: 'service', id: 'demo' } as const;

export async function world(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_DEMO: '1', ...env }, labour);
  b.clock.set(new Date('2031-10-15T09:00:00Z'));
  const cases: (Case & { serviceId: string })[] = [];
  const agreements: Agreement[] = [];
  const moved: OutputOf<typeof countPlaces>['items'] = [];
  const asked: string[] = [];
  const paged = <Item extends { id: string }>(all: readonly Item[], cursor: string | undefined) => {
    const from = all.toSorted((a, c) => (a.id < c.id ? -1 : 1)).filter(({ id }) => !cursor || id > cursor);
    const [items, last] = [from.slice(0, 3), from[2]];
    return { items, ...(from.length > 3 && last ? { nextCursor: last.id } : {}) };
  };
  b.stub(listEnded, async ({ serviceId, caseId, cursor, fields }) => {
    asked.push(fields);
    const of = cases.filter((one) => one.serviceId === serviceId && (!caseId || one.id === caseId));
    const { items, ...more } = paged(of, cursor);
    return { ...more, items: items.map(({ serviceId: _, ...one }) => one) };
  });
  b.stub(listEndedAgreements, async ({ cursor }) => paged(agreements, cursor));
  b.stub(countPlaces, async () => ({ items: [...moved] }));
  let numbers = 0;
  const end = (
    serviceId: string,
    outcome: string,
    endedAt: string,
    answers: Case['answers'] = {},
    more: object = {},
  ) => {
    const one = {
      ...{
        id: newId(),
        serviceId,
        outcome,
        endedAt: `${endedAt}T09:00:00.000Z`,
        personKey: `person ${(numbers += 1)}`,
      },
      ...{ answers, regionCode: 'XM-01', ...more },
    };
    cases.push(one);
    return one;
  };
  const permit = (endedAt: string, occupation = '7112', workRegion = 'XM-01', workerCitizenship = 'IND') =>
    end('work-permit', 'issued', endedAt, { occupation, workRegion, workerCitizenship });
  const contract = (endedAt: string, wage: number, occupation = '7112', act = 'conclude') => {
    const one: Agreement = {
      ...{ id: newId(), act, outcome: 'registered', endedAt: `${endedAt}T09:00:00.000Z` },
      ...{ personKey: `person ${(numbers += 1)}`, terms: { occupation, wage, workRegion: 'XM-01' } },
    };
    agreements.push(one);
    return one;
  };
  return { b, cases, agreements, moved, asked, end, permit, contract };
}
