// SPDX-License-Identifier: Apache-2.0
import { findDutyHolders } from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import { countCampaign, listAudience, notifyMany } from '@stoa/notifications/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import campaigns from '../src/index.ts';

const b = await bench(campaigns);
const duties = ['notifications.operator'];
const [author, second] = [b.person({ name: 'Author', duties }), b.person({ name: 'Second', duties })];
const told = new Map<string, number>();
let fails = 0;
b.stub(countCampaign, async () => ({ states: [], inbox: told.size }));
b.stub(findDutyHolders, async () => ({ items: [{ personId: author.id, personKey: 'holder' }] }));
b.stub(listAudience, async ({ after, limit }) => ({
  items: Array.from({ length: 12_000 }, (_, n) => String(n).padStart(6, '0'))
    .filter((key) => key > (after ?? ''))
    .slice(0, limit),
}));
b.stub(notifyMany, async ({ to }) => {
  if (fails-- > 0) throw new Error('away');
  const fresh = to.filter(({ key }) => !told.has(key));
  for (const { key } of to) told.set(key, 1);
  return { accepted: fresh.length, known: to.length - fresh.length };
});
const prepare = (more: object) =>
  b.call(
    contract.prepareCampaign,
    { title: 'Elections', template: 'news.month', audience: 'list', perMinute: 60, ...more },
    author,
  );
const state = async (id: string) => b.call(contract.getCampaign, { id }, author);
const seconds = async (count: number) => {
  for (let n = 0; n < count; n++) {
    b.clock.advance({ seconds: 1 });
    await b.drain();
  }
};

test('a list names people by number or address, each once; wrong lines are told by their number', async () => {
  const list = ['112-233-445 95', 'ann@example.org', 'ANN@example.org', 'nobody', '11223344596', 'a@b@c', ''].join(
    '\n',
  );
  const { id } = await prepare({ list });
  expect(await state(id)).toMatchObject({
    ...{ state: 'draft', total: 2, refused: 3 },
    refusedLines: [
      { line: 4, reason: 'number' },
      { line: 5, reason: 'number' },
      { line: 6, reason: 'address' },
    ],
  });
  expect(await b.dump('campaigns.recipient')).not.toContain('ann@example.org');
  await expect(prepare({ list: ' \n' })).rejects.toMatchObject({ code: 'campaigns.list-empty' });
  await expect(prepare({ audience: 'duty' })).rejects.toMatchObject({ code: 'campaigns.duty-missing' });
  await expect(prepare({ list: '\n'.repeat(1_000_001) + 'x' })).rejects.toMatchObject({ code: 'campaigns.too-many' });
});

const badLines = Number(process.env.STOA_TEST_BAD_LINES || 20_000);
test('bad addresses are refused by line, however many', async () => {
  const { id } = await prepare({ list: Array.from({ length: badLines }, (_, n) => `bad ${n}`).join('\n') });
  const found = await state(id);
  expect(found).toMatchObject({ total: 0, refused: badLines });
  expect(found.refusedLines).toHaveLength(100);
});

test('it goes at its pace, stops when paused, goes on, and tells nobody twice', async () => {
  told.clear();
  const { id } = await prepare({ list: Array.from({ length: 10 }, (_, n) => `p${n}@example.org`).join('\n') });
  await b.call(contract.startCampaign, { id }, author);
  await seconds(3);
  expect(told.size).toBe(3);
  await b.call(contract.pauseCampaign, { id }, author);
  await seconds(5);
  expect(told.size).toBe(3);
  await expect(b.call(contract.pauseCampaign, { id }, author)).rejects.toMatchObject({
    code: 'campaigns.state-differs',
  });
  await b.call(contract.startCampaign, { id }, author);
  fails = 2;
  await seconds(20);
  expect(told.size).toBe(10);
  expect(await state(id)).toMatchObject({ state: 'done', queued: 10 });
});

test('everybody is gathered first; what reaches many is started by a second person', async () => {
  const { id } = await prepare({ audience: 'everybody', perMinute: 600_000 });
  await seconds(2);
  expect(await state(id)).toMatchObject({ state: 'draft', total: 12_000, needsSecond: true, own: true });
  await expect(b.call(contract.startCampaign, { id }, author)).rejects.toMatchObject({
    code: 'campaigns.second-person-needed',
  });
  await b.call(contract.startCampaign, { id }, second);
  await b.call(contract.cancelCampaign, { id }, author);
  expect(await state(id)).toMatchObject({ state: 'cancelled', approverName: 'Second' });
  await expect(b.call(contract.startCampaign, { id }, second)).rejects.toMatchObject({
    code: 'campaigns.state-differs',
  });
});

test('holders of a duty are an audience; the list of campaigns has pages', async () => {
  const { id } = await prepare({ audience: 'duty', duty: 'labour.permit-officer' });
  expect(await state(id)).toMatchObject({ total: 1 });
  const page = await b.call(contract.listCampaigns, { limit: 1 }, author);
  expect(page.items).toMatchObject([{ id }]);
  expect(page.nextCursor).toBe(id);
});

test('nobody else runs campaigns', async () => {
  await expect(b.call(contract.listCampaigns, {}, b.person())).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  const id = '00000000-0000-7000-8000-000000000000';
  await expect(b.call(contract.getCampaign, { id }, author)).rejects.toMatchObject({
    code: 'campaigns.campaign-unknown',
  });
});

test('the demo enters a paused campaign once', async () => {
  const input = {
    title: 'Demo',
    template: 'news.month',
    at: '2026-01-01T00:00:00Z',
    total: 20,
    queued: 8,
    state: 'paused' as const,
  };
  const demo = { kind: 'service', id: 'demo' } as const;
  const { id } = await b.call(contract.enterDemoCampaign, input, demo);
  expect(await b.call(contract.enterDemoCampaign, input, demo)).toEqual({ id });
  expect(await state(id)).toMatchObject({ state: 'paused', total: 20, queued: 8 });
});
