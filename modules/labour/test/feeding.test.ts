// SPDX-License-Identifier: Apache-2.0
/** What counts: by events, by catching up, once, and in a month that is not closed. */
import { agreementEnded } from '@stoa/agreements/contract';
import { caseClosed } from '@stoa/cases/contract';
import { expect, test } from 'vitest';
import { closeMonths } from '../src/closing.ts';
import * as contract from '../src/contract.ts';
import { catchUp } from '../src/feeding.ts';
import { demo, world } from './world.ts';

const closed = ({
  id,
  serviceId,
  outcome,
  endedAt,
}: {
  id: string;
  serviceId: string;
  outcome: string;
  endedAt: string;
}) => ({
  ...{ caseId: id, number: 'WP-1', serviceId, version: 'v', outcome, closedAt: endedAt },
});

test('a case that ended counts once, however often it is told, and asks for no more answers than are counted', async () => {
  const { b, permit, end, asked } = await world();
  const one = permit('2031-10-10');
  await b.deliver(caseClosed, closed(one));
  await b.deliver(caseClosed, closed(one));
  await b.deliver(caseClosed, closed(end('passport', 'issued', '2031-10-10')));
  await b.drain();
  await catchUp(b.module);
  const rows = await b.sql('select measure, region, occupation, citizenship, month::text from fact');
  expect(rows).toEqual([
    { measure: 'permits-issued', region: 'XM-01', occupation: '7', citizenship: 'IND', month: '2031-10-01' },
  ]);
  expect(asked[0]).toBe('occupation,workRegion,workerCitizenship');
});

test('who a case was about is kept under a mark of its month alone', async () => {
  const { b, end } = await world();
  const answers = { occupation: '7112', workRegion: 'XM-01', workerCitizenship: 'IND' };
  for (const day of ['2031-10-02', '2031-10-09', '2031-09-09'])
    end('work-permit', 'issued', day, answers, { personKey: 'somebody' });
  await catchUp(b.module);
  const rows = await b.sql('select person from fact order by month desc');
  const marks = rows.map(({ person }) => String(person));
  expect(marks[0]).toBe(marks[1]);
  expect(marks[2]).not.toBe(marks[0]);
  expect(await b.dump()).not.toContain('somebody');
});

test('an agreement counts by its act when its case is over, and what was not registered counts for nothing', async () => {
  const { b, contract: conclude, agreements } = await world();
  conclude('2031-10-01', 1500);
  conclude('2031-10-02', 1500, '2142', 'resign');
  agreements.push({
    ...conclude('2031-10-03', 900),
    id: agreements[0]?.id.replace(/.$/, 'f') ?? '',
    outcome: 'refused',
  });
  await b.deliver(agreementEnded, { caseId: agreements[0]?.id ?? '' });
  await b.drain();
  await catchUp(b.module);
  const rows = await b.sql('select measure, wage, occupation from fact order by measure, wage');
  expect(rows).toEqual([
    { measure: 'contracts-concluded', wage: 900, occupation: '7' },
    { measure: 'contracts-concluded', wage: 1500, occupation: '7' },
    { measure: 'contracts-ended', wage: 1500, occupation: '2' },
  ]);
});

test('a closed month stays as it is: what comes late counts in the next one', async () => {
  const { b, permit } = await world();
  for (let day = 11; day < 18; day += 1) permit(`2031-08-${day}`);
  await catchUp(b.module);
  expect(await closeMonths(b.module)).toBe(2);
  expect(await closeMonths(b.module)).toBe(0);
  const before = await b.call(contract.describeData, {});
  expect(before).toMatchObject({ from: '2031-08', until: '2031-09' });
  await b.deliver(caseClosed, closed(permit('2031-08-20')));
  await b.drain();
  expect(await closeMonths(b.module)).toBe(0);
  expect((await b.call(contract.describeData, {})).digest).toBe(before.digest);
  const rows = await b.sql(`select happened::text, month::text from fact where happened <> month`);
  expect(rows).toEqual([{ happened: '2031-08-01', month: '2031-10-01' }]);
});

test('a month is closed on the third day after it, and not before all that was there is read', async () => {
  const { b, permit } = await world();
  b.clock.set(new Date('2031-10-02T12:00:00Z'));
  for (let day = 11; day < 18; day += 1) permit(`2031-09-${day}`);
  expect(await closeMonths(b.module)).toBe(0);
  await catchUp(b.module);
  expect(await closeMonths(b.module)).toBe(0);
  b.clock.set(new Date('2031-10-03T12:00:00Z'));
  expect(await closeMonths(b.module)).toBe(1);
});

test('the past of the demo opens the months anew once, and nobody else may enter it', async () => {
  const { b, permit } = await world();
  for (let day = 11; day < 18; day += 1) permit(`2031-08-${day}`);
  expect(await b.call(contract.enterDemoLabour, {}, demo)).toEqual({ entered: 7, months: 2 });
  for (let day = 11; day < 18; day += 1) permit(`2031-05-${day}`);
  expect(await b.call(contract.enterDemoLabour, {}, demo)).toEqual({ entered: 7, months: 5 });
  expect(await b.call(contract.enterDemoLabour, {}, demo)).toEqual({ entered: 0, months: 0 });
  expect((await b.call(contract.describeData, {})).from).toBe('2031-05');
  await expect(b.call(contract.enterDemoLabour, {}, b.person({ name: 'Aigerim' }))).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const off = await world({ STOA_DEMO: '0' });
  await expect(off.b.call(contract.enterDemoLabour, {}, demo)).rejects.toMatchObject({ code: 'labour.demo-off' });
});
