// SPDX-License-Identifier: Apache-2.0
/** What somebody agreed to holds until it is over or taken back: the last act decides. */
import fc from 'fast-check';
import { personJoined } from '@stoa/identity/contract';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import consent from '../src/index.ts';
import { code, content, world } from './world.ts';

const { b, aigerim, other, steward, publisher, cases } = await world();
type Who = typeof aigerim;
const shown = async (of = code) => {
  const { version, digest } = await b.call(contract.getPurpose, { code: of });
  return { code: of, version, digest, language: 'en' as const };
};
const give = async (who: Who = aigerim, of = code) => b.call(contract.give, await shown(of), who);
const withdraw = (who: Who = aigerim, of = code) => b.call(contract.withdraw, { code: of, language: 'kk' }, who);
const check = async (who: Who = aigerim, of = code) =>
  (await b.call(contract.check, { code: of, people: [who.personKey ?? ''] }, cases)).items[0];
const publish = async (more: Parameters<typeof content>[0], of: string) => {
  const { digest } = await b.call(contract.draftPurpose, { code: of, content: content(more) }, steward);
  await b.call(contract.publishPurpose, { code: of, digest }, publisher);
};

test('nobody has agreed before they did; what is taken back holds no more, and each act stands in the ledger', async () => {
  expect(await check()).toMatchObject({ state: 'none', given: false });
  const act = await give();
  expect(act).toMatchObject({ act: 'given', version: 1, language: 'en', place: 'cabinet', byOther: false });
  expect(await check()).toMatchObject({ given: true, actId: act.id });
  expect(await check(other)).toMatchObject({ given: false });
  expect((await give()).id).toBe(act.id);
  const taken = await withdraw();
  expect(taken).toMatchObject({ act: 'withdrawn', language: 'kk', digest: act.digest });
  expect(await check()).toMatchObject({ state: 'withdrawn', given: false, actId: taken.id });
  const { items } = await b.call(contract.listActs, {}, aigerim);
  expect(items.map((one) => one.act)).toEqual(['withdrawn', 'given']);
  const audit = await b.sql<{ action: string }>(
    'select action from consent.audit where subject = $1 order by at, entry_id',
    [aigerim.personKey],
  );
  expect(audit.map(({ action }) => action)).toEqual(['consent.given', 'consent.given', 'consent.withdrawn']);
});

test('an act cannot be changed or deleted, not even past the module', async () => {
  await expect(b.sql(`update consent.act set act = 'given'`)).rejects.toThrow(/stands/);
  await expect(b.sql('delete from consent.act')).rejects.toThrow(/stands/);
});

test('there is nothing to take back where nothing holds', async () => {
  await expect(withdraw()).rejects.toMatchObject({ code: 'consent.nothing-given' });
  await expect(withdraw(other)).rejects.toMatchObject({ code: 'consent.nothing-given' });
});

test('whoever read another text than the one of now is asked to read again', async () => {
  const read = await shown();
  await expect(b.call(contract.give, { ...read, version: 2 }, aigerim)).rejects.toMatchObject({
    code: 'consent.text-changed',
  });
  await expect(b.call(contract.give, { ...read, digest: 'f'.repeat(64) }, aigerim)).rejects.toMatchObject({
    code: 'consent.text-changed',
  });
  await expect(b.call(contract.give, { ...read, code: 'nothing-here' }, aigerim)).rejects.toMatchObject({
    code: 'consent.purpose-unknown',
  });
});

test('a later version asks anew only where it says so, and a term ends by itself', async () => {
  await publish({}, 'for-schools');
  await give(aigerim, 'for-schools');
  await publish({ validDays: 10 }, 'for-schools');
  expect(await check(aigerim, 'for-schools')).toMatchObject({ given: true });
  await publish({ validDays: 10, asksAnew: true }, 'for-schools');
  expect(await check(aigerim, 'for-schools')).toMatchObject({ state: 'asked-anew', given: false });
  await give(aigerim, 'for-schools');
  expect(await check(aigerim, 'for-schools')).toMatchObject({ given: true });
  const mine = await b.call(contract.listMine, {}, aigerim);
  expect(mine.items.find((one) => one.code === 'for-schools')).toMatchObject({
    state: 'given',
    until: expect.any(String),
  });
  b.clock.advance({ days: 10 });
  expect(await check(aigerim, 'for-schools')).toMatchObject({ state: 'expired', given: false });
});

test('who acts for a person by a power without limits agrees for them, and an organisation has no consents', async () => {
  const ward = b.person({ name: 'A Child', snils: '16778802009' });
  const parent = b.person({
    ...{ name: 'A Parent', snils: '10120230348' },
    actingFor: { kind: 'person', id: ward.personKey ?? '', name: 'A Child' },
  });
  expect(await give(parent)).toMatchObject({ byOther: true });
  expect(await check(ward)).toMatchObject({ given: true });
  expect(await check(other)).toMatchObject({ given: false });
  const director = b.person({
    snils: '11223344595',
    actingFor: { kind: 'organisation', id: '0105234515', name: 'Steppe Build' },
  });
  await expect(give(director)).rejects.toMatchObject({ code: 'consent.for-people-only' });
  await expect(b.call(contract.listMine, {}, director)).rejects.toMatchObject({ code: 'consent.for-people-only' });
  const narrow = b.person({
    snils: '10120230348',
    actingFor: { kind: 'person', id: ward.personKey ?? '', name: 'A Child', limits: [{ services: ['work-permit'] }] },
  });
  await expect(give(narrow)).rejects.toMatchObject({ kind: 'forbidden' });
  // All services, and paying or applying alone: consents are no service.
  for (const acts of [['pay'], ['apply']] as const) {
    const byActs = b.person({
      name: 'A Payer',
      actingFor: { kind: 'person', id: ward.personKey ?? '', name: 'A Child', limits: [{ acts: [...acts] }] },
    });
    await expect(give(byActs)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(b.call(contract.listMine, {}, byActs)).rejects.toMatchObject({ kind: 'forbidden' });
  }
});

test('without a number there is nobody to agree, and nobody but a module asks who agrees', async () => {
  await expect(b.call(contract.listMine, {}, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.give, await shown())).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expect(b.call(contract.check, { code, people: ['x'] }, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('acts follow a pseudonym that became another', async () => {
  const before = b.person({ snils: '10120230348' });
  await give(before);
  await b.deliver(personJoined, { from: before.personKey ?? '', to: 'joined-key' } as never);
  expect((await b.call(contract.check, { code, people: ['joined-key'] }, cases)).items[0]).toMatchObject({
    given: true,
  });
  expect(await check(before)).toMatchObject({ state: 'none' });
});

test('consents of the demo are entered once, and only where the demo is on; an act of somebody themselves stays the last', async () => {
  const demo = { kind: 'service', id: 'demo' } as const;
  const before = new Date(b.clock.now().getTime() - 30 * 86_400_000).toISOString();
  const enter = {
    acts: [
      { key: 'one', person: '16778802009', code: 'diploma-for-employers', act: 'given' as const, at: before },
      { key: 'two', person: '11223344595', code, act: 'given' as const, at: before },
    ],
    corrections: [
      {
        ...{ key: 'one', person: '16778802009', personName: 'A Child', register: 'population', field: 'address' },
        ...{ stands: 'flat 1', wanted: 'flat 2', reason: 'See the lease.', askedAt: before },
        decided: { accept: true, answer: 'It is corrected.', byName: 'Zhanar', at: before },
      },
    ],
  };
  await expect(b.call(contract.enterDemoConsents, enter, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await b.call(contract.enterDemoConsents, enter, demo)).toEqual({ entered: 2 });
  expect(await b.call(contract.enterDemoConsents, enter, demo)).toEqual({ entered: 0 });
  expect(await check(b.person({ snils: '16778802009' }), 'diploma-for-employers')).toMatchObject({ given: true });
  const off = await benchWith({ STOA_DEMO: '0' }, consent);
  await expect(off.call(contract.enterDemoConsents, enter, demo)).rejects.toMatchObject({ code: 'consent.demo-off' });
});

test('a list of acts goes on where it ended', async () => {
  for (let at = 0; at < 5; at++) {
    b.clock.advance({ minutes: 1 });
    await (at % 2 === 0 ? give : withdraw)();
  }
  const first = await b.call(contract.listActs, { limit: 3, code }, aigerim);
  const rest = await b.call(contract.listActs, { limit: 50, code, cursor: first.nextCursor ?? '' }, aigerim);
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(
    first.items.length + rest.items.length,
  );
  expect(first.items[0]?.act).toBe('given');
});

type Step = 'give' | 'withdraw' | 'wait' | 'publish' | 'publish-anew';
test('what check says equals the last act, its term and what was published since, in any order of steps', async () => {
  let run = 0;
  const steps = fc.array(fc.constantFrom<Step>('give', 'withdraw', 'wait', 'publish', 'publish-anew'), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const of = `drawn-${run++}`;
      await publish({ validDays: 2 }, of);
      let version = 1;
      let anewAt = 0;
      let last: { given: boolean; version: number; until: number } | undefined;
      for (const step of taken) {
        if (step === 'give') {
          const holds = last?.given && last.version === version && last.until > b.clock.now().getTime();
          await give(aigerim, of);
          if (!holds) last = { given: true, version, until: b.clock.now().getTime() + 2 * 86_400_000 };
        } else if (step === 'withdraw') {
          const done = await withdraw(aigerim, of).then(
            () => true,
            () => false,
          );
          expect(done).toBe(last?.given ?? false);
          if (done && last) last = { ...last, given: false };
        } else if (step === 'wait') b.clock.advance({ days: 1 });
        else {
          await publish({ validDays: 2, asksAnew: step === 'publish-anew' }, of);
          version++;
          if (step === 'publish-anew') anewAt = version;
        }
        const expected = !!last?.given && last.until > b.clock.now().getTime() && last.version >= anewAt;
        expect((await check(aigerim, of))?.given).toBe(expected);
      }
    }),
    { numRuns: 15 },
  );
});
