// SPDX-License-Identifier: Apache-2.0
/** A year of reports of the demo. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const { b, first, aigerim } = await world({ STOA_DEMO: '1' });
const demo = { kind: 'service', id: 'demo' } as const;
const words = (text: string) => ({ en: text, ru: text, kk: text, uk: text, ar: text });
const at = '2031-10-01T09:00:00.000Z';
const one = { key: '1', kind: 'fault', priority: 'normal', line: 1, text: 'It was white.', reportedAt: at } as const;
const input: contract.DemoSupport = {
  knownErrors: [{ key: 'k', title: words('Known title'), wayAround: words('A way around it'), publishedAt: at }],
  tickets: [
    {
      ...one,
      state: 'solved',
      person: '11223344595',
      knownError: 'k',
      answeredAt: at,
      solvedAt: at,
      answer: 'Look here.',
    },
    { ...one, key: '2', state: 'new' },
  ],
};

test('what was reported is entered once, sealed, and is its person’s', async () => {
  expect(await b.call(contract.enterDemoSupport, input, demo)).toEqual({ entered: 3 });
  expect(await b.call(contract.enterDemoSupport, input, demo)).toEqual({ entered: 0 });
  expect(await b.dump('support.ticket')).not.toContain('It was white');
  expect((await b.call(contract.listMyTickets, {}, aigerim)).items).toMatchObject([
    { state: 'solved', answered: true },
  ]);
  expect((await b.call(contract.listTickets, { state: 'new' }, first)).items).toMatchObject([{ late: true }]);
});

test('only the demo enters it, and only where it is on', async () => {
  await expect(b.call(contract.enterDemoSupport, input, first)).rejects.toMatchObject({ kind: 'forbidden' });
  const off = await world({ STOA_DEMO: '0' });
  await expect(off.b.call(contract.enterDemoSupport, input, demo)).rejects.toMatchObject({ code: 'support.demo-off' });
});
