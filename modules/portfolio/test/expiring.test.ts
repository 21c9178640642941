// SPDX-License-Identifier: Apache-2.0
/** What runs out: fed by events and by catching up, read by its holder, reminded of once each. */
import { outputIssued, outputRevoked } from '@stoa/cases/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { expiringFile } from '../src/expiring/expiring.ts';
import { remind } from '../src/expiring/reminding.ts';
import { world } from './world.ts';

const demo = { kind: 'service', id: 'demo' } as const;
const eventOf = ({ caseId, id, validUntil }: { caseId: string; id: string; validUntil: string }) => ({
  ...{ caseId, number: 'P-1', serviceId: 'permit', version: 'v', outputId: id, code: 'permit' },
  ...{ issuedAt: '2030-10-15T09:00:00.000Z', validUntil },
});

test('an issued document stands in the list of its holder alone, what ends first comes first, and a revoked one has ended', async () => {
  const { b, director, stranger, hold } = await world();
  const [late, soon, over] = [hold('2032-03-01'), hold('2031-11-01'), hold('2031-10-01')];
  for (const one of [late, soon, over]) await b.deliver(outputIssued, eventOf(one));
  await b.deliver(outputIssued, eventOf(soon));
  const list = (input = {}, who = director) => b.call(contract.listExpiring, input, who);
  const found = await list();
  expect(found.items.map(({ id, daysLeft, renewable }) => [id, daysLeft, renewable])).toEqual([
    [soon.id, 17, true],
    [late.id, 138, true],
  ]);
  expect(found.months.filter(({ count }) => count > 0)).toEqual([
    { month: '2031-11', count: 1 },
    { month: '2032-03', count: 1 },
  ]);
  expect((await list({ within: '30' })).items).toHaveLength(1);
  expect((await list({ within: 'ended' })).items).toMatchObject([{ id: over.id, state: 'ended' }]);
  expect((await list({ caseId: over.caseId })).items).toHaveLength(1);
  expect((await list({}, stranger)).items).toEqual([]);
  const first = await list({ limit: 1 });
  expect((await list({ limit: 1, cursor: first.nextCursor })).items).toMatchObject([{ id: late.id }]);
  await b.deliver(outputRevoked, { ...eventOf(late), outputId: late.id, revokedAt: '2031-10-15T09:00:00.000Z' });
  expect((await list()).items).toHaveLength(1);
  expect((await list({ within: 'ended' })).items.map(({ state }) => state)).toEqual(['revoked', 'ended']);
});

test('the table to download guards against formulas and says states in words', async () => {
  const { b, director, hold } = await world();
  const one = hold('2031-11-01', { facts: [{ label: { en: '=cmd' }, value: '1' }] });
  await b.deliver(outputIssued, eventOf(one));
  const answer = await b.http(director).get(`${contract.expiringFilePath}?language=ru&within=60`);
  expect(answer.status).toBe(200);
  const asked = { language: 'ru', within: '60', serviceId: 'permit' } as const;
  const file = await expiringFile(b.module, director, asked);
  expect(file).toContain("'=cmd: 1");
  expect(file).toContain('действует');
});

test('reminders go out once at each stage to those who may apply, and not to who turned them off', async () => {
  const { b, director, colleague, hold, notices } = await world();
  hold('2031-12-10');
  hold('2031-10-20');
  hold('2033-01-01');
  await remind(b.module);
  await b.drain();
  await remind(b.module);
  await b.drain();
  expect(notices.map(({ key }) => key.split(':')[2]).sort()).toEqual(['60', '60', '7', '7']);
  expect(notices[0]?.matter).toBe('reminder');
  expect(await b.call(contract.setReminders, { on: false }, colleague)).toEqual({ on: false });
  expect((await b.call(contract.listExpiring, {}, colleague)).reminders).toBe(false);
  b.clock.advance({ days: 30 });
  await remind(b.module);
  await b.drain();
  expect(notices.slice(4).map(({ to }) => to.personKey)).toEqual([director.personKey]);
  await b.call(contract.setReminders, { on: true }, colleague);
  expect((await b.call(contract.listExpiring, {}, colleague)).reminders).toBe(true);
});

test('what was copied without events is read from cases in pages, once', async () => {
  const { b, director, hold } = await world({ STOA_DEMO: '1' });
  for (let at = 1; at <= 5; at += 1) hold(`2031-11-0${at}`);
  expect(await b.call(contract.enterDemoPortfolio, {}, demo)).toEqual({ entered: 5 });
  expect(await b.call(contract.enterDemoPortfolio, {}, demo)).toEqual({ entered: 0 });
  expect((await b.call(contract.listExpiring, {}, director)).items).toHaveLength(5);
});

test('the demo enters a table that was worked through, with its wrong line, and nobody else does', async () => {
  const { b, director } = await world({ STOA_DEMO: '1' });
  const batch = {
    ...{ holderId: '0105234515', personId: director.id, serviceId: 'permit', fileName: 'may.csv' },
    at: '2031-05-15T09:00:00.000Z',
    lines: [
      { answers: { worker: 'Rahul', months: '12' } },
      { answers: { worker: 'Dewi', months: '12' }, fault: { field: 'months', value: 'a year' } },
    ],
  };
  expect(await b.call(contract.enterDemoPortfolio, { batch }, demo)).toEqual({ entered: 1 });
  expect(await b.call(contract.enterDemoPortfolio, { batch }, demo)).toEqual({ entered: 0 });
  expect((await b.call(contract.listBatches, {}, director)).items).toMatchObject([
    { fileName: 'may.csv', state: 'done', counts: { draft: 1, wrong: 1 } },
  ]);
  await expect(b.call(contract.enterDemoPortfolio, {}, director)).rejects.toMatchObject({ kind: 'forbidden' });
  const off = await world({ STOA_DEMO: '0' });
  await expect(off.b.call(contract.enterDemoPortfolio, {}, demo)).rejects.toMatchObject({ code: 'portfolio.demo-off' });
});

test('who is not signed in sees nothing', async () => {
  const { b } = await world();
  await expect(b.call(contract.listExpiring, {})).rejects.toMatchObject({ kind: 'unauthenticated' });
});
