// SPDX-License-Identifier: Apache-2.0
/** Many messages by one request: each is taken or refused by itself, as if it had come alone. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BatchOutcome, MailboxRequest } from '../src/contract.ts';
import { mostInBatch } from '../src/contract.ts';
import { acknowledgeAll } from '../src/mailbox/deliver.ts';
import { clientId, providerId, startMailbox, typeId } from './direct-mailbox.ts';

const { b, client: sender, provider: receiver, raw } = await startMailbox();
const ids = (count: number) => Array.from({ length: count }, (): string => randomUUID());
const request = (messageId: string, more: Partial<MailboxRequest> = {}): MailboxRequest => ({
  messageId,
  type: typeId,
  content: { snils: '1' },
  ...more,
});
const send = (messages: readonly string[]) => sender.sendRequests(messages.map((id) => request(id)));
const told = (outcomes: readonly BatchOutcome[]) =>
  outcomes.map((outcome) => (outcome.problem ? outcome.problem.code : outcome.alreadySent ? 'again' : 'stored'));
const logged = (messages: readonly string[]) =>
  b.sql<{ outcome: string; code: string | null }>(
    'select outcome, code from message where message_id = any($1) order by entry_id',
    [messages],
  );
/** Takes off whatever a test left. */
async function empty(): Promise<void> {
  for (;;) {
    const left = await receiver.nextRequests({ max: 100 });
    if (left.length === 0) return;
    await receiver.acknowledgeAll(left.map(({ messageId }) => ({ messageId })));
  }
}

test('each message of a batch is stored or refused by itself, in their order, with evidence of its own', async () => {
  const [good, repeated, known, other] = ids(4) as [string, string, string, string];
  await sender.sendRequest(request(known));
  const outcomes = await sender.sendRequests([
    request(good),
    request(repeated),
    request(repeated),
    request(known),
    request(known, { content: 'another' }),
    request(randomUUID(), { type: 'urn:none#x' }),
    { ...request(randomUUID()), messageId: 'no id' },
    request(other, { endOfLife: '2001-01-01T00:00:00Z' }),
  ]);
  expect(told(outcomes)).toEqual([
    'stored',
    'stored',
    'again',
    'again',
    'exchange.message-id-taken',
    'exchange.type-unknown',
    'exchange.message-invalid',
    'exchange.end-of-life-passed',
  ]);
  expect(outcomes[0]).toEqual({ messageId: good, alreadySent: false });
  expect(outcomes[6]?.problem).toMatchObject({ status: 422, errors: [{ pointer: '/messageId' }] });
  expect(await logged([good, repeated, known])).toEqual(
    Array.from({ length: 3 }, () => ({ outcome: 'accepted', code: null })),
  );
  const refused = await b.sql<{ code: string }>("select code from message where outcome = 'refused' order by code");
  expect(refused.map(({ code }) => code)).toEqual([
    'exchange.end-of-life-passed',
    'exchange.message-id-taken',
    'exchange.message-invalid',
    'exchange.type-unknown',
  ]);
  await empty();
});

test('a line that is no JSON is refused alone', async () => {
  const id = randomUUID();
  const { status, json } = await raw('/mailbox/batches/requests', `{"messageId":\n${JSON.stringify(request(id))}\n`);
  expect(status).toBe(200);
  expect(told((json as { results: BatchOutcome[] }).results)).toEqual(['exchange.body-malformed', 'stored']);
  await empty();
});

test('a batch without messages, with too many, or with a root of other messages is refused whole', async () => {
  const many = Array.from({ length: mostInBatch + 1 }, () => JSON.stringify(request(randomUUID()))).join('\n');
  for (const body of ['', many])
    expect(await raw('/mailbox/batches/requests', body)).toMatchObject({
      status: 422,
      json: { code: 'exchange.batch-size' },
    });
  const body = JSON.stringify(request(randomUUID()));
  const wrong: Record<string, string>[] = [{}, { 'x-stoa-parts': '' }, { 'x-stoa-parts': 'A'.repeat(43) + '=' }];
  for (const headers of wrong)
    expect(await raw('/mailbox/batches/acks', body, headers)).toMatchObject({
      status: 422,
      json: { code: 'exchange.batch-root' },
    });
  expect(await receiver.nextRequests({ max: 10 })).toEqual([]);
});

test('a reader takes as many as it asks for, oldest first, and nobody else gets them', async () => {
  const [first, second] = [ids(3), ids(4)];
  await send(first);
  b.clock.advance({ seconds: 1 });
  await send(second);
  const taken = (await receiver.nextRequests({ max: 5 })).map(({ messageId }) => messageId);
  expect(taken).toHaveLength(5);
  expect(taken.slice(0, 3).toSorted()).toEqual(first.toSorted());
  const rest = (await receiver.nextRequests({ max: 100 })).map(({ messageId }) => messageId);
  expect([...taken, ...rest].toSorted()).toEqual([...first, ...second].toSorted());
  expect(await receiver.nextRequests({ max: 5 })).toEqual([]);
  expect(told(await receiver.acknowledgeAll([...taken, ...rest].map((messageId) => ({ messageId }))))).toEqual(
    Array.from({ length: 7 }, () => 'stored'),
  );
});

test('readers at once that want the same share what there is', async () => {
  const sent = ids(10);
  await send(sent);
  const taken = await Promise.all([1, 3, 4, 1, 50].map((max) => receiver.nextRequests({ max })));
  expect(taken.map(({ length }) => length)).toEqual([1, 3, 4, 1, 1]);
  expect(
    taken
      .flat()
      .map(({ messageId }) => messageId)
      .toSorted(),
  ).toEqual(sent.toSorted());
  await receiver.acknowledgeAll(sent.map((messageId) => ({ messageId })));
});

test('a reader of many gets no more than it can carry, and the rest by its next request', async () => {
  const sent = ids(5);
  const content = 'x'.repeat(1_500_000);
  await sender.sendRequests(sent.slice(0, 3).map((id) => request(id, { content })));
  await sender.sendRequests(sent.slice(3).map((id) => request(id, { content })));
  const taken = [await receiver.nextRequests({ max: 100 }), await receiver.nextRequests({ max: 100 })];
  expect(taken.map(({ length }) => length)).toEqual([3, 2]);
  expect(
    taken
      .flat()
      .map(({ messageId }) => messageId)
      .toSorted(),
  ).toEqual(sent.toSorted());
  await receiver.sendResponses(taken.flat().map(({ replyTo }) => ({ messageId: randomUUID(), to: replyTo, content })));
  const answers = [await sender.nextResponses({ max: 100 }), await sender.nextResponses({ max: 100 })];
  expect(answers.map(({ length }) => length)).toEqual([3, 2]);
  await sender.acknowledgeAll(answers.flat().map(({ messageId }) => ({ messageId })));
  await receiver.acknowledgeAll(sent.map((messageId) => ({ messageId })));
});

test('a reader of many waits for the first, and is refused more than a hundred', async () => {
  const waiting = receiver.nextRequests({ max: 20, waitSeconds: 20 });
  const [id] = ids(1) as [string];
  await send([id]);
  expect((await waiting).map(({ messageId }) => messageId)).toEqual([id]);
  await receiver.acknowledge(id);
  for (const max of [0, 101, 1.5])
    await expect(receiver.nextRequests({ max })).rejects.toMatchObject({ code: 'exchange.message-invalid' });
});

test('answers and acknowledgements of a batch do what each alone would do', async () => {
  const sent = ids(3);
  await send(sent);
  const taken = await receiver.nextRequests({ max: 3 });
  const [one, two, three] = taken.map(({ replyTo }) => replyTo) as [string, string, string];
  const answer = (to: string, messageId: string = randomUUID()) => ({ messageId, to, content: { clear: true } });
  const again = answer(one);
  const outcomes = await receiver.sendResponses([
    again,
    answer(one),
    again,
    { messageId: randomUUID(), to: two, processing: { details: 'soon' } },
    answer(two),
    { messageId: randomUUID(), to: three },
    answer(`${clientId}#${randomUUID()}`),
    answer('nowhere'),
  ]);
  expect(told(outcomes)).toEqual([
    'stored',
    'exchange.request-closed',
    'again',
    'stored',
    'stored',
    'exchange.answer-ambiguous',
    'exchange.reply-to-unknown',
    'exchange.reply-to-unknown',
  ]);
  expect((await sender.status(sent.find((id) => two.endsWith(id)) ?? '')).status).toBe('responseIsAcceptedBySmev');
  const answers = await sender.nextResponses({ max: 10 });
  expect(answers.map(({ requestId }) => requestId).toSorted()).toEqual(
    [one, two].map((to) => to.split('#')[1] ?? '').toSorted(),
  );
  const [first, second] = answers.map(({ messageId }) => messageId) as [string, string];
  expect(
    told(
      await sender.acknowledgeAll([
        { messageId: first },
        { messageId: first },
        { messageId: second, accepted: false },
        { messageId: randomUUID() },
      ]),
    ),
  ).toEqual(['stored', 'stored', 'stored', 'exchange.target-message-not-found']);
  const states = await Promise.all(answers.map(async ({ requestId }) => (await sender.status(requestId)).status));
  expect(states).toEqual(['messageIsDelivered', 'responseIsRejectedBySmev']);
  await receiver.acknowledgeAll(sent.map((messageId) => ({ messageId })));
});

test('request and answer acknowledged in one turn both count', async () => {
  const sent = ids(8);
  await send(sent);
  const taken = await receiver.nextRequests({ max: 8 });
  await receiver.sendResponses(
    taken.map(({ replyTo }) => ({ messageId: randomUUID(), to: replyTo, content: { clear: true } })),
  );
  const answers = await sender.nextResponses({ max: 8 });
  const accepted = true;
  const outcomes = await b.module.tx({ kind: 'system' }, (tx) =>
    acknowledgeAll(tx, [
      ...answers.map(({ messageId }) => ({ subsystem: clientId, messageId, accepted })),
      ...sent.map((messageId) => ({ subsystem: providerId, messageId, accepted })),
    ]),
  );
  expect(outcomes).toEqual(Array.from({ length: 16 }, () => undefined));
  const states = await Promise.all(sent.map(async (id) => (await sender.status(id)).status));
  expect(new Set(states)).toEqual(new Set(['messageIsDelivered']));
  expect(
    await b.sql('select 1 from mailbox_request where message_id = any($1) and acknowledged_at is null', [sent]),
  ).toEqual([]);
});

test('a message whose file is missing takes nothing of the others with it', async () => {
  const [good, bad, also] = ids(3) as [string, string, string];
  const attachments = [
    { id: randomUUID(), digest: `sha-256=:${'A'.repeat(43)}=:`, mimeType: 'text/plain', name: 'none.txt' },
  ];
  const outcomes = await sender.sendRequests([request(good), request(bad, { attachments }), request(also)]);
  expect(told(outcomes)).toEqual(['stored', 'exchange.attachment-missing', 'stored']);
  expect((await sender.status(bad)).status).toBe('doesNotExist');
  await empty();
});

test('of a batch as many are stored as there is room for, and the rest is told to wait', async () => {
  const small = await startMailbox({ STOA_MAILBOX_QUEUE_LIMIT: '5', STOA_MAILBOX_CLIENT_QUOTA: '3' });
  const outcomes = await small.client.sendRequests(ids(6).map((id) => request(id)));
  expect(told(outcomes)).toEqual([
    ...Array.from({ length: 3 }, () => 'stored'),
    ...Array.from({ length: 3 }, () => 'exchange.quota-exceeded'),
  ]);
  const roomy = await startMailbox({ STOA_MAILBOX_QUEUE_LIMIT: '4' });
  const overflowing = await roomy.client.sendRequests(ids(6).map((id) => request(id)));
  expect(told(overflowing).slice(3)).toEqual([
    'stored',
    'exchange.destination-overflow',
    'exchange.destination-overflow',
  ]);
});

test('whatever is sent, a batch is told what its messages would be told one after the other', async () => {
  const message = fc.record({ id: fc.nat(5), content: fc.constantFrom('a', 'b'), late: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
      const [together, alone] = [ids(6), ids(6)];
      const of = (all: readonly string[]) =>
        messages.map(({ id, content, late }) =>
          request(all[id] ?? '', { content, ...(late ? { endOfLife: '2001-01-01T00:00:00Z' } : {}) }),
        );
      const oneByOne: string[] = [];
      for (const one of of(alone))
        oneByOne.push(
          await sender.sendRequest(one).then(
            ({ alreadySent }) => (alreadySent ? 'again' : 'stored'),
            (error: { code: string }) => error.code,
          ),
        );
      expect(told(await sender.sendRequests(of(together)))).toEqual(oneByOne);
    }),
    { numRuns: 40 },
  );
  await empty();
});
