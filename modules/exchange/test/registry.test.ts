// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ModuleRuntime } from '@stoa/kernel';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const system = { kind: 'system' } as const;
const operator = b.person({ duties: ['platform.operator'] });
const id = 'XM/GOV/1/ONE';
const name = { en: 'One' };
await b.call(contract.registerSubsystem, { id, name, memberName: name }, operator);
const ecKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsaKey = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const request = (key: KeyObject, subsystem = id) => signCertificateRequest(key, subsystem);
const ec = await request(ecKey());
const ed = await request(generateKeyPairSync('ed25519').privateKey);
/** As somebody makes it who has seen the key and not has it. */
const withoutKey = Buffer.from(ed.replace(/-----.*-----|\s/g, ''), 'base64');
withoutKey.fill(1, withoutKey.length - 64);
const notSigned = `-----BEGIN CERTIFICATE REQUEST-----\n${withoutKey.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
const type = (change: object = {}) => ({
  id: 'urn:xm:a:1.0#Request',
  providerId: id,
  name,
  requestSchema: { type: 'object' },
  responseSchema: {},
  ...change,
});

test('an information type is published once and never changes', async () => {
  await b.call(contract.publishInformationType, type(), system);
  await b.call(contract.publishInformationType, type(), system);
  await expect(
    b.call(contract.publishInformationType, type({ requestSchema: { type: 'array' } }), system),
  ).rejects.toMatchObject({ kind: 'conflict', code: 'exchange.type-immutable' });
  await expect(
    b.call(contract.publishInformationType, type({ id: 'urn:b#R', requestSchema: { type: 'nothing' } }), system),
  ).rejects.toMatchObject({ code: 'exchange.schema-invalid' });
  await expect(
    b.call(contract.publishInformationType, type({ providerId: 'XM/GOV/1/NONE' }), system),
  ).rejects.toMatchObject({ code: 'exchange.subsystem-unknown' });
});

test('a right names something that exists, and is granted again with a new end', async () => {
  await expect(
    b.call(contract.grantRight, { consumerId: id, target: 'nothing', purpose: 'Testing' }, system),
  ).rejects.toMatchObject({ code: 'exchange.target-unknown' });
  const { id: service } = await b.call(contract.publishService, { subsystemId: id, code: 'things', name }, system);
  const first = await b.call(contract.grantRight, { consumerId: id, target: service, purpose: 'Testing' }, system);
  expect(
    await b.call(contract.grantRight, { consumerId: id, target: service, purpose: 'Testing more' }, system),
  ).toEqual(first);
});

test.each([
  ['an RSA key for the channel', await request(rsaKey(2048)), ed],
  ['a short RSA key', ec, await request(rsaKey(1024))],
  ['the keys swapped', ed, ec],
  ['the name of another subsystem', ec, await request(ecKey(), 'XM/GOV/1/OTHER')],
  ['a request that is not signed with the key it asks for', ec, notSigned],
  ['no request', 'x', ed],
])('a connector with %s gets no certificate, and its token stays good', async (_name, tlsRequest, signingRequest) => {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId: id }, operator);
  const enrol = (tls: string, signing: string) =>
    b.call(contract.enrolConnector, { subsystemId: id, token, tlsRequest: tls, signingRequest: signing });
  await expect(enrol(tlsRequest, signingRequest)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'exchange.key-unsuitable',
  });
  expect((await enrol(ec, ed)).hubUrl).toMatch(/^https:/);
});

test('the overview shows members and what they offer to those who observe', async () => {
  const overview = await b.call(contract.getOverview, {}, operator);
  expect(overview.subsystems).toMatchObject([
    { id, connected: false, informationTypes: [{ id: 'urn:xm:a:1.0#Request' }] },
  ]);
  await expect(b.call(contract.getOverview, {}, b.person())).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('only operators administer, only auditors read the log', async () => {
  const stranger = b.person({ duties: ['exchange.engineer'] });
  await expect(b.call(contract.allowEnrolment, { subsystemId: id }, stranger)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  await expect(b.call(contract.listMessages, {}, operator)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('before the hub is up, what needs it says so', () => {
  expect(() => exchangeOf({} as ModuleRuntime)).toThrow(
    expect.objectContaining({ kind: 'unavailable', code: 'exchange.hub-starting' }),
  );
});
