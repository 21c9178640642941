// SPDX-License-Identifier: Apache-2.0
/** A second service without a line of TypeScript: instant, free, for a person about themselves. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

const { b, world, notices } = await permitBench();
const snils = '11223344595';
const resident = b.person({ name: 'Aigerim Seitkali', snils });
world.state.persons.set(snils, {
  snils,
  familyName: 'Сейткали',
  givenName: 'Айгерим',
  birthOn: '1988-03-21',
  address: 'Аксу, улица Мира, 14',
});

test('a certificate of residence is issued at once', async () => {
  const { id, firstPage } = await b.call(
    contract.startDraft,
    { serviceId: 'address-certificate', language: 'ru' },
    resident,
  );
  const save = (pageId: string, answers: Record<string, string>) =>
    b.call(contract.savePage, { id, pageId, answers }, resident);
  await save(firstPage, { snils });
  expect((await save('purpose', { purpose: 'bank' })).next).toBeUndefined();
  const sent = await b.call(contract.submitCase, { id, declaration: true }, resident);
  await b.drain();
  const page = await b.call(contract.getCase, { id }, resident);
  expect(page).toMatchObject({
    state: 'closed',
    outcome: 'issued',
    outputs: [{ code: 'certificate', state: 'valid' }],
  });
  expect(page.dueOn).toBeUndefined();
  expect(notices.map((notice) => notice.subject)).toContain(`Certificate ${sent.number} is ready`);
  const accesses = b.events('kernel.data-accessed.v1').filter((event) => event.subject === resident.personKey);
  expect(accesses.every((event) => (event.data as { actorKind: string }).actorKind !== 'person')).toBe(true);
  b.clock.advance({ days: 100 });
  expect((await b.call(contract.listOutputs, {}, resident)).items[0]?.state).toBe('expired');
});

test("nobody gets a certificate of somebody else's address", async () => {
  world.state.persons.set('14567890105', { familyName: 'Sharma' });
  const { id } = await b.call(
    contract.startDraft,
    { serviceId: 'address-certificate', language: 'en', answers: { snils: '14567890105' } },
    resident,
  );
  const other = b.call(contract.savePage, { id, pageId: 'number', answers: { snils: '14567890105' } }, resident);
  await expect(other).rejects.toMatchObject({ code: 'cases.identifier-not-yours' });
  expect(world.state.calls.some((call) => call.includes('14567890105'))).toBe(false);
});
