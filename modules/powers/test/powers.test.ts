// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { acting, agency, aigerim, b, director, heldBy, inn, keyOf, messages, numbers, worker } from './world.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });
const toWorker = { kind: 'person' as const, number: numbers.worker, name: 'Rahul Sharma' };
const narrow = { services: ['work-permit'], acts: ['read' as const, 'apply' as const] };

const draft = (more: object = {}, who = director) =>
  b.call(contract.draftPower, { taker: toWorker, role: 'accountant', further: false, ...narrow, ...more }, who);
const given = async (more: object = {}, who = director, taker = worker) => {
  const { id } = await draft(more, who);
  await b.call(contract.offerPower, { id }, who);
  await b.call(contract.answerPower, { id, accepted: true }, taker);
  await b.drain();
  return id;
};
const withdraw = async (id: string, who = director) => {
  await b.call(contract.withdrawPower, { id }, who);
  await b.drain();
};

test('a power is nothing until it is signed, offered and accepted; withdrawn, it ends at once', async () => {
  const { id, state, may } = await draft();
  expect({ state, may }).toEqual({ state: 'draft', may: ['offer', 'withdraw'] });
  await expect(b.call(contract.getPower, { id }, worker)).rejects.toEqual(refusedWith('powers.power-unknown'));
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toEqual([]);

  const offered = await b.call(contract.offerPower, { id }, director);
  expect(offered).toMatchObject({ state: 'offered', signature: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  const entries = await b.sql<{ record: string }>(
    `select record from ledger_entry where record like '%power-offered%'`,
  );
  expect(entries.some(({ record }) => record.includes(offered.signature?.sha256 ?? '?'))).toBe(true);
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toEqual([]);
  expect(messages).toContainEqual(expect.objectContaining({ to: keyOf(numbers.worker) }));
  await expect(b.call(contract.offerPower, { id }, director)).rejects.toEqual(refusedWith('powers.offered-already'));

  expect(await b.call(contract.answerPower, { id, accepted: true }, worker)).toMatchObject({ state: 'accepted' });
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toMatchObject([
    { id, kind: 'organisation', onBehalfOf: inn, role: 'accountant', ...narrow },
  ]);
  const answer = b.call(contract.answerPower, { id, accepted: false }, worker);
  await expect(answer).rejects.toEqual(refusedWith('powers.answered-already'));

  await withdraw(id);
  expect(heldBy(keyOf(numbers.worker))).toEqual([]);
  await expect(b.call(contract.withdrawPower, { id }, director)).rejects.toEqual(refusedWith('powers.ended-already'));
  expect(await b.call(contract.getPower, { id }, worker)).toMatchObject({
    state: 'withdrawn',
    endedBy: 'giver',
    may: [],
  });
});

test('what is refused or laid down gives nothing, and the giver is told where it is a person', async () => {
  const { id } = await draft({}, aigerim);
  await b.call(contract.offerPower, { id }, aigerim);
  expect(await b.call(contract.answerPower, { id, accepted: false }, worker)).toMatchObject({ state: 'refused' });
  const second = await given({}, aigerim);
  expect(await b.call(contract.getPower, { id: second }, worker)).toMatchObject({ may: ['lay-down'] });
  await withdraw(second, worker);
  expect(heldBy(keyOf(numbers.worker))).toEqual([]);
  const keys = messages.filter(({ to }) => to === aigerim.personKey).map(({ key }) => key.split(':')[2]);
  expect(keys).toEqual(expect.arrayContaining(['refused', 'accepted', 'laid-down']));
  const answer = b.call(contract.answerPower, { id: second, accepted: true }, worker);
  await expect(answer).rejects.toEqual(refusedWith('powers.ended-already'));
});

test('who laid a power down is still known to have stood for its giver since any instant before', async () => {
  const stood = async (since: Date, who = worker, side = inn) =>
    (await b.call(contract.stoodFor, { side, since: since.toISOString() }, who)).stood;
  const before = b.clock.now();
  const { id: offered } = await draft();
  await b.call(contract.offerPower, { id: offered }, director);
  await withdraw(offered);
  expect(await stood(before)).toBe(false);
  b.clock.advance({ hours: 1 });
  const id = await given();
  b.clock.advance({ hours: 1 });
  expect([await stood(before), await stood(b.clock.now())]).toEqual([true, true]);
  expect([await stood(before, aigerim), await stood(before, worker, agency)]).toEqual([false, false]);
  await withdraw(id, worker);
  b.clock.advance({ hours: 1 });
  expect([await stood(before), await stood(b.clock.now())]).toEqual([true, false]);
});

test('wrong numbers, people, organisations, services and dates are refused with what to do', async () => {
  const wrong = [
    [{ taker: { ...toWorker, number: '14567890100' } }, 'powers.number-invalid'],
    [{ taker: { kind: 'organisation', id: 'NOBODY' } }, 'powers.organisation-unknown'],
    [{ taker: { kind: 'organisation', id: inn } }, 'powers.to-oneself'],
    [{ services: ['no-such-service'] }, 'powers.service-unknown'],
    [{ until: '2001-01-01T00:00:00.000Z' }, 'powers.period-backwards'],
    [{ from: '2090-01-02T00:00:00.000Z', until: '2090-01-01T00:00:00.000Z' }, 'powers.period-backwards'],
  ] as const;
  for (const [more, code] of wrong) await expect(draft(more)).rejects.toEqual(refusedWith(code));
  const own = { taker: { kind: 'person', number: numbers.aigerim, name: 'Aigerim' } };
  await expect(draft(own, aigerim)).rejects.toEqual(refusedWith('powers.to-oneself'));
  await expect(draft({ acts: ['rule'] })).rejects.toMatchObject({ kind: 'invalid' });
});

test('strangers learn nothing of a power, and who acts within limits gives none', async () => {
  const id = await given();
  const stranger = b.person({ snils: numbers.child });
  const elsewhere = acting(stranger, agency);
  for (const who of [stranger, elsewhere]) {
    await expect(b.call(contract.getPower, { id }, who)).rejects.toEqual(refusedWith('powers.power-unknown'));
    await expect(b.call(contract.withdrawPower, { id }, who)).rejects.toEqual(refusedWith('powers.power-unknown'));
    await expect(b.call(contract.offerPower, { id }, who)).rejects.toEqual(refusedWith('powers.power-unknown'));
  }
  const limited = acting(worker, inn, [narrow]);
  await expect(draft({}, limited)).rejects.toEqual(refusedWith('powers.not-in-charge'));
  await expect(b.call(contract.withdrawPower, { id }, limited)).rejects.toEqual(refusedWith('powers.not-in-charge'));
  expect(await b.call(contract.listPowers, { side: 'given' }, limited)).toEqual({ items: [] });
  await expect(b.call(contract.draftPower, {} as never)).rejects.toMatchObject({ kind: 'unauthenticated' });
  await withdraw(id);
});

test('a power is passed on only with leave, no wider and no longer, and ends with what it came from', async () => {
  const end = new Date(b.clock.now().getTime() + 90 * 86_400_000).toISOString();
  const plain = await given({ until: end });
  const on = (passedOnFrom: string, more: object = {}) =>
    draft(
      { passedOnFrom, taker: { kind: 'person', number: numbers.child, name: 'Daughter' }, until: end, ...more },
      worker,
    );
  await expect(on(plain)).rejects.toEqual(refusedWith('powers.not-passable'));
  await withdraw(plain);

  const id = await given({ further: true, until: end });
  await expect(on(id, { services: ['address-certificate'] })).rejects.toEqual(refusedWith('powers.too-wide'));
  await expect(on(id, { services: undefined })).rejects.toEqual(refusedWith('powers.too-wide'));
  await expect(on(id, { acts: ['pay'] })).rejects.toEqual(refusedWith('powers.too-wide'));
  await expect(on(id, { until: undefined })).rejects.toEqual(refusedWith('powers.too-wide'));
  const child = b.person({ name: 'Daughter', snils: numbers.child });
  const below = await on(id, { acts: ['read'] });
  expect(below).toMatchObject({ giver: { kind: 'organisation', id: inn }, passedOnFrom: id, state: 'draft' });
  await b.call(contract.offerPower, { id: below.id }, worker);
  await b.call(contract.answerPower, { id: below.id, accepted: true }, child);
  await b.drain();
  expect(heldBy(keyOf(numbers.child))).toMatchObject([{ onBehalfOf: inn, acts: ['read'] }]);
  await withdraw(id);
  expect(heldBy(keyOf(numbers.child))).toEqual([]);
  expect(await b.call(contract.getPower, { id: below.id }, child)).toMatchObject({ endedBy: 'source' });
});

test('an offer of what is no longer held is refused', async () => {
  const end = new Date(b.clock.now().getTime() + 90 * 86_400_000).toISOString();
  const id = await given({ further: true, until: end });
  const taker = { kind: 'person', number: numbers.child, name: 'Daughter' };
  const { id: below } = await draft({ passedOnFrom: id, taker, until: end }, worker);
  await withdraw(id);
  const offer = b.call(contract.offerPower, { id: below }, worker);
  await expect(offer).rejects.toEqual(refusedWith('powers.not-passable'));
});

test('of two answers at once, and of an answer and a withdrawal at once, one happens', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await draft();
    await b.call(contract.offerPower, { id }, director);
    const [answered, withdrawn] = await Promise.allSettled([
      b.call(contract.answerPower, { id, accepted: true }, worker),
      b.call(contract.withdrawPower, { id }, director),
      b.call(contract.answerPower, { id, accepted: true }, worker),
    ]);
    await b.drain();
    expect(withdrawn.status).toBe('fulfilled');
    expect(['fulfilled', 'rejected']).toContain(answered.status);
    expect(heldBy(keyOf(numbers.worker))).toEqual([]);
  }
});

test('lists show what was given and received, page by page, over ones only when asked', async () => {
  const ids = [await given(), await given(), await given()];
  await withdraw(ids[0] ?? '');
  const all = async (current: boolean) => {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await b.call(
        contract.listPowers,
        { side: 'given', current, limit: 2, ...(cursor ? { cursor } : {}) },
        director,
      );
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (!cursor) return found;
    }
  };
  const current = await all(true);
  expect(current).toEqual(expect.arrayContaining([ids[1], ids[2]]));
  expect(current).not.toContain(ids[0]);
  expect(await all(false)).toContain(ids[0]);
  const received = await b.call(contract.listPowers, { side: 'received', current: true }, worker);
  expect(received.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  await withdraw(ids[1] ?? '');
  await withdraw(ids[2] ?? '');
});

test('what was done on behalf of somebody is seen by both sides, and by nobody else', async () => {
  const limited = acting(worker, inn, [narrow]);
  await b.deliver((await import('@stoa/kernel/contract')).actedFor, {
    entryId: '01900000-0000-7000-8000-000000000001',
    at: b.clock.now().toISOString(),
    module: 'cases',
    action: 'cases.case-submitted',
    actorId: worker.id,
    actorName: 'Rahul Sharma',
    forKind: 'organisation',
    forId: inn,
    role: 'accountant',
    objectType: 'case',
    objectId: 'c1',
    purpose: 'Work permit',
  });
  const of = async (who: typeof worker) =>
    (await b.call(contract.listDone, { limit: 100 }, who)).items.filter(({ module }) => module === 'cases');
  expect(await of(director)).toMatchObject([{ actorName: 'Rahul Sharma', action: 'cases.case-submitted', own: false }]);
  expect(await of(limited)).toMatchObject([{ own: true }]);
  expect(await of(acting(b.person({ snils: numbers.child }), inn, [narrow]))).toEqual([]);
  expect(await of(acting(aigerim, agency))).toEqual([]);
});

test('names stand sealed in the database', async () => {
  const id = await given();
  const rows = await b.sql<Record<string, unknown>>('select * from power where id = $1', [id]);
  expect(JSON.stringify(rows)).not.toMatch(/Rahul|Sharma/);
  await withdraw(id);
});

test('whatever is given, passed on and withdrawn: nobody holds more than what they hold it from', async () => {
  const people = [numbers.worker, numbers.child, numbers.aigerim];
  const step = fc.record({
    op: fc.constantFrom('give', 'pass', 'withdraw'),
    at: fc.nat(20),
    to: fc.nat(2),
    services: fc.constantFrom<string[] | undefined>(['work-permit'], ['work-permit', 'address-certificate'], undefined),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const giver = acting(b.person({ snils: '16000000094' }), '0700000001');
      const made: { id: string; holder: string }[] = [];
      for (const { op, at, to, services } of steps) {
        const source = made[at % Math.max(1, made.length)];
        const number = people[to] ?? numbers.worker;
        const taker = { kind: 'person' as const, number, name: 'Somebody' };
        if (op === 'withdraw' && source) await b.call(contract.withdrawPower, { id: source.id }, giver).catch(() => {});
        if (op === 'withdraw' || (op === 'pass' && !source)) continue;
        const who = op === 'pass' && source ? b.person({ snils: source.holder }) : giver;
        const input = { taker, role: 'agent' as const, further: true, ...(services ? { services } : {}) };
        try {
          const { id } = await b.call(
            contract.draftPower,
            { ...input, ...(op === 'pass' && source ? { passedOnFrom: source.id } : {}) },
            who,
          );
          await b.call(contract.offerPower, { id }, who);
          await b.call(contract.answerPower, { id, accepted: true }, b.person({ snils: number }));
          made.push({ id, holder: number });
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^powers\./) });
        }
      }
      await b.drain();
      const rows = await b.sql<{ wider: number }>(
        `select count(*)::int as wider from power p join power s on s.id = p.parent_id
         where p.state = 'accepted' and (s.state <> 'accepted' or (s.services is not null and (p.services is null or not p.services <@ s.services)))`,
      );
      expect(rows).toEqual([{ wider: 0 }]);
      for (const number of people) {
        const mine = await b.sql<{ id: string }>(
          `select id from power where taker_id = $1 and state = 'accepted' order by id`,
          [keyOf(number)],
        );
        expect(heldBy(keyOf(number)).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
      }
    }),
    { numRuns: 8 },
  );
});
