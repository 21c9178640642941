// SPDX-License-Identifier: Apache-2.0
/** Places granted, taken and given back: by cases that run, end, are withdrawn; at once, in a line, and past their last day. */
import { randomUUID } from 'node:crypto';
import { caseClosed, caseWithdrawn, outputRevoked } from '@stoa/cases/contract';
import { expect, test } from 'vitest';
import { countPlaces, enterDemoPlaces, listPlaces } from '../src/contract.ts';
import { answerTo, ask, asked, b, freshHolder, grant, inDays, kind, labour, mailbox, passed, take } from './world.ts';

const facts = { number: 'WP-1', serviceId: 'work-permit', version: 'v' };
const closed = (caseId: string, outcome: string) =>
  b.deliver(caseClosed, { ...facts, caseId, outcome, closedAt: b.clock.now().toISOString() });
const company = (holder: string, limits?: { services: string[] }[]) =>
  b.person({
    actingFor: { kind: 'organisation', id: holder, name: 'Steppe Build LLP', ...(limits ? { limits } : {}) },
  });
const look = (holder: string) => asked({ do: 'look', kind, holder });

test('what is granted is taken one by one, and the one too many is told that none is left', async () => {
  const holder = freshHolder();
  expect(await asked(take('7112', { holder }))).toEqual({ done: false, places: 0, granted: 0, taken: 0, left: 0 });
  expect(await asked(grant('7112', 2, { holder }))).toMatchObject({ done: true, places: 2, left: 2 });
  expect(await asked(take('7112', { holder }))).toMatchObject({ done: true, places: 1, taken: 1, left: 1 });
  expect(await asked(take('7112', { holder }))).toMatchObject({ done: true, left: 0 });
  expect(await asked(take('7112', { holder }))).toMatchObject({ done: false, places: 0, granted: 2, taken: 2 });
  expect(await asked(take('2142', { holder }))).toMatchObject({ done: false });
});

test('a limit holds over all occupations of a company, and a grant is what it leaves', async () => {
  const holder = freshHolder();
  expect(await asked(grant('7112', 3, { holder, most: 5 }))).toMatchObject({ places: 3 });
  expect(await asked(grant('2142', 3, { holder, most: 5 }))).toMatchObject({ done: true, places: 2 });
  expect(await asked(grant('2142', 1, { holder, most: 5 }))).toMatchObject({ done: false, places: 0 });
  expect(await asked(grant('2142', 4, { holder }))).toMatchObject({ done: true, places: 4 });
  expect(await look(holder)).toEqual({ done: true, places: 0, granted: 9, taken: 0, left: 9 });
});

test('of many who take the last place at once exactly one has it', async () => {
  const holder = freshHolder();
  const keeper = 'GOV/1001/LABOUR';
  await asked(grant('7112', 1, { holder }));
  const { enter } = await import('../src/ledger.ts');
  const taken = await Promise.all(
    Array.from({ length: 8 }, () =>
      b.module.tx({ kind: 'service', id: 'places' }, (tx) =>
        enter(tx, keeper, take('7112', { holder }) as never, randomUUID()),
      ),
    ),
  );
  expect(taken.filter((answer) => answer?.done)).toHaveLength(1);
  expect(await look(holder)).toMatchObject({ granted: 1, taken: 1 });
});

test('a case that ends as its package says keeps its place; refused, lapsed and withdrawn ones give it back', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 4, { holder }));
  const [kept, refused, withdrawn] = [randomUUID(), randomUUID(), randomUUID()];
  for (const caseId of [kept, refused, withdrawn]) await asked(take('7112', { holder, caseId }));
  expect(await look(holder)).toMatchObject({ taken: 3 });
  await closed(kept, 'issued');
  await closed(refused, 'refused');
  await b.deliver(caseWithdrawn, { ...facts, caseId: withdrawn });
  expect(await look(holder)).toMatchObject({ taken: 1 });
  for (const again of [refused, kept]) await closed(again, 'refused');
  expect(await look(holder)).toMatchObject({ taken: 1 });
});

test('a permit that is revoked gives its place back, once', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 2, { holder }));
  const caseId = randomUUID();
  await asked(take('7112', { holder, caseId }));
  await closed(caseId, 'issued');
  const revoked = { ...facts, caseId, outputId: randomUUID(), revokedAt: b.clock.now().toISOString() };
  await b.deliver(outputRevoked, revoked);
  await b.deliver(outputRevoked, { ...revoked, outputId: randomUUID() });
  expect(await look(holder)).toMatchObject({ granted: 2, taken: 0 });
});

test('what a case asked on its last day takes nothing when it is read after its end', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 1, { holder }));
  const caseId = randomUUID();
  await b.deliver(caseWithdrawn, { ...facts, caseId });
  expect(await asked(take('7112', { holder, caseId }))).toMatchObject({ done: false, left: 1 });
});

test('the same key stays longer under the same code, moves under another one, and never has two places', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 1, { holder }));
  await asked(grant('2142', 1, { holder }));
  const permit = take('7112', { holder });
  await asked(permit);
  await closed(permit.caseId, 'issued');
  const renewal = { ...permit, caseId: randomUUID(), until: inDays(800) };
  expect(await asked(renewal)).toMatchObject({ done: true, taken: 1 });
  await closed(renewal.caseId, 'refused');
  expect(await look(holder)).toMatchObject({ taken: 1 });
  expect(await asked({ ...renewal, caseId: randomUUID(), code: '2142' })).toMatchObject({
    done: true,
    taken: 1,
    left: 0,
  });
  const { items } = await b.call(listPlaces, {}, company(holder));
  expect(items.map(({ code, taken }) => [code, taken])).toEqual([
    ['7112', 0],
    ['2142', 1],
  ]);
  expect(items[1]?.uses).toEqual([{ key: permit.key, state: 'kept', until: inDays(800) }]);
  expect(await asked(take('2142', { holder }))).toMatchObject({ done: false });
  expect(await asked({ ...renewal, caseId: randomUUID(), code: '9313' })).toMatchObject({ done: false });
});

test('a place is released by its key, once, and another company or department releases nothing', async () => {
  const [holder, other] = [freshHolder(), freshHolder()];
  await asked(grant('7112', 1, { holder }));
  const permit = take('7112', { holder });
  await asked(permit);
  const release = { do: 'release', key: permit.key, kind, holder };
  expect(await asked({ ...release, holder: other })).toMatchObject({ done: false });
  expect(await asked(release, 'XM/GOV/1006/TAXES')).toMatchObject({ done: false });
  expect(await asked({ ...permit, holder: other })).toMatchObject({ done: false });
  expect(await look(holder)).toMatchObject({ taken: 1 });
  expect(await asked(release)).toMatchObject({ done: true, taken: 0 });
  expect(await asked(release)).toMatchObject({ done: false });
  expect(await asked({ ...permit, caseId: randomUUID() })).toMatchObject({ done: true, taken: 1 });
});

test('who waits stands in a line, and is answered when a place is given back or the case is over', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 1, { holder }));
  const has = take('7112', { holder });
  await asked(has);
  const [first, second, third] = [1, 2, 3].map(() => take('7112', { holder, waits: true }));
  const messages: string[] = [];
  for (const one of [first, second, third]) messages.push(await ask(one));
  expect(messages.map(answerTo)).toEqual([undefined, undefined, undefined]);
  expect((await b.call(listPlaces, {}, company(holder))).items).toMatchObject([{ taken: 1, waiting: 3, left: 0 }]);
  await b.deliver(caseWithdrawn, { ...facts, caseId: second?.caseId ?? '' });
  await passed();
  expect(answerTo(messages[1] ?? '')?.content).toMatchObject({ done: false });
  await closed(has.caseId, 'refused');
  await passed();
  expect(answerTo(messages[0] ?? '')?.content).toMatchObject({ done: true, places: 1, left: 0 });
  expect(answerTo(messages[2] ?? '')).toBeUndefined();
  await asked(grant('7112', 1, { holder }));
  expect(answerTo(messages[2] ?? '')?.content).toMatchObject({ done: true, taken: 2 });
});

test('a last day gives places back, and a grant that is over lapses as its places come back', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 3, { holder, until: inDays(10) }));
  const [short, long] = [take('7112', { holder, until: inDays(5) }), take('7112', { holder, until: inDays(20) })];
  for (const one of [short, long]) {
    await asked(one);
    await closed(one.caseId, 'issued');
  }
  b.clock.advance({ days: 6 });
  await passed(601);
  expect(await look(holder)).toMatchObject({ granted: 3, taken: 1 });
  b.clock.advance({ days: 6 });
  await passed(601);
  expect(await look(holder)).toMatchObject({ granted: 1, taken: 1, left: 0 });
  b.clock.advance({ days: 10 });
  await passed(601);
  expect(await look(holder)).toMatchObject({ granted: 0, taken: 0 });
});

test('a request that comes again changes nothing and is answered once, whatever fails on the way', async () => {
  const holder = freshHolder();
  await asked(grant('7112', 5, { holder }));
  mailbox.unacknowledged = 1;
  mailbox.failing = 1;
  const messageId = await ask(take('7112', { holder }));
  await passed(60);
  await passed(600);
  expect(answerTo(messageId)?.content).toMatchObject({ done: true, taken: 1 });
  await ask(take('7112', { holder }), labour, messageId);
  expect(await look(holder)).toMatchObject({ taken: 1 });
  expect([...mailbox.responses.values()].filter(({ to }) => to === `reply#${messageId}`)).toHaveLength(1);
});

test('what does not fit is answered with what is wrong, and the requests behind it are taken', async () => {
  for (const [wrong, words] of [
    ['nonsense', /"do" is grant/],
    [{ do: 'constructor' }, /"do" is grant/],
    [{ ...grant('7112', 1), places: 0 }, /places/],
    [{ ...take('7112'), holder: 'Steppe Build' }, /holder/],
    [{ ...take('7112'), keptBy: 'issued' }, /keptBy/],
  ] as const)
    expect(answerTo(await ask(wrong))?.rejection?.description).toMatch(words);
});

test('a company reads its own places, in pages; others, people and narrow powers read none of them', async () => {
  const holder = freshHolder();
  for (const code of ['7112', '2142']) await asked(grant(code, 1, { holder }));
  const page = await b.call(listPlaces, { limit: 1 }, company(holder));
  expect(page.items.map(({ code, left }) => [code, left])).toEqual([['7112', 1]]);
  const next = await b.call(listPlaces, { limit: 1, cursor: page.nextCursor ?? '' }, company(holder));
  expect(next.items.map(({ code }) => code)).toEqual(['2142']);
  for (const who of [b.person(), company(freshHolder()), company(holder, [{ services: ['work-permit'] }])])
    expect((await b.call(listPlaces, {}, who)).items).toEqual([]);
  expect((await b.call(listPlaces, {}, company(holder, [{ services: ['worker-quota'] }]))).items).toHaveLength(2);
  await expect(b.call(listPlaces, {})).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
});

test('the demo enters its places once, and nobody else enters any', async () => {
  const holder = freshHolder();
  const items = [grant('7112', 3, { holder }), take('7112', { holder })] as never[];
  const input = { keeper: labour, at: b.clock.now().toISOString(), items };
  const demo = { kind: 'service', id: 'demo' } as const;
  for (let again = 0; again < 2; again += 1) expect(await b.call(enterDemoPlaces, input, demo)).toEqual({ entered: 2 });
  expect(await look(holder)).toMatchObject({ granted: 3, taken: 1 });
  await expect(b.call(enterDemoPlaces, input, company(holder))).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('what moved is counted by month and code over all holders, for who counts the labour market alone', async () => {
  const counter = { kind: 'service', id: 'labour' } as const;
  const month = inDays(0).slice(0, 7);
  const of = async () =>
    (await b.call(countPlaces, { kind }, counter)).items.find((one) => one.month === month && one.code === '9629');
  expect(await of()).toBeUndefined();
  for (const holder of [freshHolder(), freshHolder()]) await asked(grant('9629', 3, { holder }));
  const holder = freshHolder();
  await asked(grant('9629', 2, { holder }));
  const kept = take('9629', { holder });
  await asked(kept);
  await asked(take('9629', { holder }));
  await asked({ do: 'release', key: kept.key, kind, holder });
  expect(await of()).toEqual({ month, code: '9629', granted: 8, taken: 1 });
  await expect(b.call(countPlaces, { kind }, company(holder))).rejects.toMatchObject({ kind: 'forbidden' });
});
