// SPDX-License-Identifier: Apache-2.0
/** Sessions end to end: MACs instead of signatures, signed roots, and what happens when those are wrong or stay away. */
import { randomUUID } from 'node:crypto';
import { eventually } from '@stoa/kernel/testing';
import { expect, test, vi } from 'vitest';
import { connectorClient, grantRight, listMessages, publishService, revokeCertificates } from '@stoa/exchange/contract';
import { signerDirectory } from '../src/signers.ts';
import { HubLink } from '../src/hub-link.ts';
import { consumerId, directClient, log, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, consumer, connect, logged, ownUrl } = await startExchangeWorld();
const system = { kind: 'system' } as const;
const target = `/r1/${providerId}/persons/1`;
const client = connectorClient(consumer.connector.url, consumerId);
const direct = await directClient(consumer.settings, b.clock);

/** A link whose session the test holds in its hand. */
function openLink(held?: Promise<void>) {
  const findSigner = signerDirectory(direct.credentials.authority, async (keyId) => {
    await held;
    const answer = await link.request('GET', `/directory/certificates/${keyId}`, {}, undefined, 5000);
    return answer.body;
  });
  const link = new HubLink(direct.credentials.hubUrl, randomUUID(), direct.credentials, findSigner, log);
  return link;
}

test('messages of a session carry MACs and are proven by the roots their senders sign', async () => {
  const { messageId } = await client.call(`${providerId}/persons`, '/1');
  const messages = await logged(messageId);
  expect(messages.map((m) => [m.direction, m.signature, m.signer])).toEqual([
    ['request', 'valid', consumerId],
    ['response', 'valid', providerId],
  ]);
  const { rows } = await b.module.tx(system, (tx) =>
    tx.query<{ input: string }>(
      `select e.record::jsonb #>> '{facts,signatureInput}' as input
       from message m join ledger_entry e on e.id = m.entry_id where m.message_id = $1`,
      [messageId],
    ),
  );
  for (const { input } of rows) expect(input).toContain('alg="hmac-sha256"');
});

test('a service may ask for signatures of their own: both sides then sign at once, end to end', async () => {
  const { connector } = await connect(strangerId, { seals: { rest: { url: ownUrl } } });
  await b.call(
    publishService,
    { subsystemId: strangerId, code: 'seals', name: { en: 'Seals' }, immediate: true },
    system,
  );
  await b.call(grantRight, { consumerId, target: `${strangerId}/seals`, purpose: 'Testing' }, system);
  for (let i = 0; i < 2; i++) {
    const messageId = await eventually(async () => (await client.call(`${strangerId}/seals`, '/1')).messageId);
    const accepted = (await logged(messageId)).filter((m) => m.outcome === 'accepted');
    expect(accepted.map((m) => [m.direction, m.signature, m.signer])).toEqual([
      ['request', 'valid', consumerId],
      ['response', 'valid', strangerId],
    ]);
  }
  const link = openLink();
  const { sent } = await link.session();
  const path = `/r1/${strangerId}/seals/1`;
  const headers = direct.sign(path, 'mac-1', b.clock.now(), consumerId, sent.signer);
  expect(await direct.send(path, headers)).toEqual([400, 'client.immediate_signature_required']);
  await link.close();
  await connector.close();
});

test('what the hub says in a session before its answer to the handshake is understood waits for it', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const link = openLink(held);
  const known = new Set((await b.sql<{ id: string }>('select id from session')).map(({ id }) => id));
  const opening = link.session();
  const opened = await eventually(async () => {
    const fresh = (await b.sql<{ id: string }>('select id from session')).find(({ id }) => !known.has(id));
    return fresh?.id ?? expect.fail('not open yet');
  });
  expect(link.known(opened)).toBeUndefined();
  const awaited = link.awaited(opened);
  release();
  expect((await awaited)?.id).toBe((await opening).id);
  expect(await link.awaited(randomUUID())).toBeUndefined();
  await link.close();
});

test('a MAC is taken once, of its own session only, and not over a changed message', async () => {
  const link = openLink();
  const { sent } = await link.session();
  const signed = (id: string) => direct.sign(target, id, b.clock.now(), consumerId, sent.signer);
  const once = signed('mac-2');
  expect(await direct.send(target, once)).toEqual([200, undefined]);
  expect(await direct.send(target, once)).toEqual([400, 'client.replayed']);
  expect(await direct.send(target, { ...signed('mac-3'), 'x-road-id': 'other' })).toEqual([
    400,
    'client.invalid_signature',
  ]);
  const stranger = { ...sent.signer, keyId: randomUUID() };
  const unknown = direct.sign(target, 'mac-4', b.clock.now(), consumerId, stranger);
  expect(await direct.send(target, unknown)).toEqual([400, 'client.session_unknown']);
  await link.close();
});

test('a wrong root closes the session, and its messages are marked', async () => {
  const link = openLink();
  const { id, sent } = await link.session();
  expect(await direct.send(target, direct.sign(target, 'wrong-root', b.clock.now(), consumerId, sent.signer))).toEqual([
    200,
    undefined,
  ]);
  const root = sent.root(direct.credentials.signingKeyId, direct.credentials.signingKey);
  const body = JSON.stringify({
    sessionId: id,
    have: 0,
    root: { ...root, leaves: Buffer.alloc(32).toString('base64') },
  });
  const roots = () => link.request('POST', '/session/roots', {}, Buffer.from(body), 5000);
  expect((await roots()).headers['x-road-error']).toBe('client.root_invalid');
  expect((await roots()).headers['x-road-error']).toBe('client.session_unknown');
  expect((await logged('wrong-root')).map((m) => m.signature)).toEqual(['unproven', 'valid']);
  await link.close();
});

test('roots that stay away close the session, and the connector goes on in another one', async () => {
  const link = openLink();
  const { sent } = await link.session();
  // Signed and kept back.
  const keepBack = vi.spyOn(link, 'request').mockRejectedValue(new Error('kept back'));
  await direct.send(target, direct.sign(target, 'no-root', b.clock.now(), consumerId, sent.signer));
  const states = async () => {
    const { items } = await b.call(listMessages, { messageId: 'no-root' }, b.person({ duties: ['audit.auditor'] }));
    return items.map((m) => m.signature);
  };
  await eventually(async () => expect(await states()).toEqual(['pending', 'valid']));
  b.clock.advance({ seconds: 30 });
  await eventually(async () => {
    const next = direct.sign(target, randomUUID(), b.clock.now(), consumerId, sent.signer);
    expect(await direct.send(target, next)).toEqual([400, 'client.session_unknown']);
  });
  expect((await logged('no-root')).map((m) => m.signature)).toEqual(['unproven', 'valid']);
  keepBack.mockRestore();
  await link.close();
  // The root that came too late for the session still proves what was taken under it.
  expect((await logged('no-root')).map((m) => m.signature)).toEqual(['valid', 'valid']);
  expect((await client.call(`${providerId}/persons`, '/2')).status).toBe(200);
});

test('a provider whose certificates are revoked is asked nothing more, although its tunnels still stand', async () => {
  const { connector } = await connect(strangerId, { lost: { rest: { url: ownUrl } } });
  await b.call(publishService, { subsystemId: strangerId, code: 'lost', name: { en: 'Lost' } }, system);
  await b.call(grantRight, { consumerId, target: `${strangerId}/lost`, purpose: 'Testing' }, system);
  const call = () => client.call(`${strangerId}/lost`, '/1');
  await eventually(async () => expect((await call()).status).toBe(200));
  await b.call(revokeCertificates, { subsystemId: strangerId }, system);
  await eventually(
    async () => await expect(call()).rejects.toMatchObject({ code: 'server.serverproxy.service_unavailable' }),
  );
  await connector.close();
});

test.each([
  ['no JSON', '{', 'client.body_malformed'],
  ['a short share', '{"share":"AA","instance":"x"}', 'client.body_malformed'],
])('roots with %s are refused', async (_name, body, code) => {
  const link = openLink();
  const answer = await link.request('POST', '/session/roots', {}, Buffer.from(body), 5000);
  expect([answer.status, answer.headers['x-road-error']]).toEqual([400, code]);
  await link.close();
});
