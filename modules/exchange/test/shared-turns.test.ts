// SPDX-License-Identifier: Apache-2.0
/** Many messages at once in the mailbox: they share transactions, and nobody notices. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { DeliveredMessage } from '../src/contract.ts';
import { clientId, startMailbox, typeId } from './direct-mailbox.ts';

// Each has a hub's worth of turns of its own.
const { b, client: sender, provider: receiver, raw } = await startMailbox();
const content = { snils: '1' };
const send = (messageId: string) => sender.sendRequest({ messageId, type: typeId, content });
const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
const answered = (message: DeliveredMessage, messageId = randomUUID()) =>
  receiver.sendResponse({ messageId, to: message.replyTo, content: { clear: true } });
const take = async (count: number) => {
  const taken = await Promise.all(ids(count).map(() => receiver.nextRequest()));
  return taken.filter((message) => message !== undefined);
};
const evidence = async (messages: readonly string[], outcome = 'accepted') =>
  (
    await b.sql<{ id: string }>('select message_id as id from message where message_id = any($1) and outcome = $2', [
      messages,
      outcome,
    ])
  )
    .map(({ id }) => id)
    .sort();

/** How often transactions waited for each other; PostgreSQL reports that a second later at most. */
async function circles(): Promise<number> {
  await wait(1500);
  const [counted] = await b.sql<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return counted?.deadlocks ?? -1;
}

test('what one message is refused for is no matter of those that came with it', async () => {
  const good = ids(20);
  const results = await Promise.allSettled([
    ...good.slice(0, 10).map(send),
    receiver.acknowledge(randomUUID()),
    receiver.sendResponse({ messageId: randomUUID(), to: `${clientId}#${randomUUID()}`, content: { clear: true } }),
    ...good.slice(10).map(send),
  ]);
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
  );
  expect(refused).toEqual(['exchange.target-message-not-found', 'exchange.reply-to-unknown']);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(await evidence(good)).toEqual(good.toSorted());
  const taken = await take(30);
  expect(taken.map(({ messageId }) => messageId).sort()).toEqual(good.toSorted());
  await Promise.all(taken.map(({ messageId }) => receiver.acknowledge(messageId)));
});

test('of several answers at once to one request, one is taken and the others are told so', async () => {
  await send(randomUUID());
  const [message] = await take(1);
  if (!message) throw new Error('nothing was delivered');
  // While the first turn reads, the answers wait for one of their own.
  const reading = receiver.nextRequest();
  const results = await Promise.allSettled(ids(10).map((id) => answered(message, id)));
  await reading;
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? 'taken' : (result.reason as { code: string }).code,
  );
  expect(codes.toSorted()).toEqual([...Array<string>(9).fill('exchange.request-closed'), 'taken']);
  expect(await b.sql('select 1 from mailbox_response where request_id = $1', [message.messageId])).toHaveLength(1);
});

test('the same answer many times at once is taken once and acknowledged each time', async () => {
  await send(randomUUID());
  const [message] = await take(1);
  if (!message) throw new Error('nothing was delivered');
  const id = randomUUID();
  const stored = await Promise.all(ids(8).map(() => answered(message, id)));
  expect(stored.map(({ alreadySent }) => alreadySent).toSorted()).toEqual([false, ...Array<boolean>(7).fill(true)]);
});

test('turns of two hubs that change the same requests never wait for each other in a circle', async () => {
  const requests = ids(60);
  await Promise.all(requests.map(send));
  const taken = await take(60);
  await Promise.all(taken.map((message) => answered(message)));
  const answers = (await Promise.all(ids(60).map(() => sender.nextResponse()))).filter(
    (answer) => answer !== undefined,
  );
  expect(answers.length).toBeGreaterThanOrEqual(60);
  // Request and answer of each are acknowledged at once, by way of different hubs, in different orders.
  await Promise.all([
    ...taken.map(({ messageId }) => receiver.acknowledge(messageId)),
    ...answers.toReversed().map(({ messageId }) => sender.acknowledge(messageId)),
  ]);
  expect(await circles()).toBe(0);
});

test('a batch that comes by way of two hubs in different orders is stored once, without such a circle', async () => {
  for (let round = 0; round < 5; round++) {
    const lines = ids(100).map((messageId) => JSON.stringify({ messageId, type: typeId, content }));
    const answers = await Promise.all(
      [lines, lines.toReversed()].map((order) => raw('/mailbox/batches/requests', order.join('\n'))),
    );
    const told = answers.flatMap(({ json }) => (json as { results: { alreadySent: boolean }[] }).results);
    expect(told.filter(({ alreadySent }) => alreadySent === false)).toHaveLength(100);
    expect(told.filter(({ alreadySent }) => alreadySent === true)).toHaveLength(100);
  }
  expect(await circles()).toBe(0);
});
