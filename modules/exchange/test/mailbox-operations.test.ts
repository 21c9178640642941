// SPDX-License-Identifier: Apache-2.0
/** Leases, selectors, processing, cancelling, limits. */
import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { MailboxRequest } from '../src/contract.ts';
import { clientId, providerId, startMailbox, typeId } from './direct-mailbox.ts';

const {
  b,
  client: sender,
  provider,
} = await startMailbox({ STOA_MAILBOX_QUEUE_LIMIT: '6', STOA_MAILBOX_CLIENT_QUOTA: '5' });

async function send(change: Partial<MailboxRequest> = {}): Promise<string> {
  b.clock.advance({ seconds: 1 });
  const messageId = change.messageId ?? randomUUID();
  await sender.sendRequest({ messageId, type: typeId, content: { snils: '1' }, ...change });
  return messageId;
}
async function empty(): Promise<void> {
  for (let next = await provider.nextRequest(); next; next = await provider.nextRequest())
    await provider.acknowledge(next.messageId);
  for (let next = await sender.nextResponse(); next; next = await sender.nextResponse())
    await sender.acknowledge(next.messageId);
}
const answerTo = (requestId: string) => ({ messageId: randomUUID(), to: `${clientId}#${requestId}` });

test('several readers at once never get the same message', async () => {
  const sent = new Set([await send(), await send(), await send(), await send()]);
  const read = await Promise.all(Array.from({ length: 8 }, () => provider.nextRequest()));
  const ids = read.flatMap((message) => message?.messageId ?? []);
  expect(new Set(ids)).toEqual(sent);
  expect(ids).toHaveLength(4);
  for (const id of ids) await provider.acknowledge(id);
});

test('readers that wait are handed their message when it comes, one each', async () => {
  const readers = [provider.nextRequest({ waitSeconds: 20 }), provider.nextRequest({ type: typeId, waitSeconds: 20 })];
  const sent = [await send(), await send()];
  const read = (await Promise.all(readers)).flatMap((message) => message?.messageId ?? []);
  expect(new Set(read)).toEqual(new Set(sent));
  const answered = sender.nextResponse({ waitSeconds: 20 });
  await provider.sendResponse({ ...answerTo(sent[0] ?? ''), content: {} });
  const answer = await answered;
  expect(answer).toMatchObject({ requestId: sent[0] });
  await sender.acknowledge(answer?.messageId ?? '');
  expect(await provider.nextRequest({ waitSeconds: 1 })).toBeUndefined();
  for (const id of read) await provider.acknowledge(id);
  await empty();
});

test('a reader that dies keeps its message for the lease it asked for, no longer', async () => {
  const id = await send();
  expect((await provider.nextRequest({ leaseSeconds: 600 }))?.messageId).toBe(id);
  b.clock.advance({ seconds: 599 });
  expect(await provider.nextRequest()).toBeUndefined();
  b.clock.advance({ seconds: 1 });
  expect((await provider.nextRequest({ leaseSeconds: 10 }))?.messageId).toBe(id);
  b.clock.advance({ seconds: 9 });
  await provider.extendLease(id, 3600);
  b.clock.advance({ seconds: 3599 });
  expect(await provider.nextRequest()).toBeUndefined();
  await provider.sendResponse({ ...answerTo(id), content: { clear: true } });
  const answer = await sender.nextResponse({ leaseSeconds: 20 });
  await sender.extendLease(answer?.messageId ?? '', 100);
  b.clock.advance({ seconds: 99 });
  expect(await sender.nextResponse()).toBeUndefined();
  b.clock.advance({ seconds: 1 });
  expect(await sender.nextResponse()).toEqual(answer);
  await empty();
});

test('a lease that ran out, or that was never given, cannot be extended; one beyond an hour is refused', async () => {
  const id = await send();
  await expect(provider.extendLease(id, 60)).rejects.toMatchObject({ code: 'exchange.target-message-not-found' });
  await provider.nextRequest({ leaseSeconds: 10 });
  await expect(provider.extendLease(id, 3601)).rejects.toMatchObject({ code: 'exchange.message-invalid' });
  b.clock.advance({ seconds: 11 });
  await expect(provider.extendLease(id, 60)).rejects.toMatchObject({ code: 'exchange.target-message-not-found' });
  await expect(provider.nextRequest({ leaseSeconds: 9 })).rejects.toMatchObject({ code: 'exchange.message-invalid' });
  await empty();
});

test('readers choose by information type and by node', async () => {
  const first = await send({ nodeId: 'north' });
  const second = await send({ nodeId: 'south' });
  expect(await provider.nextRequest({ type: 'urn:xm:other:1.0#Request' })).toBeUndefined();
  expect(await provider.nextRequest({ nodeId: 'south' })).toMatchObject({ messageId: second, nodeId: 'south' });
  expect((await provider.nextRequest({ type: typeId, nodeId: 'north' }))?.messageId).toBe(first);
  await provider.sendResponse({ ...answerTo(first), content: { clear: 1 } });
  await provider.sendResponse({ ...answerTo(second), content: { clear: 2 } });
  expect(await sender.nextResponse({ nodeId: 'south', type: typeId })).toMatchObject({ requestId: second });
  expect(await sender.nextResponse({ nodeId: 'south' })).toBeUndefined();
  expect(await sender.nextResponse({ nodeId: 'north' })).toMatchObject({ requestId: first, nodeId: 'north' });
  b.clock.advance({ minutes: 2 });
  await empty();
});

test('chain, transaction code and test flag reach the provider, chain and code come back with the answer', async () => {
  const referenceId = randomUUID();
  const id = await send({ referenceId, transactionCode: 'T-1', testMessage: true });
  const delivered = await provider.nextRequest();
  expect(delivered).toMatchObject({ messageId: id, referenceId, transactionCode: 'T-1', testMessage: true });
  const status = { code: 7, description: 'done', parameters: { room: '12' } };
  await provider.sendResponse({ messageId: randomUUID(), to: delivered?.replyTo ?? '', status });
  expect(await sender.nextResponse()).toMatchObject({ requestId: id, referenceId, transactionCode: 'T-1', status });
  const plain = await send();
  expect(await provider.nextRequest()).toMatchObject({ messageId: plain, referenceId: plain });
  b.clock.advance({ minutes: 2 });
  await empty();
});

test('the provider says how far it is, repeats it, and answers later; a second answer is refused', async () => {
  const id = await send();
  await provider.nextRequest();
  const news = { ...answerTo(id), processing: { details: 'in the archive' } };
  expect(await provider.sendResponse(news)).toMatchObject({ alreadySent: false });
  expect(await provider.sendResponse(news)).toMatchObject({ alreadySent: true });
  expect(await sender.status(id)).toMatchObject({ status: 'underProcessing', processing: 'in the archive' });
  expect(await sender.nextResponse()).toBeUndefined();
  const rejection = { code: 'NO_DATA', description: 'nobody of that name' } as const;
  await provider.sendResponse({ ...answerTo(id), rejection });
  expect((await sender.status(id)).processing).toBeUndefined();
  expect(await sender.nextResponse()).toMatchObject({ requestId: id, rejection });
  await expect(provider.sendResponse({ ...answerTo(id), content: { clear: true } })).rejects.toMatchObject({
    status: 409,
    code: 'exchange.request-closed',
  });
  b.clock.advance({ minutes: 2 });
  await empty();
});

test('a refused answer can be given again, under a new id', async () => {
  const id = await send();
  await provider.nextRequest();
  await provider.sendResponse({ ...answerTo(id), content: { clear: 1 } });
  await sender.acknowledge((await sender.nextResponse())?.messageId ?? '', false);
  expect((await provider.status(id)).status).toBe('responseIsRejectedBySmev');
  await provider.sendResponse({ ...answerTo(id), content: { clear: 2 } });
  expect(await sender.nextResponse()).toMatchObject({ requestId: id, content: { clear: 2 } });
  b.clock.advance({ minutes: 2 });
  await empty();
});

test('the sender withdraws a request until somebody takes it', async () => {
  const id = await send();
  await sender.cancel(id);
  await sender.cancel(id);
  expect((await sender.status(id)).status).toBe('cancelled');
  expect(await provider.nextRequest()).toBeUndefined();
  const taken = await send();
  await provider.nextRequest();
  await expect(sender.cancel(taken)).rejects.toMatchObject({ status: 409, code: 'exchange.too-late-to-cancel' });
  await expect(provider.cancel(taken)).rejects.toMatchObject({ code: 'exchange.target-message-not-found' });
  b.clock.advance({ minutes: 2 });
  await empty();
});

test('each change of state is told to the sender once', async () => {
  while (await sender.nextStatus());
  const id = await send();
  expect(await sender.nextStatus()).toBeUndefined();
  b.clock.advance({ seconds: 1 });
  await provider.nextRequest();
  expect(await sender.nextStatus()).toMatchObject({ messageId: id, status: 'requestIsProcessed' });
  await provider.sendResponse({ ...answerTo(id), processing: { details: 'one' } });
  expect(await sender.nextStatus()).toMatchObject({ status: 'underProcessing', processing: 'one' });
  await provider.sendResponse({ ...answerTo(id), processing: { details: 'two' } });
  expect(await sender.nextStatus()).toMatchObject({ status: 'underProcessing', processing: 'two' });
  expect(await sender.nextStatus()).toBeUndefined();
  expect(await provider.nextStatus()).toBeUndefined();
});

test('a request whose end of life has come is not delivered, and is archived without its content', async () => {
  const id = await send({ endOfLife: new Date(b.clock.now().getTime() + 10_000).toISOString() });
  b.clock.advance({ seconds: 11 });
  expect(await provider.nextRequest()).toBeUndefined();
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect((await sender.status(id)).status).toBe('messageIsArchived');
  expect(await b.sql('select content from mailbox_request where message_id = $1', [id])).toEqual([{ content: null }]);
});

test('a repetition is recognised even after its id became stale', async () => {
  const at = b.clock.now().getTime().toString(16).padStart(12, '0');
  const messageId = `${at.slice(0, 8)}-${at.slice(8)}-7${randomUUID().slice(15)}`;
  const message = { messageId, type: typeId, content: { snils: '1' } };
  await sender.sendRequest(message);
  b.clock.advance({ days: 3 });
  expect(await sender.sendRequest(message)).toMatchObject({ alreadySent: true });
  await empty();
});

test('a full mailbox and a used-up quota tell the sender to wait; what is repeated is still recognised', async () => {
  const ids = [];
  for (let count = 0; count < 5; count += 1) ids.push(await send());
  await expect(send()).rejects.toMatchObject({ status: 429, code: 'exchange.quota-exceeded' });
  expect(await sender.sendRequest({ messageId: ids[0] ?? '', type: typeId, content: { snils: '1' } })).toMatchObject({
    alreadySent: true,
  });
  await b.sql(
    `insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, sent_at, end_of_life, reference_id, state, state_at)
     select gen_random_uuid(), type, provider_id, provider_id, content, content_digest, sent_at, end_of_life, reference_id, state, state_at
     from mailbox_request where message_id = any($1::uuid[])`,
    [ids.slice(0, 1)],
  );
  await expect(send()).rejects.toMatchObject({ status: 429, code: 'exchange.destination-overflow' });
  await empty();
  await provider.acknowledge(await send().then(async () => (await provider.nextRequest())?.messageId ?? ''));
});

test('what waits already is handed to each reader that comes, while others wait too', async () => {
  await empty();
  const early = Array.from({ length: 3 }, () => provider.nextRequest({ waitSeconds: 20 }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  // As if another hub had taken them: nobody here is woken.
  const sent = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await b.sql(
    `insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, sent_at, end_of_life,
       reference_id, state, state_at)
     select id, $2, $3, $4, '{}', '', $5, $5::timestamptz + interval '1 day', id, 'requestIsAcceptedBySmev', $5
     from unnest($1::uuid[]) as id`,
    [sent, typeId, clientId, providerId, b.clock.now()],
  );
  // These never look again: they find what is there when they come.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const late = [await provider.nextRequest({ waitSeconds: 20 }), await provider.nextRequest({ waitSeconds: 20 })];
  vi.useRealTimers();
  const read = [...late, ...(await Promise.all(early))].map((message) => message?.messageId);
  expect(read.toSorted()).toEqual(sent.toSorted());
});
