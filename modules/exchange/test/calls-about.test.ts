// SPDX-License-Identifier: Apache-2.0
/** Whom a call named is told of it, whoever made it and however it went; what it said is kept by pseudonym alone. */
import { randomUUID } from 'node:crypto';
import { personJoined } from '@stoa/identity/contract';
import { newId, personKey } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import { createDurableLog } from '../src/log/durable-log.ts';
import { enrolDirectly } from './direct.ts';
import { clientId, providerId, startMailbox, typeId } from './direct-mailbox.ts';

const { b, client, raw } = await startMailbox();
const system = { kind: 'system' } as const;
const cases = { kind: 'service', id: 'cases' } as const;
const name = { en: 'People' };
const service = `${providerId}/people`;
const snils = '14567890105';
const scheme = 'xm:snils';
const publish = (more: object = {}) =>
  b.call(contract.publishService, { subsystemId: providerId, code: 'people', name, ...more }, system);
await publish({
  persons: [
    { scheme, path: '/{number}' },
    { scheme, query: 'owner' },
    { scheme, body: '/people/*/snils' },
  ],
});
await b.call(
  contract.publishInformationType,
  {
    id: typeId,
    providerId,
    name: { en: 'Test' },
    requestSchema: {},
    responseSchema: {},
    persons: [{ scheme, body: '/snils' }],
  },
  system,
);
const { id: right } = await b.call(
  contract.grantRight,
  { consumerId: clientId, target: service, method: '*', pathPattern: '/**', purpose: 'Checking a tenant' },
  system,
);
await exchangeOf(b.module).directory.refresh();
const direct = await enrolDirectly(b, clientId);
const keyOf = (number: string) => personKey(b.module, scheme, number);
const about = async (number: string, more: object = {}) =>
  b.call(contract.listCallsAbout, { personKey: keyOf(number), ...more }, cases);
const call = (rest: string, method = 'GET', body?: object) => {
  const id = randomUUID();
  return direct.send(method, `/r1/${service}${rest}`, body, { 'x-road-id': id }).then(() => id);
};

test('a call by a system that no case knows of is told to whom it named, with who, what for and how it went', async () => {
  const id = await call(`/${snils}`);
  expect((await about(snils)).items).toEqual([
    {
      id: expect.any(String),
      messageId: id,
      clientId,
      clientName: { en: 'X' },
      target: service,
      targetName: name,
      providerName: { en: 'Test' },
      purpose: 'Checking a tenant',
      outcome: 'accepted',
      at: expect.any(String),
    },
  ]);
  expect((await about('10120230348')).items).toEqual([]);
});

test('however the request names people: under the path, as typed, by parameter, each in a body', async () => {
  const first = '10120230348';
  const second = '11223344595';
  const ids = [
    await call(`/${first}/address?lang=en`),
    await call('/101-202-303%2048'),
    await call(`/?owner=${second}&owner=${first}`),
    await call('/', 'POST', { people: [{ snils: first }, { snils: second }, { snils: first }, 7, {}] }),
  ];
  const told = async (number: string) => (await about(number)).items.map(({ messageId }) => messageId);
  expect(await told(first)).toEqual(ids.toReversed());
  expect(await told(second)).toEqual([ids[3], ids[2]]);
});

test('a refused call is told too, and each attempt under the same id', async () => {
  const number = '16213441801';
  await b.call(contract.withdrawRight, { id: right }, system);
  await exchangeOf(b.module).directory.refresh();
  const id = randomUUID();
  for (const rest of [`/${number}`, `/${number}/x`])
    await direct.send('GET', `/r1/${service}${rest}`, undefined, { 'x-road-id': id });
  const { items } = await about(number);
  expect(items).toMatchObject([
    { messageId: id, outcome: 'refused' },
    { messageId: id, outcome: 'refused' },
  ]);
  expect(items[0]).not.toHaveProperty('purpose');
});

test('a request through the mailbox is told once however often it is sent, and a refused one as one of its type', async () => {
  const number = '17323450902';
  const request = { messageId: randomUUID(), type: typeId, content: { snils: number } };
  await client.sendRequest(request);
  await client.sendRequest(request);
  expect((await about(number)).items).toMatchObject([
    { messageId: request.messageId, target: typeId, purpose: 'Testing', outcome: 'accepted' },
  ]);
  const other = { ...request, content: { snils: number, other: true } };
  expect((await raw('/mailbox/batches/requests', JSON.stringify(other))).json).toMatchObject({
    results: [{ problem: { code: 'exchange.message-id-taken' } }],
  });
  await expect(client.sendRequest(other)).rejects.toMatchObject({ code: 'exchange.message-id-taken' });
  expect((await about(number)).items.map(({ target, outcome }) => [target, outcome])).toEqual([
    [typeId, 'refused'],
    [typeId, 'refused'],
    [typeId, 'accepted'],
  ]);
});

test('pages follow one another without gap or repetition', async () => {
  const all = (await about('10120230348')).items;
  expect(all).toHaveLength(4);
  const first = await about('10120230348', { limit: 3 });
  const second = await about('10120230348', { limit: 3, cursor: first.nextCursor });
  expect([...first.items, ...second.items]).toEqual(all);
  expect(second.nextCursor).toBeUndefined();
});

test('what was declared stays when a service is published again without it, and what says nothing is refused', async () => {
  await publish();
  await exchangeOf(b.module).directory.refresh();
  await call('/18432560003');
  expect((await about('18432560003')).items).toHaveLength(1);
  for (const place of [{ path: 'number' }, { path: '/{number}/x' }, { body: 'snils' }, {}])
    await expect(publish({ persons: [{ scheme, ...place }] })).rejects.toMatchObject({ code: 'kernel.input-invalid' });
  await publish({ persons: [] });
  await exchangeOf(b.module).directory.refresh();
  await call('/18432560003');
  expect((await about('18432560003')).items).toHaveLength(1);
});

test('the table has pseudonyms alone, committed with the entries', async () => {
  const rows = await b.sql('select a.*, m.entry_id as known from asked_person a left join message m using (entry_id)');
  expect(rows.length).toBeGreaterThan(8);
  for (const { person_key: key, known } of rows) {
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(known).not.toBeNull();
  }
});

test('where it cannot be noted whom a call names, the call is neither logged nor made', async () => {
  await b.sql("alter table asked_person add constraint none check (person_key <> 'x') not valid");
  const message = {
    direction: 'request',
    kind: 'sync',
    client: clientId,
    target: service,
    outcome: 'accepted',
  } as const;
  const messageId = randomUUID();
  const log = createDurableLog(b.module);
  await expect(log({ ...message, messageId, facts: {}, people: ['x'] })).rejects.toThrow('none');
  expect(await b.sql('select from message where message_id = $1', [messageId])).toEqual([]);
  await log({ ...message, messageId, facts: {}, people: ['y'] });
  expect(await b.sql('select from message where message_id = $1', [messageId])).toHaveLength(1);
});

test.each([
  { kind: 'service', id: 'quality' } as const,
  { kind: 'anonymous' } as const,
  b.person({ snils }),
  b.person({ duties: ['platform.operator', 'audit.auditor', 'exchange.engineer'] }),
])('nobody but cases is told: $kind', async (principal) => {
  await expect(b.call(contract.listCallsAbout, { personKey: keyOf(snils) }, principal)).rejects.toMatchObject({
    kind: principal.kind === 'anonymous' ? 'unauthenticated' : 'forbidden',
  });
});

test('calls about a person are theirs under the pseudonym that comes after, each once', async () => {
  const [before, after] = ['14567890105', '11223344595'];
  const known = (await about(before)).items.map(({ id }) => id);
  expect(known.length).toBeGreaterThan(0);
  // One call has named both.
  await b.sql('insert into exchange.asked_person (person_key, entry_id) values ($1, $2)', [keyOf(after), known[0]]);
  for (const event of [newId(), newId()])
    await b.deliver(personJoined, { from: keyOf(before), to: keyOf(after) }, event);
  await b.drain();
  expect((await about(before)).items).toEqual([]);
  expect((await about(after)).items.map(({ id }) => id)).toEqual(expect.arrayContaining(known));
});
