// SPDX-License-Identifier: Apache-2.0
/** A person takes their messages along, and messages end when their term is over. */
import { findContact } from '@stoa/identity/contract';
import { ownDataOperation, retentionOperation } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import notifications from '../src/index.ts';

const b = await bench(notifications);
b.stub(findContact, async () => ({ known: true, email: 'ann@example.org' }));
const cases = { kind: 'service', id: 'cases' } as const;
const ann = b.person({ snils: '11223344595' });
const other = b.person({ snils: '10120230348' });
const own = ownDataOperation('notifications');
const send = async (key: string) => {
  const said = { subject: { en: `Subject ${key}` }, body: { en: 'Your permit is ready.' } };
  await b.call(contract.notify, { key, to: { personKey: ann.personKey ?? '' }, ...said }, cases);
  await b.drain();
};

test('the copy has messages in words, where they went and how one is told, of oneself alone', async () => {
  await send('first');
  await b.call(contract.setPreferences, { language: 'kk', choices: [] }, ann);
  const { items } = await b.call(own, {}, ann);
  expect(items.map(({ what }) => what)).toEqual(['messages', 'deliveries', 'wishes']);
  expect(items[0]?.data).toMatchObject({ subject: { en: 'Subject first' } });
  expect(items[1]?.data).toMatchObject({ channel: 'email', address: 'ann@example.org' });
  expect((await b.call(own, {}, other)).items).toEqual([]);
});

test('messages and where they went are erased after their term, newer ones stay, and it is on record', async () => {
  b.clock.advance({ days: 1000 });
  await send('second');
  b.clock.advance({ days: 830 });
  await b.drain();
  const { items } = await b.call(contract.listInbox, {}, ann);
  expect(items.map(({ subject }) => subject.en)).toEqual(['Subject second']);
  expect(await b.sql('select 1 from delivery')).toHaveLength(1);
  const officer = b.person({ duties: ['privacy.officer'] });
  const found = await b.call(retentionOperation('notifications'), {}, officer);
  expect(found.items).toMatchObject([{ rule: 'messages', days: 1825, count: 1 }]);
  await expect(b.call(retentionOperation('notifications'), {}, ann)).rejects.toMatchObject({ kind: 'forbidden' });
});
