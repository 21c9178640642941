// SPDX-License-Identifier: Apache-2.0
/** Services that children received. */
import { namedPeople, snils } from '@stoa/country-xm';
import { listCarers } from '@stoa/powers/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { qualityBench } from './fixture.ts';

const b = await qualityBench();
const shift = (days: number) => new Date(Date.parse(b.today()) + days * 86_400_000).toISOString().slice(0, 10);

test('a child for whom nobody has a mandate is not asked, but counted', async () => {
  const { id, state, reasons } = await b.submit({ snils: snils(155_000_001), birthOn: shift(-365 * 10) });
  expect([state, reasons]).toEqual(['SUPPRESSED', ['minor']]);
  await b.drain();
  expect(b.tokenFor(id)).toBe('');
  expect(await b.sql('select steps from analytics.progress where card_id = $1', [id])).toEqual([{ steps: ['card'] }]);
});

test('for a child its parent is asked, by mandate', async () => {
  const { aigerim, aigerimSon } = namedPeople;
  const asked: string[] = [];
  b.stub(listCarers, async ({ personKey }) => {
    asked.push(personKey);
    return { items: [{ personKey: b.personKey(aigerim.snils), role: 'parent' as const }] };
  });
  const { id, state } = await b.submit({ snils: aigerimSon.snils, birthOn: aigerimSon.birthOn });
  expect([state, asked]).toEqual(['MATCHED', [b.personKey(aigerimSon.snils)]]);
  await b.drain();
  b.stub(listCarers, async () => ({ items: [] }));
  const notice = b.cabinet.find((one) => one.key === id);
  expect(notice?.to).toEqual({ personKey: b.personKey(aigerim.snils) });
  expect(notice?.body.en).toContain('a child in your care was served');
  expect((await b.call(contract.openSurvey, { token: b.tokenFor(id) })).state).toBe('ready');
});
