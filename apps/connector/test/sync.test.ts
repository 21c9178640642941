// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { expect, test } from 'vitest';
import { connectorClient, grantRight, listMessages, revokeCertificates } from '@stoa/exchange/contract';
import { Pool } from 'undici';
import { consumerId, directClient, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer, connect, stranger, seen, logged } = await startExchangeWorld();
const service = `${providerId}/persons`;
const client = connectorClient(consumer.connector.url, consumerId);
const raw = (path: string, headers: Record<string, string> = { 'x-road-client': consumerId }, init: RequestInit = {}) =>
  fetch(consumer.connector.url + path, { ...init, headers });

test('a call reaches the provider unchanged and its answer comes back signed and logged', async () => {
  const answer = await client.call(service, '/persons/1?full=yes', { issue: 'case-1', userId: 'EE123' });
  expect(answer).toMatchObject({ status: 200, body: { path: '/api/persons/1?full=yes', name: 'Иванова' } });
  expect(seen.at(-1)?.headers).toMatchObject({
    'x-road-client': consumerId,
    'x-road-id': answer.messageId,
    'x-road-userid': 'EE123',
  });
  const messages = await logged(answer.messageId);
  expect(messages.map((m) => [m.direction, m.outcome, m.signature, m.signer])).toEqual([
    ['request', 'accepted', 'valid', consumerId],
    ['response', 'accepted', 'valid', providerId],
  ]);
  const auditor = b.person({ duties: ['audit.auditor'] });
  expect((await b.call(listMessages, { issue: 'case-1' }, auditor)).items).toHaveLength(2);
});

test('the response carries the headers of the X-Road protocol', async () => {
  const response = await raw(`/r1/${service}/persons/2`, { 'x-road-client': consumerId, 'x-road-id': 'my-own-id-1' });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-road-client': consumerId,
    'x-road-service': service,
    'x-road-id': 'my-own-id-1',
    'x-road-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-road-request-hash': expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
  });
});

test("the provider's own refusal passes through as it is", async () => {
  const response = await raw(`/r1/${service}/missing`);
  expect([response.status, await response.json(), response.headers.get('x-road-error')]).toEqual([
    404,
    { code: 'person-unknown' },
    null,
  ]);
});

test.each([
  ['no X-Road-Client', `/r1/${service}/1`, {}, 400, 'client.missing_header'],
  ['another client', `/r1/${service}/1`, { 'x-road-client': providerId }, 400, 'client.client_mismatch'],
  ['a short path', '/r1/XM/GOV/1003', { 'x-road-client': consumerId }, 400, 'client.invalid_service_path'],
  [
    'a path that climbs',
    `/r1/${service}/%252e%252e/x`,
    { 'x-road-client': consumerId },
    400,
    'client.invalid_service_path',
  ],
  [
    'an unknown subsystem',
    '/r1/XM/GOV/9999/NOBODY/persons/1',
    { 'x-road-client': consumerId },
    500,
    'server.serverproxy.unknown_service',
  ],
  [
    'an unknown service',
    `/r1/${providerId}/nothing/1`,
    { 'x-road-client': consumerId },
    500,
    'server.serverproxy.unknown_service',
  ],
])('%s is refused with its code', async (_name, path, headers, status, code) => {
  const response = await raw(path, headers as Record<string, string>);
  expect([
    response.status,
    ((await response.json()) as { type: string }).type,
    response.headers.get('x-road-error'),
  ]).toEqual([status, code, code]);
});

test('errors come as XML to who asks for XML', async () => {
  const response = await raw('/r1/XM/GOV/9999/NOBODY/x', { 'x-road-client': consumerId, accept: 'text/xml' });
  expect(await response.text()).toMatch(/^<error><type>server\.serverproxy\.unknown_service<\/type>/);
});

test('a subsystem without a right is refused and the refusal is logged', async () => {
  const response = await fetch(`${stranger.connector.url}/r1/${service}/persons/1`, {
    headers: { 'x-road-client': stranger.settings.subsystem, 'x-road-id': 'denied-1' },
  });
  expect([response.status, response.headers.get('x-road-error')]).toEqual([500, 'server.serverproxy.access_denied']);
  expect(await logged('denied-1')).toMatchObject([
    { outcome: 'refused', code: 'server.serverproxy.access_denied', signature: 'valid' },
  ]);
});

test('a right for GET does not cover POST, and an expired right covers nothing', async () => {
  const post = await raw(
    `/r1/${service}/persons/1`,
    { 'x-road-client': consumerId, 'content-type': 'application/json' },
    { method: 'POST', body: '{}' },
  );
  expect(post.headers.get('x-road-error')).toBe('server.serverproxy.access_denied');
  await b.call(
    grantRight,
    {
      consumerId: stranger.settings.subsystem,
      target: service,
      purpose: 'Past',
      validUntil: new Date(b.clock.now().getTime() - 1000).toISOString(),
    },
    { kind: 'system' },
  );
  const expired = await fetch(`${stranger.connector.url}/r1/${service}/persons/1`, {
    headers: { 'x-road-client': stranger.settings.subsystem },
  });
  expect(expired.headers.get('x-road-error')).toBe('server.serverproxy.access_denied');
});

test('a provider that does not answer in time fails that call alone', async () => {
  const slow = raw(`/r1/${service}/slow`, { 'x-road-client': consumerId, 'x-road-id': 'slow-1' });
  expect((await client.call(service, '/persons/3')).status).toBe(200);
  expect((await slow).headers.get('x-road-error')).toBe('server.serverproxy.timeout');
  expect((await logged('slow-1')).map((m) => m.outcome)).toEqual(['accepted', 'failed']);
});

test('a provider whose own system breaks answers as an X-Road fault', async () => {
  expect((await raw(`/r1/${service}/broken`)).headers.get('x-road-error')).toBe('server.serverproxy.service_failed');
});

test('a service that fails again and again is given a rest, and answered for at once', async () => {
  const broken = () => raw(`/r1/${service}/broken`);
  await expect
    .poll(async () => (await broken()).headers.get('x-road-error'))
    .toBe('server.serverproxy.service_unavailable');
  const resting = await raw(`/r1/${service}/persons/1`, { 'x-road-client': consumerId, 'x-road-id': 'resting-1' });
  expect([resting.status, resting.headers.get('retry-after')]).toEqual([500, '1']);
  expect((await logged('resting-1')).map((m) => [m.outcome, m.code])).toEqual([
    ['accepted', undefined],
    ['failed', 'server.serverproxy.service_unavailable'],
  ]);
  await expect.poll(async () => (await raw(`/r1/${service}/persons/1`)).status).toBe(200);
});

test('a body over the limit is refused', async () => {
  const { connector } = await connect(consumerId, undefined, { largestBody: 2_000_000 });
  const response = await fetch(`${connector.url}/r1/${service}/x`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId },
    body: Buffer.alloc(2_000_001),
  });
  expect([response.status, response.headers.get('x-road-error')]).toEqual([400, 'client.body_too_large']);
});

const direct = await directClient(consumer.settings, b.clock);

test('a signed message sent straight to the hub is accepted once and refused as a replay', async () => {
  const target = `/r1/${service}/persons/4`;
  const headers = direct.sign(target, 'direct-1');
  expect(await direct.send(target, headers)).toEqual([200, undefined]);
  expect(await direct.send(target, headers)).toEqual([400, 'client.replayed']);
});

test.each([
  [
    'no signature',
    (h: Record<string, string>) => ({ 'x-road-client': h['x-road-client'] ?? '', 'x-road-id': 'n1' }),
    'client.signature_missing',
  ],
  ['a changed header', (h: Record<string, string>) => ({ ...h, 'x-road-id': 'other' }), 'client.invalid_signature'],
  [
    'a wrong digest',
    (h: Record<string, string>) => ({ ...h, 'content-digest': 'sha-256=:AAAA:' }),
    'client.invalid_signature',
  ],
  [
    'an unknown key',
    (h: Record<string, string>) => ({
      ...h,
      'signature-input': (h['signature-input'] ?? '').replace(/keyid="[0-9a-f]{8}/, 'keyid="00000000'),
    }),
    'client.unknown_key',
  ],
  ['another client', (h: Record<string, string>) => ({ ...h, 'x-road-client': providerId }), 'client.client_mismatch'],
  [
    'fewer components signed',
    (h: Record<string, string>) => ({
      ...h,
      'signature-input': (h['signature-input'] ?? '').replace('"@method" ', ''),
    }),
    'client.invalid_signature',
  ],
])('a message with %s is refused', async (_name, change, code) => {
  const target = `/r1/${service}/persons/5`;
  expect(await direct.send(target, change(direct.sign(target, 'tampered')))).toEqual([400, code]);
});

test.each([[-120], [120], [86_400], [-86_400]])(
  'a signature %i seconds off the clock is refused, ten seconds are not',
  async (seconds) => {
    const target = `/r1/${service}/persons/6`;
    const off = (s: number) => direct.sign(target, `skew-${s}`, new Date(b.clock.now().getTime() + s * 1000));
    expect(await direct.send(target, off(seconds))).toEqual([400, 'client.clock_skew']);
  },
);

test('a connection without a certificate of the exchange is not accepted at all', async () => {
  const pool = new Pool(direct.credentials.hubUrl, { connect: { ca: direct.credentials.authority } });
  await expect(pool.request({ method: 'GET', path: '/r1/x' })).rejects.toThrow();
  await pool.close();
});

test('a token enrols once, and a revoked subsystem is shut out', async () => {
  const { settings, connector } = await connect(consumerId);
  await expect(connect.call(undefined, 'XM/GOV/1/NOBODY')).rejects.toMatchObject({
    code: 'exchange.subsystem-unknown',
  });
  const again = await fetch(`${b.platform.url}/api/exchange/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subsystemId: consumerId,
      token: settings.enrolmentToken,
      tlsRequest: await signCertificateRequest(
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
        consumerId,
      ),
      signingRequest: await signCertificateRequest(generateKeyPairSync('ed25519').privateKey, consumerId),
    }),
  });
  expect(await again.json()).toMatchObject({ status: 403, code: 'exchange.enrolment-refused' });
  await b.call(revokeCertificates, { subsystemId: consumerId }, { kind: 'system' });
  await expect
    .poll(async () =>
      (await fetch(`${connector.url}/r1/${service}/1`, { headers: { 'x-road-client': consumerId } })).headers.get(
        'x-road-error',
      ),
    )
    .toBe('client.certificate_not_valid');
});
