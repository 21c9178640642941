// SPDX-License-Identifier: Apache-2.0
/** Blind answers: what a ballot is good for, how answers are counted, and what the tables do not say. */
import { randomBytes } from 'node:crypto';
import type { OutputOf } from '@stoa/kernel/contract';
import { bench, benchWith } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestTogether } from '../src/ballots/ballots.ts';
import * as contract from '../src/contract.ts';
import surveys from '../src/index.ts';

const b = await benchWith({ STOA_BLIND_BATCH: '3' }, surveys);
const quality = { kind: 'service', id: 'quality' } as const;
const analyst = b.person({ duties: ['quality.analyst'] });
const { id: templateVersionId } = await b.call(contract.pickTemplate, {
  organisationType: 'labour',
  level: 'country',
});
const five = { organisation: 5, comfort: 4, goodwill: 5, competence: 3, overall: 5 };
const seedOf = () => randomBytes(16).toString('base64url');
/** A cell of its own for each test. */
let services = 0;
const newCell = () => {
  services += 1;
  return { templateVersionId, regionCode: 'XM-01', sector: 'labour', serviceCode: `service-${services}` };
};
type Cell = ReturnType<typeof newCell>;
const issue = (cell: Cell, seed: string, again = false) =>
  b.call(contract.issueBallot, { ...cell, seed, again }, quality);
const cast = (ballot: OutputOf<typeof contract.issueBallot>, seed: string, answers: contract.ScaleAnswers = five) =>
  b.call(contract.castBallot, { ...ballot, seed, answers });
async function vote(cell: Cell, answers: contract.ScaleAnswers = five) {
  const seed = seedOf();
  return (await cast(await issue(cell, seed), seed, answers)).receipt;
}
const nextDay = async () => {
  await b.drain();
  b.clock.advance({ days: 1, seconds: 1 });
  await b.drain();
};
const stateOf = async (receipt: string) => (await b.call(contract.findReceipt, { receipt })).state;
const responsesOf = (cell: Cell) =>
  b.sql<{ answers: object; day: string; organisation_id: string | null }>(
    'select answers, day::text, organisation_id from surveys.response where service_code = $1',
    [cell.serviceCode],
  );

test('a ballot counts once: the same answers again get the same receipt, others are refused', async () => {
  const cell = newCell();
  const seed = seedOf();
  const ballot = await issue(cell, seed);
  const receipts = await Promise.all([1, 2, 3, 4].map(() => cast(ballot, seed)));
  expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
  await expect(cast(ballot, seed, { ...five, overall: 1 })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'surveys.ballot-cast',
  });
  await vote(cell);
  await vote(cell);
  await nextDay();
  expect((await responsesOf(cell)).map(({ answers }) => answers)).toEqual([five, five, five]);
  expect(await cast(ballot, seed)).toEqual(receipts[0]);
  await expect(cast(ballot, seed, { ...five, overall: 1 })).rejects.toMatchObject({ code: 'surveys.ballot-cast' });
});

test('a ballot that was not made here, or for another cell or seed, is refused', async () => {
  const cell = newCell();
  const seed = seedOf();
  const ballot = await issue(cell, seed);
  const { serviceCode: _service, ...ofNoService } = ballot;
  for (const forged of [
    { ...ballot, seal: seedOf() + seedOf().slice(1) },
    { ...ballot, regionCode: 'XM-02' },
    { ...ballot, sector: 'health-care' },
    { ...ballot, serviceCode: 'another' },
    ofNoService,
  ])
    await expect(cast(forged, seed)).rejects.toMatchObject({ kind: 'missing', code: 'surveys.ballot-unknown' });
  await expect(cast(ballot, seedOf())).rejects.toMatchObject({ code: 'surveys.ballot-unknown' });
  for (const wrong of ['', 'x', `${seed}=`, '\u0000'.repeat(22)])
    await expect(cast(ballot, wrong)).rejects.toMatchObject({ kind: 'invalid' });
});

test('incomplete answers are refused, and the ballot stays good', async () => {
  const seed = seedOf();
  const ballot = await issue(newCell(), seed);
  const { overall: _overall, ...four } = five;
  for (const answers of [four, { ...five, colour: 3 }])
    await expect(cast(ballot, seed, answers)).rejects.toMatchObject({ code: 'surveys.answers-incomplete' });
  const elsewhere = { ...newCell(), templateVersionId: '01919191-0000-7000-8000-000000000009' };
  await expect(cast(await issue(elsewhere, seed), seed)).rejects.toMatchObject({ code: 'surveys.version-unknown' });
  expect((await cast(ballot, seed)).receipt).toMatch(/^[0-9A-F]{24}$/);
});

test('answers wait until enough of a cell are there; then they are counted together, with the month alone', async () => {
  const [cell, lonely] = [newCell(), newCell()];
  const receipts = [await vote(cell), await vote(cell, { ...five, overall: 1 })];
  const waiting = await vote(lonely);
  await nextDay();
  expect(await responsesOf(cell)).toEqual([]);
  expect(await Promise.all(receipts.map(stateOf))).toEqual(['waiting', 'waiting']);
  const events = b.events(contract.responseRecorded.type).length;
  receipts.push(await vote(cell, { ...five, overall: 2 }));
  await nextDay();
  const month = new Date(b.clock.now()).toISOString().slice(0, 7);
  const counted = await responsesOf(cell);
  expect(counted.map(({ answers }) => (answers as typeof five).overall).sort()).toEqual([1, 2, 5]);
  for (const response of counted) expect(response).toMatchObject({ organisation_id: null, day: `${month}-01` });
  const told = b.events(contract.responseRecorded.type).slice(events);
  expect(told).toHaveLength(3);
  for (const { data } of told) expect(Object.keys(data as object)).not.toContain('organisationId');
  expect(await b.call(contract.findReceipt, { receipt: receipts[0] ?? '' })).toEqual({
    ...{ state: 'counted', regionCode: 'XM-01', sector: 'labour', serviceCode: cell.serviceCode, month },
  });
  expect(await stateOf(` ${receipts[1]?.toLowerCase().match(/.{4}/g)?.join('-')}\u200b`)).toBe('counted');
  expect(await stateOf(waiting)).toBe('waiting');
  expect(await stateOf('0'.repeat(24))).toBe('unknown');
});

test('no table knows a seed, a receipt or a time, and none joins a receipt to what was answered', async () => {
  const cell = newCell();
  const seeds = [seedOf(), seedOf(), seedOf()];
  const receipts: string[] = [];
  for (const seed of seeds) receipts.push((await cast(await issue(cell, seed), seed)).receipt);
  const dump = await b.dump();
  for (const secret of [...seeds, ...receipts]) {
    expect(dump).not.toContain(secret);
    expect(dump.toUpperCase()).not.toContain(Buffer.from(secret).toString('hex').toUpperCase());
  }
  const columns = await b.sql<{ table_name: string; column_name: string; data_type: string }>(
    `select table_name, column_name, data_type from information_schema.columns
     where table_schema = 'surveys' and table_name like 'ballot%'`,
  );
  expect(columns.filter(({ data_type }) => data_type.startsWith('timestamp'))).toEqual([]);
  const shared = (table: string) =>
    columns.filter(({ table_name }) => table_name === table).map(({ column_name }) => column_name);
  const ofCell = ['region_code', 'sector', 'service_code', 'template_version_id'];
  expect(
    shared('ballot_box')
      .filter((column) => shared('ballot_receipt').includes(column))
      .sort(),
  ).toEqual(ofCell);
});

test('each that comes writes the others of its cell anew: no row tells which was the last', async () => {
  const cell = newCell();
  const box = () =>
    b.sql<{ id: string; sealed: string; xmin: string }>(
      'select id, sealed, xmin::text from surveys.ballot_box where service_code = $1',
      [cell.serviceCode],
    );
  for (let count = 0; count < 5; count += 1) await vote(cell);
  const before = await box();
  await vote(cell);
  const after = await box();
  expect(after).toHaveLength(6);
  expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
  for (const column of ['id', 'sealed'] as const)
    expect(after.filter((row) => before.some((one) => one[column] === row[column]))).toEqual([]);
});

test('whatever is cast, repeated and counted in whatever order, each ballot counts once, with its first answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          ballot: fc.integer({ min: 0, max: 5 }),
          overall: fc.integer({ min: 1, max: 5 }),
          day: fc.boolean(),
        }),
        { maxLength: 14 },
      ),
      async (steps) => {
        const cell = newCell();
        const seeds = Array.from({ length: 6 }, seedOf);
        const first = new Map<number, number>();
        for (const { ballot, overall, day } of steps) {
          const seed = seeds[ballot] ?? '';
          const told = cast(await issue(cell, seed, first.has(ballot)), seed, { ...five, overall });
          if ((first.get(ballot) ?? overall) === overall) await told;
          else await expect(told).rejects.toMatchObject({ code: 'surveys.ballot-cast' });
          if (!first.has(ballot)) first.set(ballot, overall);
          if (day) await nextDay();
        }
        for (let more = 0; more < 3; more += 1) await vote(cell, { ...five, overall: 3 });
        await nextDay();
        const counted = (await responsesOf(cell)).map(({ answers }) => (answers as typeof five).overall);
        expect(counted.sort()).toEqual([...first.values(), 3, 3, 3].sort());
        const { items } = await b.call(contract.tallyBallots, {}, analyst);
        const all = first.size + 3;
        expect(items.find(({ serviceCode }) => serviceCode === cell.serviceCode)).toMatchObject({
          ...{ issued: all, cast: all, counted: all },
        });
      },
    ),
    { numRuns: 10 },
  );
});

test('ballots are made for the quality module alone, and counted before those who design', async () => {
  for (const principal of [analyst, undefined])
    await expect(
      b.call(contract.issueBallot, { ...newCell(), seed: seedOf(), again: false }, principal),
    ).rejects.toMatchObject({ kind: principal ? 'forbidden' : 'unauthenticated' });
  await expect(b.call(contract.tallyBallots, {}, b.person({}))).rejects.toMatchObject({ kind: 'forbidden' });
});

test.each(['1', '0', 'ten', '10000'])('a batch of %s answers is no setting', (value) => {
  expect(() => fewestTogether({ config: { env: { STOA_BLIND_BATCH: value } } })).toThrow(/STOA_BLIND_BATCH/);
});

test('ten answers are counted together where nothing else is set', async () => {
  const own = await bench(surveys);
  const { id } = await own.call(contract.pickTemplate, { organisationType: 'labour', level: 'country' });
  const cell = { templateVersionId: id, regionCode: 'XM-01', sector: 'labour' };
  const counted = async () => (await own.sql('select 1 from surveys.response')).length;
  for (let count = 1; count <= 10; count += 1) {
    const seed = seedOf();
    const ballot = await own.call(contract.issueBallot, { ...cell, seed, again: false }, quality);
    await own.call(contract.castBallot, { ...ballot, seed, answers: five });
    if (count < 9) continue;
    await own.drain();
    own.clock.advance({ days: 1, seconds: 1 });
    await own.drain();
    expect(await counted()).toBe(count === 10 ? 10 : 0);
  }
});
