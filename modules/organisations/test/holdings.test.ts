// SPDX-License-Identifier: Apache-2.0
/** Who holds which duty at each instant, against a recomputation that knows no SQL. */
import { namedPeople } from '@stoa/country-xm';
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const office = 'XM-01-LABOUR';
const start = Date.parse('2026-01-01T00:00:00.000Z');
const at = (step: number) => new Date(start + step * 86_400_000).toISOString();
const steps = 12;

/** False where the rules of the structure refuse it: then nothing may have changed. */
async function made(asked: contract.Asked): Promise<boolean> {
  try {
    const { id } = await b.call(contract.requestChange, { asked, reason: 'Order No. 12' }, asks);
    await b.call(contract.decideChange, { id, approved: true }, decides);
    return true;
  } catch (error) {
    expect(String((error as { code?: string }).code)).toMatch(/^organisations\./);
    return false;
  }
}
async function person(): Promise<string> {
  const [row] = await b.sql<{ id: string }>(
    `insert into identity.person (id, person_key, name, assurance) values (gen_random_uuid(), gen_random_uuid(), 'Somebody', 2) returning id`,
  );
  return row?.id ?? '';
}
const crowd = [await person(), await person(), await person()];

interface Held {
  readonly id: string;
  readonly post: number;
  readonly who: number;
  readonly forId?: string;
  readonly from: number;
  until: number;
}
const duties = ['labour.permit-officer', 'labour.visa-officer'];
const span = { from: fc.nat({ max: steps }), lasts: fc.option(fc.integer({ min: 1, max: steps }), { nil: undefined }) };
const post = fc.nat({ max: 1 });
const who = fc.nat({ max: 2 });
const Act = fc.oneof(
  fc.record({ kind: fc.constantFrom('holder' as const, 'acting' as const), post, who, ...span }),
  fc.record({ kind: fc.constant('substitute' as const), which: fc.nat({ max: 5 }), who, ...span }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat({ max: 5 }), from: fc.nat({ max: steps }) }),
);

test('whatever is appointed, acted, substituted and ended, each instant has exactly the duties that were given for it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Act, { minLength: 1, maxLength: 8 }), async (acts) => {
      await b.sql('truncate organisations.holding, organisations.post_duty, organisations.post cascade');
      const posts: string[] = [];
      for (const code of duties) {
        await made({ kind: 'post', organisationId: office, title: { en: code }, duties: [code], from: '2025-01-01' });
        const { posts: all } = await b.call(contract.getStructure, { id: office, at: at(0) }, decides);
        posts.push(all.find(({ title }) => title.en === code)?.id ?? '');
      }
      const held: Held[] = [];
      for (const act of acts) {
        if (act.kind === 'end') {
          const one = held[act.which % Math.max(1, held.length)];
          if (!one) continue;
          if (await made({ kind: 'end', what: 'holding', id: one.id, at: at(act.from) })) {
            expect(act.from > one.from && act.from < one.until).toBe(true);
            one.until = act.from;
          }
          continue;
        }
        const until = act.lasts === undefined ? Number.POSITIVE_INFINITY : act.from + act.lasts;
        const whom = act.kind === 'substitute' ? held[act.which % Math.max(1, held.length)] : undefined;
        if (act.kind === 'substitute' && !whom) continue;
        const place = act.kind === 'substitute' ? (whom?.post ?? 0) : act.post;
        const known = new Set(
          (await b.sql<{ id: string }>('select id from organisations.holding')).map(({ id }) => id),
        );
        const done = await made({
          ...{
            kind: 'holding',
            postId: posts[place] ?? '',
            personId: crowd[act.who] ?? '',
            as: act.kind,
            from: at(act.from),
          },
          ...(whom ? { forId: whom.id } : {}),
          ...(until === Number.POSITIVE_INFINITY ? {} : { until: at(until) }),
        });
        if (!done) continue;
        const rows = await b.sql<{ id: string }>('select id from organisations.holding');
        const id = rows.find((row) => !known.has(row.id))?.id ?? '';
        held.push({ id, post: place, who: act.who, from: act.from, until, ...(whom ? { forId: whom.id } : {}) });
      }
      for (let step = 0; step <= 2 * steps; step += 1) {
        const holds = (one: Held): boolean => one.from <= step && step < one.until;
        // A substitute stands for a holding: until that ends, and not before or after it is theirs to stand in.
        const counts = (one: Held): boolean => {
          const whom = held.find(({ id }) => id === one.forId);
          return holds(one) && (whom === undefined || step < whom.until);
        };
        for (const [n, personId] of crowd.entries()) {
          const expected = [
            ...new Set(held.filter((one) => one.who === n && counts(one)).map((one) => duties[one.post])),
          ];
          const { items } = await b.call(contract.listDuties, { personId, at: at(step) }, decides);
          expect([...new Set(items.map(({ code }) => code))].sort()).toEqual(expected.sort());
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('a post that ends in the middle of a session ends what it gave, without an event', async () => {
  const personId = crowd[0] ?? '';
  await b.sql('truncate organisations.holding, organisations.post_duty, organisations.post cascade');
  await made({
    kind: 'post',
    organisationId: office,
    title: { en: 'Desk' },
    duties: [duties[0] ?? ''],
    from: '2025-01-01',
  });
  const { posts } = await b.call(contract.getStructure, { id: office }, decides);
  const [desk] = posts;
  await made({ kind: 'holding', postId: desk?.id ?? '', personId, as: 'holder', from: at(0) });
  await b.drain();
  const holds = async () =>
    (
      await b.call(
        people.findDutyHolder,
        { personId, code: duties[0] ?? '', organisationId: office },
        { kind: 'service', id: 'cases' },
      )
    ).name;
  expect(await holds()).toBe('Somebody');
  const today = b.module.country.calendar.localDate(b.clock.now());
  await made({ kind: 'end', what: 'post', id: desk?.id ?? '', at: today });
  await b.drain();
  expect(await holds()).toBeUndefined();
  expect((await b.call(contract.listDuties, { personId }, decides)).items).toEqual([]);
});

test('units stand under one another in a tree: no change makes a circle, and one that came from elsewhere is shown and ends', async () => {
  const unit = async (name: string, parentId?: string) => {
    await made({
      kind: 'unit',
      organisationId: office,
      name: { en: name },
      from: '2026-01-01',
      ...(parentId ? { parentId } : {}),
    });
    const { units } = await b.call(contract.getStructure, { id: office }, decides);
    return units.find((one) => one.name.en === name)?.id ?? '';
  };
  const top = await unit('Top');
  const low = await unit('Low', top);
  const { units } = await b.call(contract.getStructure, { id: office }, decides);
  expect(units.find(({ id }) => id === low)?.parentId).toBe(top);
  // No change gives a unit that stands another parent; what a damaged table says is answered all the same.
  await b.sql('update organisations.unit set parent_id = $1 where id = $2', [low, top]);
  expect((await b.call(contract.getStructure, { id: office }, decides)).units).toHaveLength(2);
});

test('names of one word and in five scripts are found, held and written as they are', async () => {
  const names = ['Suharto', 'Эльдар', 'فاطمة الزهراء', '王小明', 'अनन्या शर्मा'];
  await b.sql('truncate organisations.holding, organisations.post_duty, organisations.post cascade');
  const numbers = Object.values(namedPeople).map(({ snils }) => snils);
  const operator = b.person({ duties: ['platform.operator'] });
  for (const [n, name] of names.entries()) {
    const registered = { snils: numbers[n] ?? '', name, email: `one-${n}@mail.example`, login: `one-${n}` };
    const { id: personId } = await b.call(people.registerPerson, registered, operator);
    const found = await b.call(contract.findPeople, { words: name.split(' ')[0] ?? '' }, asks);
    expect(found.items).toEqual([{ personId, name }]);
    await made({
      kind: 'post',
      organisationId: office,
      title: { en: `Desk ${n}`, ar: 'مكتب' },
      duties: [duties[0] ?? ''],
      from: '2025-01-01',
    });
    const { posts } = await b.call(contract.getStructure, { id: office }, decides);
    const postId = posts.find(({ title }) => title.en === `Desk ${n}`)?.id ?? '';
    await made({ kind: 'holding', postId, personId, as: 'holder', from: at(0) });
  }
  const { items } = await b.call(contract.listHolders, { code: duties[0] ?? '', organisationId: office }, decides);
  expect(items.map(({ name }) => name).sort()).toEqual([...names].sort());
  // They act as well: the audit has each name as it is written, and the directory finds what they have entered.
  for (const [n, name] of names.entries()) {
    const self = b.person({ name, duties: ['identity.grantor'] });
    const id = `XM-FIVE-${n}`;
    const facts = { kind: 'local' as const, name: { en: name }, from: '2026-01-01' };
    const asked = { kind: 'organisation' as const, id, facts, validFrom: '2026-01-01' };
    const change = await b.call(contract.requestChange, { asked, reason: name.padEnd(3, '.') }, self);
    await b.call(contract.decideChange, { id: change.id, approved: true }, decides);
    const found = await b.call(contract.listOrganisations, { search: name.split(' ')[0] ?? '' });
    expect(found.items.map((one) => one.id)).toEqual([id]);
    const [entry] = await b.sql<{ actor_name: string }>(
      `select actor_name from organisations.audit where object_id = $1 and action = 'organisations.change-requested'`,
      [change.id],
    );
    expect(entry?.actor_name).toBe(name);
  }
});
