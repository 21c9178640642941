// SPDX-License-Identifier: Apache-2.0
/** How the office goes, and what is said of the weeks to come. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const { b, officer, counts } = await world();
const week = (weekOf: string, arrived: number, finished: number, serviceId = 'permit', officeId = 'office') => ({
  ...{ officeId, serviceId, weekOf, arrived, finished, late: 1, asked: 2 },
});
const named = {
  offices: [{ id: 'office', name: { en: 'The office' } }],
  services: [{ id: 'permit', title: { en: 'Permit' } }],
};

test('weeks are counted back from what is open now, also those in which nothing happened', async () => {
  counts.value = {
    ...named,
    weeks: [week('2031-09-29', 4, 1), week('2031-10-13', 5, 3), week('2031-10-13', 7, 7, 'visa')],
    open: [
      { officeId: 'office', serviceId: 'permit', share: 'over', count: 2 },
      { officeId: 'office', serviceId: 'permit', share: 'under-50', count: 8 },
      { officeId: 'office', serviceId: 'visa', share: 'none', count: 3 },
    ],
    officers: [{ officeId: 'office', officerId: officer.id, name: 'Daniyar', claimed: 4, waiting: 1 }],
  };
  const board = await b.call(contract.getBoard, { serviceId: 'permit' }, officer);
  expect(board.weeks.slice(-4)).toMatchObject([
    { weekOf: '2031-09-22', open: 5 },
    { weekOf: '2031-09-29', arrived: 4, finished: 1, open: 8 },
    { weekOf: '2031-10-06', arrived: 0, finished: 0, open: 8 },
    { weekOf: '2031-10-13', arrived: 5, finished: 3, late: 1, asked: 2, returned: 0, open: 10 },
  ]);
  expect(board.ageing.map(({ share, count }) => [share, count])).toEqual([
    ...[
      ['under-50', 8],
      ['under-80', 0],
      ['under-100', 0],
      ['over', 2],
      ['none', 0],
    ],
  ]);
  expect(board.officers).toEqual([{ officerId: officer.id, name: 'Daniyar', claimed: 4, waiting: 1 }]);
  expect(board.forecast).toBeUndefined();
  expect((await b.call(contract.getBoard, {}, officer)).weeks.at(-1)).toMatchObject({ arrived: 12, open: 13 });
  expect((await b.call(contract.getBoard, { officeId: 'none' }, officer)).weeks.at(-1)).toMatchObject({
    arrived: 0,
    open: 0,
  });
});

/** Around a level, up and down by turns: the last figure is the worst guess. */
const jagged = Array.from({ length: 40 }, (_, at) => 100 + (at % 2 === 0 ? 12 : -12));

test('the board says a forecast of the weeks to come, from the running one on', async () => {
  const weeks = jagged.map((value, at) => {
    const before = jagged[at - 1] ?? 0;
    const date = new Date(Date.UTC(2031, 9, 6) - (jagged.length - 1 - at) * 7 * 86_400_000).toISOString().slice(0, 10);
    return week(date, Math.max(0, value - before), Math.max(0, before - value));
  });
  counts.value = {
    ...named,
    weeks,
    open: [{ officeId: 'office', serviceId: 'permit', share: 'none', count: jagged.at(-1) ?? 0 }],
    officers: [],
  };
  const { forecast } = await b.call(contract.getBoard, {}, officer);
  expect(forecast?.weeks.map(({ weekOf }) => weekOf)).toEqual(['2031-10-13', '2031-10-20', '2031-10-27', '2031-11-03']);
  expect(forecast?.weeks.every(({ low, open, high }) => low <= open && open <= high)).toBe(true);
});
