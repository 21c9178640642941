// SPDX-License-Identifier: Apache-2.0
import analytics from '@stoa/analytics';
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import { countAnswers, type ResponseFacts, responseRecorded, responseWithdrawn } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import followups from '../src/index.ts';

const b = await bench(identity, organisations, analytics, followups);
b.stub(countAnswers, async () => ({ items: [] }));
// A Wednesday.
b.clock.set(new Date('2031-10-15T09:00:00Z'));
const holder = (duty: string, organisationId: string) => ({
  ...b.person({ duties: [duty] }),
  duties: [{ code: duty, organisationId }],
});
const clinic = holder('quality.organisation', 'XM-01-CLINIC-1');
const neighbour = holder('quality.organisation', 'XM-01-CLINIC-2');
const curator = holder('quality.regional-curator', 'XM-01-FRONT-OFFICE-1');
const elsewhere = holder('quality.regional-curator', 'XM-02-FRONT-OFFICE-1');
const federal = holder('quality.federal-curator', 'XM-QUALITY-AGENCY');

const response = (overall: number, organisationId = 'XM-01-CLINIC-1', day = '2031-10-15'): ResponseFacts => ({
  ...{ id: newId(), templateVersionId: newId(), organisationId, regionCode: organisationId.slice(0, 5) },
  ...{ sector: 'health-care', day, answers: { overall } },
});
const list = async (who: typeof clinic, more: object = {}) => (await b.call(contract.listFollowups, more, who)).items;
const text = 'We have put a second doctor on that day.';

test('a low mark opens a follow-up on the Monday after; who was there, and when, is not told', async () => {
  for (const mark of [1, 2, 3, 5]) await b.deliver(responseRecorded, response(mark));
  const again = response(2);
  await b.deliver(responseRecorded, again);
  await b.deliver(responseRecorded, again, newId());
  expect(await list(clinic)).toEqual([]);
  b.clock.set(new Date('2031-10-20T09:00:00Z'));
  const items = await list(clinic);
  expect(items).toHaveLength(3);
  expect(items[0]).toEqual({
    ...{ id: expect.any(String), organisationId: 'XM-01-CLINIC-1', organisation: expect.any(Object) },
    ...{ regionCode: 'XM-01', sphere: 'health-care', month: '2031-10', dueOn: '2031-11-04', state: 'open' },
  });
  expect(new Set(items.map(({ dueOn }) => dueOn)).size).toBe(1);
});

test('an organisation sees its own, a curator the region, and nobody else any', async () => {
  expect(await list(neighbour)).toEqual([]);
  expect(await list(curator)).toHaveLength(3);
  expect(await list(elsewhere)).toEqual([]);
  expect(await list(federal, { organisationId: 'XM-01-CLINIC-1' })).toHaveLength(3);
  const [one] = await list(clinic);
  const { id = '' } = one ?? {};
  await expect(b.call(contract.getFollowup, { id }, neighbour)).rejects.toMatchObject({
    code: 'followups.followup-unknown',
  });
  expect((await b.call(contract.getFollowup, { id }, clinic)).mayReply).toBe(true);
  expect((await b.call(contract.getFollowup, { id }, curator)).mayReply).toBe(false);
  for (const [operation, input] of [
    [contract.listFollowups, {}],
    [contract.sumFollowups, {}],
    [contract.replyFollowup, { id, text }],
    [contract.enterDemoFollowups, { items: [] }],
  ] as const)
    await expect(b.call(operation as typeof contract.listFollowups, input as never, b.person())).rejects.toMatchObject({
      code: 'kernel.not-permitted',
    });
});

test('the organisation replies once, for everybody to read, and the reply goes to who knows whose answer it is', async () => {
  const [one] = await list(clinic);
  const { id = '' } = one ?? {};
  const both = holder('quality.organisation', 'XM-02-CLINIC-1');
  const watching = {
    ...both,
    duties: [...both.duties, { code: 'quality.federal-curator', organisationId: 'XM-QUALITY-AGENCY' }],
  };
  await expect(b.call(contract.replyFollowup, { id, text }, watching)).rejects.toMatchObject({
    code: 'followups.not-yours',
  });
  expect(await b.call(contract.replyFollowup, { id, text }, clinic)).toMatchObject({
    state: 'answered',
    repliedOn: '2031-10-20',
  });
  await expect(b.call(contract.replyFollowup, { id, text }, clinic)).rejects.toMatchObject({
    code: 'followups.replied-already',
  });
  await b.drain();
  expect(b.events(contract.followupReplied.type)).toMatchObject([{ data: { organisationId: 'XM-01-CLINIC-1', text } }]);
  expect((await b.call(contract.countFollowups, { code: 'XM-01-CLINIC-1' })).replies).toEqual([
    { month: '2031-10', text },
  ]);
});

test('what passes its term goes to the curator of the region, once', async () => {
  const told: { key: string; posts: string[]; body: { en: string } }[] = [];
  const [post, other] = [newId(), newId()];
  const held = (postId: string, organisationId: string) => ({
    ...{ personId: newId(), name: 'Somebody', code: 'quality.regional-curator', organisationId, postId },
    ...{ post: { en: 'Curator' }, as: 'holder' as const, from: '2020-01-01T00:00:00.000Z' },
  });
  b.stub(listHolders, async () => ({
    items: [held(post, 'XM-01-FRONT-OFFICE-1'), held(other, 'XM-02-FRONT-OFFICE-1')] as never,
  }));
  b.stub(tellPosts, async (input) => {
    told.push(input as never);
    return { people: 1 };
  });
  b.clock.set(new Date('2031-11-05T09:00:00Z'));
  await b.drain();
  b.clock.advance({ seconds: 3601 });
  await b.drain();
  expect(told.map(({ posts, body }) => [posts, /: (\d+)\.$/.exec(body.en)?.[1]])).toEqual([[[post], '2']]);
  expect((await list(clinic, { state: 'overdue' })).length).toBe(2);
  const [late] = await list(clinic, { state: 'overdue' });
  expect(await b.call(contract.replyFollowup, { id: late?.id ?? '', text }, clinic)).toMatchObject({
    state: 'answered-late',
  });
  expect(await b.call(contract.sumFollowups, {}, clinic)).toEqual({ opened: 3, inTime: 1, late: 1, overdue: 1 });
});

test('a withdrawn answer takes its follow-up with it', async () => {
  const low = response(1, 'XM-01-CLINIC-2', '2031-10-16');
  await b.deliver(responseRecorded, low);
  expect(await list(neighbour)).toHaveLength(1);
  await b.deliver(responseWithdrawn, low);
  expect(await list(neighbour)).toEqual([]);
});

test('the public counts are of months that are over, in tens, from ten on', async () => {
  expect((await b.call(contract.countFollowups, { code: 'XM' })).counts).toBeUndefined();
  for (let at = 0; at < 21; at++) await b.deliver(responseRecorded, response(1, 'XM-02-CLINIC-1', '2031-10-01'));
  expect((await b.call(contract.countFollowups, { code: 'XM-02' })).counts).toEqual({
    opened: 20,
    inTime: 0,
    late: 0,
    overdue: 20,
  });
  expect((await b.call(contract.countFollowups, { code: 'XM-02-CLINIC-1' })).counts?.opened).toBe(20);
  for (let at = 0; at < 21; at++) await b.deliver(responseRecorded, response(1, 'XM-03-CLINIC-1', '2031-11-04'));
  expect((await b.call(contract.countFollowups, { code: 'XM-03' })).counts).toBeUndefined();
});

test('a list goes on where it ended and refuses a cursor that is none', async () => {
  const first = await b.call(contract.listFollowups, { limit: 15 }, federal);
  const rest = await b.call(contract.listFollowups, { limit: 15, cursor: first.nextCursor ?? '' }, federal);
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(
    first.items.length + rest.items.length,
  );
  await expect(b.call(contract.listFollowups, { cursor: 'x' }, federal)).rejects.toMatchObject({ kind: 'invalid' });
});

test('follow-ups of the demo are entered once, and only where the demo is on', async () => {
  const items = [
    {
      key: 'one',
      organisationId: 'XM-01-SCHOOL-1',
      regionCode: 'XM-01',
      sphere: 'education',
      answeredOn: '2031-08-01',
    },
    {
      ...{
        key: 'two',
        organisationId: 'XM-01-SCHOOL-1',
        regionCode: 'XM-01',
        sphere: 'education',
        answeredOn: '2031-08-02',
      },
      ...{ reply: text, repliedOn: '2031-08-11' },
    },
  ];
  const demo = { kind: 'service', id: 'demo' } as const;
  if (b.module.config.demo) {
    expect(await b.call(contract.enterDemoFollowups, { items }, demo)).toEqual({ entered: 2 });
    expect(await b.call(contract.enterDemoFollowups, { items }, demo)).toEqual({ entered: 0 });
  } else
    await expect(b.call(contract.enterDemoFollowups, { items }, demo)).rejects.toMatchObject({
      code: 'followups.demo-off',
    });
});
