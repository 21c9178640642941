// SPDX-License-Identifier: Apache-2.0
/** Calls told to the module whose cases made them: by id and sender, to nobody else. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { createDurableLog } from '../src/log/durable-log.ts';
import { bodyOf } from '../src/wire/index.ts';
import { clientId, providerId, startMailbox, typeId } from './direct-mailbox.ts';

const { b, client } = await startMailbox();
const cases = { kind: 'service', id: 'cases' } as const;
const log = createDurableLog(b.module);
const service = `${providerId}/things`;
const system = { kind: 'system' } as const;
await b.call(
  contract.publishService,
  { subsystemId: providerId, code: 'things', name: { en: 'Things', ru: 'Вещи' } },
  system,
);
const logged = (messageId: string, more: object = {}) =>
  log({
    direction: 'request',
    kind: 'sync',
    messageId,
    client: clientId,
    target: service,
    issue: undefined,
    outcome: 'accepted',
    body: bodyOf(Buffer.alloc(0)),
    personal: {},
    facts: { purpose: 'Checking an employer' },
    ...more,
  } as Parameters<typeof log>[0]);
const explain = (...ids: string[]) =>
  b.call(contract.explainCalls, { calls: ids.map((messageId) => ({ messageId, clientId })) }, cases);

test('a call is told with its parties, time and purpose', async () => {
  const id = randomUUID();
  await logged(id);
  await logged(id, { direction: 'response', facts: {} });
  expect((await explain(id)).items).toEqual([
    {
      messageId: id,
      clientId,
      clientName: expect.objectContaining({ en: expect.any(String) }),
      target: service,
      targetName: { en: 'Things', ru: 'Вещи' },
      providerName: expect.objectContaining({ en: expect.any(String) }),
      purpose: 'Checking an employer',
      outcome: 'accepted',
      at: expect.any(String),
    },
  ]);
});

test('a request through the mailbox is told with the purpose of the right', async () => {
  const request = { messageId: randomUUID(), type: typeId, content: {} };
  await client.sendRequest(request);
  expect((await explain(request.messageId)).items).toMatchObject([
    { messageId: request.messageId, target: request.type, purpose: 'Testing' },
  ]);
});

test('what another sender sent under the same id is not told, nor what nobody sent', async () => {
  const id = randomUUID();
  await logged(id, { client: providerId });
  expect((await explain(id, randomUUID())).items).toEqual([]);
});

test('a call that was first refused and then made is told once, as made; one that has no service by its target', async () => {
  const [twice, unknown] = [randomUUID(), randomUUID()];
  await logged(twice, { outcome: 'refused', code: 'server.serverproxy.busy', facts: {} });
  await logged(twice);
  await logged(unknown, { target: 'nothing', outcome: 'refused', code: 'x', facts: {} });
  const { items } = await explain(twice, unknown);
  expect(items).toHaveLength(2);
  expect(items).toContainEqual(expect.objectContaining({ messageId: twice, outcome: 'accepted' }));
  expect(items.find(({ messageId }) => messageId === unknown)).toMatchObject({ target: 'nothing', outcome: 'refused' });
  expect(items.find(({ messageId }) => messageId === unknown)).not.toHaveProperty('purpose');
});

test.each([
  { kind: 'service', id: 'quality' } as const,
  { kind: 'anonymous' } as const,
  b.person(),
  b.person({ duties: ['platform.operator', 'audit.auditor', 'exchange.engineer'] }),
])('nobody but cases is told: $kind', async (principal) => {
  await expect(b.call(contract.explainCalls, { calls: [] }, principal)).rejects.toMatchObject({
    kind: principal.kind === 'anonymous' ? 'unauthenticated' : 'forbidden',
  });
});
