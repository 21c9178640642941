// SPDX-License-Identifier: Apache-2.0
/** A person takes a copy of what cases keep about them, and it ends when its term is over; the evidence still holds. */
import { ownDataOperation, retentionOperation } from '@stoa/kernel';
import { databaseSource, verifyLedger } from '@stoa/kernel/ledger';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, types } from './permit-bench.ts';

const { b, world } = await permitBench();
const snils = '11223344595';
const person = b.person({ name: 'Aigerim Seitkali', snils });
const other = b.person({ name: 'Somebody Else', snils: '10120230348' });
world.state.persons.set(snils, {
  ...{ snils, familyName: 'Сейткали', givenName: 'Айгерим', nameLatin: 'Aigerim Seitkali' },
  ...{ birthOn: '1988-03-21', regionCode: 'XM-01' },
});
const pages = {
  ...{ number: { snils }, purpose: { purpose: 'children' }, 'purpose-more': { firstThisYear: true } },
  urgency: { urgency: 'normal' },
};

async function closed(): Promise<string> {
  const { id } = await b.call(
    contract.startDraft,
    { serviceId: 'criminal-record-certificate', language: 'en' },
    person,
  );
  for (const [pageId, answers] of Object.entries(pages))
    await b.call(contract.savePage, { id, pageId, answers }, person);
  await b.call(contract.submitCase, { id, declaration: true }, person);
  await b.drain();
  world.reply(types.record, { clear: true, certificateNo: 'CR-1', issuedOn: '2026-11-20' });
  b.clock.advance({ seconds: 6 });
  await b.drain();
  return id;
}
const id = await closed();
const draft = (await b.call(contract.startDraft, { serviceId: 'criminal-record-certificate', language: 'en' }, person))
  .id;
const page = () => b.call(contract.getCase, { id }, person);
const own = ownDataOperation('cases');

test('the copy holds applications with answers and readings, documents and who asked, of oneself alone', async () => {
  const { items, nextCursor } = await b.call(own, {}, person);
  expect(nextCursor).toBeUndefined();
  expect(new Set(items.map(({ what }) => what))).toEqual(new Set(['applications', 'documents', 'questions-about-me']));
  const application = items.find(
    ({ what, data }) => what === 'applications' && (data as { id: string }).id === id,
  )?.data;
  expect(application).toMatchObject({
    answers: expect.arrayContaining([expect.objectContaining({ field: 'familyName', value: 'Сейткали' })]),
    registers: [expect.objectContaining({ register: 'person', state: 'received' })],
  });
  expect((await b.call(own, {}, other)).items).toEqual([]);
  await expect(b.call(own, {}, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  const acting = b.person({ snils, actingFor: { kind: 'organisation', id: '0105234515', name: 'Steppe Build' } });
  await expect(b.call(own, {}, acting)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(own, { cursor: 'x' }, person)).rejects.toMatchObject({ code: 'kernel.input-invalid' });
});

test('before its term nothing is erased', async () => {
  b.clock.advance({ days: 300 });
  await b.drain();
  expect((await page()).outputs).toHaveLength(1);
  expect(await b.sql('select 1 from answer where case_id = $1', [id])).not.toEqual([]);
  expect((await b.call(contract.getForm, { id: draft }, person)).state).toBe('draft');
});

test('a draft that nobody sent ends after a year, a closed case loses what it says of people after ten', async () => {
  b.clock.advance({ days: 66 });
  await b.drain();
  await expect(b.call(contract.getForm, { id: draft }, person)).rejects.toMatchObject({ code: 'cases.case-unknown' });
  b.clock.advance({ days: 3300 });
  await b.drain();
  for (const table of ['answer', 'reading', 'clarification'])
    expect(await b.sql(`select 1 from ${table} where case_id = $1`, [id])).toEqual([]);
  const { sealed } =
    (await b.sql<{ sealed: string | null }>('select sealed from case_file where id = $1', [id]))[0] ?? {};
  expect(sealed).toBeNull();
  expect(await page()).toMatchObject({ state: 'closed', outcome: 'issued', applicantName: '—' });
  expect((await b.call(own, {}, person)).items.find(({ what }) => what === 'applications')?.data).toMatchObject({
    answers: [],
    registers: [],
  });
});

test('a document whose time is over is still known by its code, without a word about the person, and has no file any more', async () => {
  const [output] = (await page()).outputs;
  const code = output?.verificationCode ?? '';
  expect(await b.call(contract.verifyOutput, { code })).toMatchObject({ state: 'expired', facts: [] });
  expect(await b.http(person).get(output?.file ?? '')).toMatchObject({
    ...{ status: 410, body: { code: 'cases.output-erased' } },
  });
});

test('what was erased by which rule is on record, and the ledger holds', async () => {
  const officer = b.person({ duties: ['privacy.officer'] });
  const { items, rules } = await b.call(retentionOperation('cases'), {}, officer);
  expect(rules).toEqual([
    { rule: 'drafts', days: 365 },
    { rule: 'closed-cases', days: 3650 },
  ]);
  expect(items.map(({ rule, count }) => [rule, count])).toEqual([
    ['closed-cases', 1],
    ['drafts', 1],
  ]);
  await expect(b.call(retentionOperation('cases'), {}, person)).rejects.toMatchObject({ kind: 'forbidden' });
  await b.platform.modules.get('cases')?.sequencer.flush();
  const { keys, config } = b.platform;
  const client = { query: async (text: string, values?: unknown[]) => ({ rows: await b.sql(text, values) }) };
  const verdict = await verifyLedger(await databaseSource(client as never, 'cases', config.circuit), {
    publicKey: keys.publicKey('ledger'),
    sealKey: keys.secretKey('ledger-seal'),
  });
  expect(verdict).toMatchObject({ ok: true, faults: [] });
});
