// SPDX-License-Identifier: Apache-2.0
/** Whom a call was about learns of it, and nobody else. */
import { type CallAbout, type ExplainedCall, explainCalls, listCallsAbout } from '@stoa/exchange/contract';
import { newId, Refusal } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, aigerim, officer } = permit;
const worker = b.person({ name: 'Rahul Sharma', snils: workerSnils });
const otherSnils = '10120230348';
const other = b.person({ name: 'Somebody Else', snils: otherSnils });
let asked: { messageId: string; clientId: string }[] = [];
const explained = (call: { messageId: string; clientId: string }): ExplainedCall => ({
  ...call,
  clientName: { en: 'Labour services' },
  target: 'x',
  targetName: { en: 'Persons' },
  providerName: { en: 'Population register' },
  purpose: 'Deciding on an application',
  outcome: 'accepted',
  at: '2026-11-20T05:30:00.000Z',
});
b.stub(explainCalls, async ({ calls }) => {
  asked = calls;
  return { items: calls.map(explained) };
});
/** What the exchange has logged about whom, the newest first: by a person's pseudonym. */
const logged = new Map<string, CallAbout[]>();
let pages = 0;
b.stub(listCallsAbout, async ({ personKey, cursor, limit = 20 }) => {
  pages++;
  const all = (logged.get(personKey) ?? []).filter(({ id }) => !cursor || id < cursor);
  const items = all.slice(0, limit);
  return all.length > limit ? { items, nextCursor: items.at(-1)?.id ?? '' } : { items };
});
const about = (who: typeof worker) => b.call(contract.listCallsAboutMe, { limit: 100 }, who);

test('the worker sees each call about them with its purpose, but not the company that applied', async () => {
  const before = (await about(worker)).items.length;
  expect(before).toBe(0);
  const { id } = await permit.claimed();
  const { items, exchangeAway } = await about(worker);
  expect(exchangeAway).toBe(false);
  // The population register, and the departments of the criminal record and the diploma where they were sent the number.
  expect(items.some(({ target }) => target.endsWith('/POPULATION/persons'))).toBe(true);
  expect(items.some(({ target }) => target.includes('criminal-record'))).toBe(true);
  expect(items.some(({ target }) => target.includes('COMPANIES'))).toBe(false);
  for (const item of items) {
    expect(item).toMatchObject({ clientName: { en: 'Labour services' }, purpose: 'Deciding on an application' });
    expect(item.case?.number).toBe((await permit.page(id)).number);
    expect(item.case).not.toHaveProperty('id');
  }
  for (const { clientId } of asked) expect(clientId).toMatch(/^XM(-\w+)?\/GOV\/1001\/LABOUR$/);
  expect(JSON.stringify(items)).not.toContain('Steppe');
});

test('neither who applied nor officers nor strangers see them', async () => {
  for (const who of [aigerim, officer, other]) expect((await about(who)).items).toEqual([]);
  await expect(b.call(contract.listCallsAboutMe, {})).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expect(b.call(contract.listCallsAboutMe, {}, b.person({ assurance: 0 }))).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect(await about(b.person())).toEqual({ items: [], exchangeAway: false });
});

test('who was asked about by mistake learns of it, also when the draft is deleted', async () => {
  const id = await permit.start();
  await permit.save(id, 'worker-number', { workerSnils: otherSnils, workerBirthOn: '1990-01-01' });
  const [before] = (await about(other)).items;
  expect(before?.target).toMatch(/\/persons$/);
  await permit.save(id, 'worker-number', { workerSnils: '145-678-901 05', workerBirthOn: '1992-11-05' });
  expect((await about(other)).items).toHaveLength(1);
  await b.call(contract.deleteDraft, { id }, aigerim);
  const { items } = await about(other);
  expect(items).toHaveLength(1);
  expect(items[0]?.case).toEqual({ title: expect.objectContaining({ en: expect.any(String) }) });
});

test('a person who applies for themselves finds the way to their own case', async () => {
  await b.sql('update cases.case_file set applicant_id = $1', [worker.personKey]);
  const { items } = await about(worker);
  expect(items[0]?.case?.id ?? items.at(-1)?.case?.id).toMatch(/^[0-9a-f-]{36}$/);
});

test('calls come in pages, the newest first', async () => {
  const all = (await about(worker)).items;
  const first = await b.call(contract.listCallsAboutMe, { limit: 1 }, worker);
  expect(first.items.map(({ id }) => id)).toEqual([all[0]?.id]);
  const second = await b.call(contract.listCallsAboutMe, { limit: 1, cursor: first.nextCursor ?? '' }, worker);
  expect(second.items.map(({ id }) => id)).toEqual([all[1]?.id]);
  await expect(b.call(contract.listCallsAboutMe, { cursor: 'x' }, worker)).rejects.toMatchObject({
    code: 'kernel.input-invalid',
  });
});

const outsideCall = (more: Partial<CallAbout> = {}): CallAbout => ({
  ...explained({ messageId: newId(), clientId: 'XM/GOV/1009/PENSIONS' }),
  id: newId(),
  purpose: 'Paying a pension',
  ...more,
});

test('a call that no case made is told to whom it was about, in its place in time, and what a case made not twice', async () => {
  const before = (await about(worker)).items;
  const rows = await b.sql('select id, message_id, client_id, target from cases.asked where person_key = $1', [
    worker.personKey,
  ]);
  // The exchange has them a little later than cases.
  const known = rows.map((row) =>
    outsideCall({
      id: `${String(row.id).slice(0, -12)}ffffffffffff`,
      messageId: String(row.message_id),
      clientId: String(row.client_id),
      target: String(row.target),
    }),
  );
  const latest = outsideCall();
  const between = outsideCall({ id: `${before[0]?.id.slice(0, -12)}000000000000`, outcome: 'refused' });
  const newestFirst = (calls: CallAbout[]) => calls.sort((a, b) => (a.id < b.id ? 1 : -1));
  logged.set(worker.personKey ?? '', newestFirst([latest, ...known, between]));
  const { items } = await about(worker);
  expect(items.map(({ id }) => id)).toEqual([
    latest.id,
    before[0]?.id,
    between.id,
    ...before.slice(1).map(({ id }) => id),
  ]);
  expect(items[0]).toEqual({ ...latest, messageId: undefined });
  expect(items[2]).toMatchObject({ clientId: 'XM/GOV/1009/PENSIONS', outcome: 'refused' });
  expect(items[2]).not.toHaveProperty('case');
  for (const who of [aigerim, officer, other])
    expect(JSON.stringify(await about(who))).not.toContain('XM/GOV/1009/PENSIONS');
});

test('pages over both have neither gap nor repetition, whatever the exchange has of calls that cases know', async () => {
  const all = (await about(worker)).items;
  const seen: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await b.call(contract.listCallsAboutMe, { limit: 2, ...(cursor ? { cursor } : {}) }, worker);
    expect(page.items.length).toBeGreaterThan(0);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all.map(({ id }) => id));
});

test('of many calls no more is asked than a page needs', async () => {
  logged.set(other.personKey ?? '', Array.from({ length: 450 }, () => outsideCall()).toReversed());
  pages = 0;
  const page = await b.call(contract.listCallsAboutMe, { limit: 50 }, other);
  expect(page.items).toHaveLength(50);
  expect(pages).toBe(1);
  expect(page.nextCursor).toBe(page.items[49]?.id);
});

test('without the exchange the calls are listed, and it is said that their purposes are missing', async () => {
  b.stub(explainCalls, () => Promise.reject(new Refusal('unavailable', 'kernel.module-away', 'away')));
  const { items, exchangeAway } = await about(worker);
  expect(exchangeAway).toBe(true);
  expect(items.length).toBeGreaterThan(0);
  for (const item of items) expect(item).not.toHaveProperty('purpose');
});
