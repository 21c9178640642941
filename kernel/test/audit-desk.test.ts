// SPDX-License-Identifier: Apache-2.0
/** Who did what to whose data, as an auditor reads it of any module, and samples that anybody draws again. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { audit, moduleOperations } from '../src/index.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
const { listAudit, sampleAudit } = moduleOperations('sample');
const auditor = b.person({ duties: ['audit.auditor'] });
const officer = b.person({ name: 'Olga 100%_Officer', duties: ['labour.permit-officer'] });
const clerk = b.person({ name: 'Omar Clerk' });
b.clock.set(new Date('2031-03-05T09:00:00Z'));
const act = (who: typeof officer, action: string, id: string, more: { subject?: string; purpose?: string } = {}) =>
  b.module.tx(who, (tx) => audit(tx, { action, object: { type: 'bill', id }, ...more }));
await act(officer, 'sample.bill-read', 'one', { subject: 'pk-a', purpose: 'Deciding on a permit' });
await act(officer, 'sample.bill-settled', 'one', { subject: 'pk-a' });
b.clock.advance({ days: 2 });
await act(clerk, 'sample.bill-read', 'two', { subject: 'pk-b', purpose: '50% off' });
const march = { from: '2031-03-01', to: '2031-03-31' };
const found = async (more: object) =>
  (await b.call(listAudit, { ...march, action: 'sample.bill', ...more }, auditor)).items.map(
    ({ actorName, action, objectId }) => [actorName, action.slice(7), objectId],
  );

test('acts come newest first, with who acted as what on whose data and why', async () => {
  const { items } = await b.call(listAudit, { ...march, action: 'sample.bill' }, auditor);
  expect(items.map(({ action }) => action)).toEqual(['sample.bill-read', 'sample.bill-settled', 'sample.bill-read']);
  expect(items[2]).toMatchObject({
    ...{ module: 'sample', actorKind: 'person', actorId: officer.id, subject: 'pk-a', objectType: 'bill' },
    ...{ objectId: 'one', purpose: 'Deciding on a permit', at: '2031-03-05T09:00:00.000Z' },
  });
});

test('they are found by actor, person, action, object, purpose and day; what is typed stands for itself', async () => {
  const [settled, read, clerks] = [
    ['Olga 100%_Officer', 'bill-settled', 'one'],
    ['Olga 100%_Officer', 'bill-read', 'one'],
    ['Omar Clerk', 'bill-read', 'two'],
  ];
  expect(await found({ actor: 'clerk' })).toEqual([clerks]);
  expect(await found({ actor: officer.id })).toEqual([settled, read]);
  expect(await found({ actor: '%_o' })).toEqual([settled, read]);
  expect(await found({ actor: 'O_' })).toEqual([]);
  expect(await found({ subject: 'pk-a' })).toEqual([settled, read]);
  expect(await found({ action: 'sample.bill-s' })).toEqual([settled]);
  expect(await found({ object: 'two' })).toEqual([clerks]);
  expect(await found({ purpose: 'PERMIT' })).toEqual([read]);
  expect(await found({ purpose: '50%' })).toEqual([clerks]);
  expect(await found({ from: '2031-03-05', to: '2031-03-05' })).toEqual([settled, read]);
});

test('pages follow one another without a gap or a repetition', async () => {
  const first = await b.call(listAudit, { ...march, action: 'sample.bill', limit: 2 }, auditor);
  const rest = await b.call(
    listAudit,
    { ...march, action: 'sample.bill', limit: 2, cursor: first.nextCursor as string },
    auditor,
  );
  expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, undefined]);
  expect(new Set([...first.items, ...rest.items].map(({ entryId }) => entryId)).size).toBe(3);
});

test('a period that ends before it begins, or is longer than a quarter, is refused', async () => {
  for (const period of [
    { from: '2031-03-05', to: '2031-03-04' },
    { from: '2031-01-01', to: '2031-04-03' },
  ])
    for (const ask of [
      () => b.call(listAudit, period, auditor),
      () => b.call(sampleAudit, { ...period, seed: 'x', size: 1 }, auditor),
    ])
      await expect(ask()).rejects.toMatchObject({ kind: 'invalid', code: 'kernel.period-wrong' });
  expect(await found({ from: '2031-01-01', to: '2031-04-02' })).toHaveLength(3);
});

test('a sample is drawn by the word alone: again the same, by hand the same, by another word in another order', async () => {
  const draw = (seed: string, size = 2) =>
    b.call(sampleAudit, { ...march, action: 'sample.bill', seed, size }, auditor);
  const first = await draw('spring');
  expect(first).toMatchObject({ population: 3, items: [{ module: 'sample' }, { module: 'sample' }] });
  expect((await draw('spring')).items).toEqual(first.items);
  const all = (await b.call(listAudit, { ...march, action: 'sample.bill' }, auditor)).items;
  const byHand = (seed: string) =>
    all
      .map(({ entryId }) => ({
        entryId,
        draw: createHash('sha256')
          .update(seed + entryId)
          .digest('hex'),
      }))
      .sort((x, y) => (x.draw < y.draw ? -1 : 1));
  for (const seed of ['spring', 'autumn', 'w%_\\'])
    expect((await draw(seed, 3)).items.map(({ entryId, draw: drawn }) => ({ entryId, draw: drawn }))).toEqual(
      byHand(seed),
    );
});

test('who reads is written down without a name, and only auditors read', async () => {
  await b.call(listAudit, { ...march, actor: 'Omar', subject: 'pk-b' }, auditor);
  const [entry] = await b.sql<{ record: string }>(
    `select e.record from audit a join ledger_entry e on e.id = a.entry_id where a.action = 'sample.audit-read' order by a.entry_id desc limit 1`,
  );
  expect(entry?.record).toContain('pk-b');
  expect(entry?.record).not.toContain('Omar');
  for (const who of [officer, clerk, b.person({ duties: ['platform.operator'] })]) {
    await expect(b.call(listAudit, march, who)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(b.call(sampleAudit, { ...march, seed: 'x', size: 1 }, who)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  }
  await expect(b.call(listAudit, march)).rejects.toMatchObject({ kind: 'unauthenticated' });
});
