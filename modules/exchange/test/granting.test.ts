// SPDX-License-Identifier: Apache-2.0
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });
const name = { en: 'Name' };
const [consumer, provider, other] = ['XM/GOV/1/CONSUMER', 'XM/GOV/2/PROVIDER', 'XM/GOV/3/OTHER'] as const;
for (const id of [consumer, provider, other])
  await b.call(contract.registerSubsystem, { id, name, memberName: name }, operator);
const { id: service } = await b.call(contract.publishService, { subsystemId: provider, code: 'pets', name }, operator);
const document = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: { '/pets/{id}': { get: { operationId: 'getPet' }, put: {} }, '/pets': { post: { operationId: 'addPet' } } },
});
const grant = (input: object) =>
  b.call(contract.grantRight, { target: service, purpose: 'Testing', ...input }, operator);
const decide = (from: string, method: string, path: string) =>
  exchangeOf(b.module).directory.rights.decide({
    consumer: from,
    target: service,
    method,
    path,
    purpose: undefined,
    at: b.clock.now(),
  });
const allows = async (from: string, method: string, path: string, expected: boolean) =>
  expect.poll(() => decide(from, method, path) !== 'denied').toBe(expected);

test('a right to an operation covers it, and nothing once the document drops it', async () => {
  await expect(grant({ consumerId: consumer, operationId: 'getPet' })).rejects.toMatchObject({
    code: 'exchange.operation-unknown',
  });
  expect(await b.call(contract.publishOpenapi, { serviceId: service, document }, operator)).toEqual({ operations: 3 });
  await grant({ consumerId: consumer, operationId: 'getPet' });
  await allows(consumer, 'GET', '/pets/1', true);
  expect([decide(consumer, 'PUT', '/pets/1'), decide(consumer, 'GET', '/pets/1/x')]).toEqual(['denied', 'denied']);
  const yaml = 'openapi: 3.0.3\ninfo: { title: Pets }\npaths: { /pets: { get: {} } }\n';
  await b.call(contract.publishOpenapi, { serviceId: service, document: yaml }, operator);
  await allows(consumer, 'GET', '/pets/1', false);
});

test('rights are withdrawn', async () => {
  const { id } = await grant({ consumerId: consumer, method: 'DELETE' });
  await allows(consumer, 'DELETE', '/x', true);
  await b.call(contract.withdrawRight, { id }, operator);
  await allows(consumer, 'DELETE', '/x', false);
  await expect(b.call(contract.withdrawRight, { id }, operator)).rejects.toMatchObject({
    kind: 'missing',
    code: 'exchange.right-unknown',
  });
});

test('a group gives and takes with its list; a local one is for its own provider', async () => {
  const group = (members: string[], ownerId?: string) =>
    b.call(contract.defineGroup, { code: 'schools', name, members, ...(ownerId ? { ownerId } : {}) }, operator);
  const global = await group([other]);
  expect(global).toEqual({ id: 'GLOBAL/schools' });
  const first = await grant({ groupId: global.id, method: 'GET' });
  expect(await grant({ groupId: global.id, method: 'GET' })).toEqual(first);
  await allows(other, 'GET', '/x', true);
  await group([]);
  await allows(other, 'GET', '/x', false);
  const local = await group([other], provider);
  await grant({ groupId: local.id, method: 'PUT' });
  await allows(other, 'PUT', '/x', true);
  const foreign = await group([other], consumer);
  await expect(grant({ groupId: foreign.id })).rejects.toMatchObject({ code: 'exchange.group-foreign' });
  await expect(group(['XM/GOV/9/NOBODY'])).rejects.toMatchObject({ code: 'exchange.subsystem-unknown' });
  await expect(grant({ groupId: 'GLOBAL/none' })).rejects.toMatchObject({ code: 'exchange.group-unknown' });
});

test.each([
  ['no subject', {}],
  ['two subjects', { consumerId: consumer, groupId: 'GLOBAL/schools' }],
  ['an operation and a path', { consumerId: consumer, operationId: 'getPet', pathPattern: '/x' }],
])('a right with %s is unclear', async (_name, input) => {
  await expect(grant(input)).rejects.toMatchObject({ kind: 'invalid', code: 'exchange.right-unclear' });
});

const bomb = `openapi: 3.0.0\ninfo: { title: x }\na: &a [x, x, x]\n${'bcdefghij'
  .split('')
  .map((n, i) => `${n}: &${n} [${`*${'abcdefghi'[i]},`.repeat(9)}]`)
  .join('\n')}\npaths: {}\n`;
test.each([
  ['no document', '{'],
  ['a list', '[]'],
  ['Swagger 2', '{"swagger":"2.0"}'],
  ['no title', '{"openapi":"3.0.0","info":{},"paths":{}}'],
  ['no paths', '{"openapi":"3.0.0","info":{"title":"x"}}'],
  ['a path without a slash', '{"openapi":"3.0.0","info":{"title":"x"},"paths":{"x":{}}}'],
  ['the same id twice', document.replace('addPet', 'getPet')],
  ['characters that are no text', document.replace('Pets', '\\u0000')],
  ['a YAML bomb', bomb],
  ['lists in lists without end', `{"openapi":"3.0.0","info":{"title":"x"},"paths":{},"a":${'['.repeat(20_000)}`],
  [
    'lists in lists to an end',
    `{"openapi":"3.0.0","info":{"title":"x"},"paths":{},"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ],
  ['a duplicate key', 'openapi: 3.0.0\nopenapi: 3.0.0\n'],
  [
    'too many operations',
    JSON.stringify({
      openapi: '3.0.0',
      info: { title: 'x' },
      paths: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`/${i}`, { get: {} }])),
    }),
  ],
])('%s is no OpenAPI document', async (_name, text) => {
  await expect(b.call(contract.publishOpenapi, { serviceId: service, document: text }, operator)).rejects.toMatchObject(
    { kind: 'invalid', code: 'exchange.openapi-invalid' },
  );
});

test('a document is published for a service that is there', async () => {
  await expect(
    b.call(contract.publishOpenapi, { serviceId: `${provider}/none`, document }, operator),
  ).rejects.toMatchObject({ kind: 'missing', code: 'exchange.service-unknown' });
});
