// SPDX-License-Identifier: Apache-2.0
/** Visas that cases enter and end, hours of consulates and the watch-list. */
import { expect, test } from 'vitest';
import { consulateHours, type VisaEntry, visasFrom, watchList } from '../src/visa-register.ts';

const visa: VisaEntry = {
  ...{ do: 'enter', number: 'WV-2026-000012', passport: 'Z4582917', holder: 'Rahul Sharma', refused: null },
  ...{ nationality: 'IND', sponsorInn: '0105234510', boundTo: null, until: '2028-06-30' },
};
const relatives: VisaEntry = {
  ...{ ...visa, number: 'DV-2026-000003', holder: 'Priya Sharma', refused: 'Anaya Sharma' },
  boundTo: 'WV-2026-000012',
};
const end = (number: string): VisaEntry => ({ ...visa, do: 'end', number, holder: null, until: '2026-12-01' });

test('a work visa ends with those of the relatives that hang on it, and a stop of the program forgets nothing', () => {
  const kept: VisaEntry[] = [];
  const visas = visasFrom([], (entry) => kept.push(entry));
  expect(visas.enter(visa)).toMatchObject({ content: { number: 'WV-2026-000012' } });
  expect(visas.enter(relatives)).toMatchObject({ content: { holder: 'Priya Sharma', refused: 'Anaya Sharma' } });
  expect(visas.find('Z4582917', 'DV-2026-000003')).toMatchObject({ state: 'active', boundTo: 'WV-2026-000012' });
  const ended = { content: { numbers: ['WV-2026-000012', 'DV-2026-000003'] } };
  expect(visas.enter(end('WV-2026-000012'))).toMatchObject(ended);
  expect(visas.enter(end('WV-2026-000012'))).toMatchObject(ended);
  expect(kept).toHaveLength(3);
  const again = visasFrom(kept, () => undefined);
  expect(again.find('Z4582917', 'DV-2026-000003')).toMatchObject({ state: 'ended', until: '2026-12-01' });
  expect(again.find('Z0000000', 'DV-2026-000003')).toBeUndefined();
});

test('what is no entry, what is there twice and what is not in force are refused', () => {
  const visas = visasFrom([visa], () => undefined);
  const refused = { rejection: { code: 'FAILURE' } };
  expect(visas.enter({ do: 'enter' })).toMatchObject(refused);
  expect(visas.enter({ ...visa, holder: 'Somebody Else' })).toMatchObject(refused);
  expect(visas.enter(end('WV-2026-000099'))).toMatchObject(refused);
});

test('consulates see people on working days to come, and keep a second working day', () => {
  expect(consulateHours({ consulate: 'delhi', on: '2026-12-03', at: '10-00' }, '2026-11-20')).toEqual({
    content: { offered: true, secondOn: '2026-12-18' },
  });
  const closed = { content: { offered: false } };
  expect(consulateHours({ consulate: 'delhi', on: '2026-12-05', at: '10-00' }, '2026-11-20')).toMatchObject(closed);
  expect(consulateHours({ consulate: 'delhi', on: '2026-11-20', at: '10-00' }, '2026-11-20')).toMatchObject(closed);
  expect(consulateHours({ consulate: 'delhi' }, '2026-11-20')).toMatchObject({ rejection: { code: 'FAILURE' } });
});

test('the watch-list says whether a passport is on it and nothing of why', () => {
  expect(watchList({ passport: 'Z4582917' })).toMatchObject({ content: { found: 'clear' } });
  expect(watchList({ passport: 'Z4582666' })).toMatchObject({ content: { found: 'hit' } });
  expect(watchList({})).toMatchObject({ rejection: { code: 'FAILURE' } });
});
