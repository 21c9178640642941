// SPDX-License-Identifier: Apache-2.0
/** The hub changes its own certificates while it runs. */
import type { X509Certificate } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { connectorClient } from '@stoa/exchange/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { exchangeOf } from '../../../modules/exchange/src/exchange.ts';
import { consumerId, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer, logged } = await startExchangeWorld();
const client = connectorClient(consumer.connector.url, consumerId);
const call = () => client.call(`${providerId}/persons`, '/persons/1');
const exchange = exchangeOf(b.module);
/** Certificate that a new connection sees. */
const shown = () =>
  new Promise<X509Certificate>((resolve, reject) => {
    const { hostname, port } = new URL(exchange.hub?.url ?? '');
    const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false });
    socket.once('error', reject).once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate() as X509Certificate);
      socket.destroy();
    });
  });
const signers = async () =>
  (
    await b.module.tx({ kind: 'system' }, (tx) => tx.query<{ key_id: string }>('select key_id from hub_certificate'))
  ).rows.map((row) => row.key_id);
test('a hub whose certificates are good for long does not renew them', async () => {
  const before = await shown();
  await exchange.renew?.(30);
  expect((await shown()).fingerprint256).toBe(before.fingerprint256);
});

test('certificates near their end are renewed while calls go on, and sessions opened afterwards hold', async () => {
  const before = { tls: await shown(), signers: await signers() };
  let running = true;
  const statuses: number[] = [];
  const traffic = async () => {
    while (running) statuses.push((await call()).status);
  };
  const work = [traffic(), traffic(), traffic()];
  await eventually(() => expect(statuses.length).toBeGreaterThan(10));
  await exchange.renew?.(400);
  expect((await shown()).fingerprint256).not.toBe(before.tls.fingerprint256);
  expect(await signers()).toHaveLength(before.signers.length + 1);
  const atRenewal = statuses.length;
  await consumer.connector.renew();
  await eventually(() => expect(statuses.length).toBeGreaterThan(atRenewal + 20));
  running = false;
  await Promise.all(work);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { messageId } = await call();
  expect((await logged(messageId)).map(({ signature }) => signature)).toEqual(['valid', 'valid']);
});
