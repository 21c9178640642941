// SPDX-License-Identifier: Apache-2.0
/** What somebody reports, and what becomes of it as they see it. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { watchTerms } from '../src/tickets/clock.ts';
import { world } from './world.ts';

const { b, told, aigerim, other, first, report } = await world();
const day = 86_400_000;
const mine = (id: string, who = aigerim) => b.call(contract.getMyTicket, { id }, who);
const write = (id: string, act: 'write' | 'reopen' | 'confirm', text?: string, who = aigerim) =>
  b.call(contract.writeMyTicket, { id, act, ...(text ? { text } : {}) }, who);
const move = (id: string, act: 'take' | 'answer' | 'ask' | 'note' | 'solve', text?: string) =>
  b.call(contract.moveTicket, { id, act, ...(text ? { text } : {}) }, first);

test('a report is kept sealed, without what stood behind the question mark of its page, and shown to who made it alone', async () => {
  const { id, number } = await report(aigerim, { page: '/services?token=\nsecret', correlationId: 'abcdef12-3456' });
  expect(number).toBe(1);
  expect(await b.dump('support.ticket')).not.toMatch(/stays white|secret/);
  expect(await mine(id)).toMatchObject({ page: '/services', state: 'new', may: ['write'], answered: false });
  await expect(mine(id, other)).rejects.toMatchObject({ code: 'support.ticket-unknown' });
  await expect(write(id, 'write', 'Mine too', other)).rejects.toMatchObject({ code: 'support.ticket-unknown' });
  expect((await b.call(contract.listMyTickets, {}, aigerim)).items).toMatchObject([{ id, number }]);
  expect((await b.call(contract.listMyTickets, {}, other)).items).toEqual([]);
  await expect(b.call(contract.listMyTickets, {}, { kind: 'anonymous' })).rejects.toMatchObject({
    kind: 'unauthenticated',
  });
});

test('the same form sent twice is one report; with other words it is refused', async () => {
  const key = newId();
  const one = await report(aigerim, { key });
  expect(await report(aigerim, { key })).toEqual(one);
  await expect(report(aigerim, { key, text: 'Something else entirely.' })).rejects.toMatchObject({
    code: 'support.reported-already',
  });
  expect(await report(aigerim, { key: key.toUpperCase() })).toEqual(one);
  await expect(report(other, { key })).rejects.toMatchObject({ code: 'support.reported-already' });
});

test('who has no account is answered by mail, and nobody else reads what they wrote', async () => {
  const { id } = await report({ kind: 'anonymous' }, { email: 'Guest@Example.org' });
  await expect(mine(id)).rejects.toMatchObject({ code: 'support.ticket-unknown' });
  await move(id, 'take');
  await move(id, 'solve', 'Empty the cache of the browser.');
  await b.drain();
  expect(told.at(-1)).toMatchObject({ email: 'Guest@Example.org', to: `address:support ${id}` });
  expect(told.at(-1)?.body).toContain('Empty the cache');
});

test('who has an account reads the answer in the cabinet, not in the message, and does not learn who gave it', async () => {
  const { id } = await report(aigerim);
  await move(id, 'take');
  await move(id, 'note', 'Looks like the proxy.');
  await move(id, 'ask', 'Which browser is it?');
  await b.drain();
  expect(told.at(-1)).toMatchObject({ to: aigerim.personKey });
  expect(told.at(-1)?.body).not.toContain('Which browser');
  const seen = await mine(id);
  expect(seen.entries.map(({ kind, text, byName }) => [kind, text, byName])).toEqual([
    ['reported', undefined, undefined],
    ['ask', 'Which browser is it?', undefined],
  ]);
  expect(seen.state).toBe('waiting');
  await write(id, 'write', 'Firefox 140.');
  expect(await mine(id)).toMatchObject({ state: 'taken', answered: true });
  expect(await b.dump('support.entry')).not.toMatch(/Firefox|proxy|browser/);
});

test('what did not help is opened again within fourteen days, what helped is closed', async () => {
  const { id } = await report(aigerim);
  await expect(write(id, 'confirm')).rejects.toMatchObject({ code: 'support.not-so' });
  await expect(write(id, 'write')).rejects.toMatchObject({ code: 'support.text-missing' });
  await move(id, 'take');
  await move(id, 'solve', 'It should work now.');
  expect((await mine(id)).may).toEqual(['reopen', 'confirm']);
  await write(id, 'reopen', 'It still stays white.');
  expect(await mine(id)).toMatchObject({ state: 'new', answered: false });
  await move(id, 'take');
  await move(id, 'solve', 'Now really.');
  await write(id, 'confirm');
  expect(await mine(id)).toMatchObject({ state: 'closed', may: [] });
  await expect(write(id, 'reopen', 'Too late.')).rejects.toMatchObject({ code: 'support.not-so' });
});

test('what was solved and nobody objects to is closed by the clock, then nobody can open it again', async () => {
  const { id } = await report(aigerim);
  await move(id, 'take');
  await move(id, 'solve', 'It should work now.');
  b.clock.set(new Date(b.clock.now().getTime() + 15 * day));
  expect((await mine(id)).may).toEqual(['confirm']);
  await watchTerms(b.module);
  expect((await mine(id)).state).toBe('closed');
});
