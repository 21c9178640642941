// SPDX-License-Identifier: Apache-2.0
/** A work permit in force: renewed, changed, shortened, ended by the employer or the worker; and its place in the quota. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';
import { inn, types } from './permit-bench.ts';

const walk = await packageWalk();
const { aigerim, worker } = walk;
const labour = walk.officer('labour.permit-officer', 'XM-01-LABOUR');
const placesType = 'urn:xm:portal:places:1.0#Request';
const entryType = 'urn:xm:labour:permit-entry:1.0#Request';
const number = 'WP-2025-000118';
const snils = '14567890105';
const service = 'work-permit-change';
const inDays = (days: number) => new Date(walk.b.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const permit = (validUntil: string) => {
  const entry = {
    ...{ number, inn, worker: { snils, nameLatin: 'Rahul Sharma', birthOn: '1992-11-05' } },
    ...{ occupation: '3112', validUntil, state: 'active' },
  };
  walk.register({ [`permits/${inn}/${number}`]: entry, [`permits/workers/${snils}/${number}`]: entry });
};
const about = (act: string, more: Pages = {}): Pages => ({
  ...{ act: { act }, 'permit-number': { permitNumber: number }, ...more },
  contact: { contactEmail: 'hr@steppe-build.example' },
});
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
const codes = async (id: string) => (await walk.page(id, aigerim)).outputs.map(({ code }) => code).sort();
const article = async (id: string) => JSON.stringify((await walk.page(id, aigerim)).decision);

test('a renewal asks for the record again, keeps the place it has, and is entered', async () => {
  permit(inDays(40));
  const id = await walk.sent(aigerim, service, about('renew', { months: { months: 24 } }));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(12_000);
  await walk.answer(types.record, { clear: true });
  await walk.passed();
  expect(asked(entryType)).toMatchObject({ do: 'change', number, inn, snils });
  await walk.answer(entryType, { number });
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'changed', outputs: [{ code: 'amendment' }] });
});

test('without a place there is no renewal, and a late one is looked at', async () => {
  walk.world.state.placeLeft = false;
  permit(inDays(40));
  const none = await walk.sent(aigerim, service, about('renew', { months: { months: 6 } }));
  await walk.answer(types.record, { clear: true });
  await walk.passed();
  expect(await walk.page(none, aigerim)).toMatchObject({ outcome: 'no-place', outputs: [] });
  walk.world.state.placeLeft = true;
  permit(inDays(-10));
  const late = await walk.sent(aigerim, service, about('renew', { months: { months: 6 } }));
  await walk.finish(late, labour, 'unexcused');
  await walk.decide(late, labour, 'refuse');
  expect(await article(late)).toContain('Art. 26(5)');
});

test('a renewal that comes too early is refused with its article', async () => {
  permit(inDays(400));
  const id = await walk.sent(aigerim, service, about('renew', { months: { months: 6 } }));
  await walk.decide(id, labour, 'refuse');
  expect(await article(id)).toContain('Art. 26(2)');
  expect(await codes(id)).toEqual(['refusal']);
});

test('another workplace is entered at once; an earlier last day costs nothing', async () => {
  permit(inDays(400));
  const moved = await walk.sent(
    aigerim,
    service,
    about('workplace', { workplace: { workAddress: '7 Garden Street' } }),
  );
  await walk.answer(entryType, { number });
  expect(await codes(moved)).toEqual(['amendment']);
  const shorter = await walk.sent(aigerim, service, about('shorten', { shorter: { newUntil: inDays(30) } }));
  expect(walk.invoiceOf(shorter)[1]).toBeUndefined();
  expect(asked(entryType)).toMatchObject({ do: 'change', validUntil: inDays(30) });
  await walk.reject(entryType, 'There is no such permit in force.');
  expect(await walk.page(shorter, aigerim)).toMatchObject({ outcome: 'not-entered' });
});

test('the employer or the worker ends it: the place is given back, the register is told, the worker has the paper', async () => {
  permit(inDays(400));
  // The paper of the permit itself, as it was issued before.
  const [paper] = await walk.b.sql<{ code: string }>(
    `with permit as (update case_file set service_id = 'work-permit', number = $1
       where id = (select case_id from output where code = 'amendment' limit 1) returning id)
     select verification_code as code from output where case_id = (select id from permit)`,
    [number],
  );
  const verified = async () => (await walk.b.call(contract.verifyOutput, { code: paper?.code ?? '' })).state;
  expect(await verified()).toBe('valid');
  const cancelled = await walk.sent(aigerim, service, about('cancel'));
  expect(asked(placesType)).toEqual({ do: 'release', kind: 'foreign-workers', key: number, holder: inn });
  await walk.answer(placesType, { done: true, places: 1, granted: 3, taken: 1, left: 2 });
  expect(asked(entryType)).toMatchObject({ do: 'end', number });
  await walk.answer(entryType, { number });
  expect(await codes(cancelled)).toEqual(['ending']);
  expect(await verified()).toBe('revoked');
  const left = await walk.sent(worker, service, {
    ...{ act: { act: 'leave' }, number: { snils }, 'own-number': { ownNumber: number } },
    contact: { contactEmail: 'rahul@mail.example' },
  });
  expect(asked(placesType)).toEqual({ do: 'release', kind: 'foreign-workers', key: number, holder: inn });
  await walk.answer(placesType, { done: true, places: 1, granted: 3, taken: 0, left: 3 });
  await walk.answer(entryType, { number });
  expect((await walk.page(left, worker)).outputs).toMatchObject([{ code: 'ending' }]);
});
