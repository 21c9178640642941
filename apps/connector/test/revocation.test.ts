// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { hash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { connectorClient, getOverview, revokeCertificate } from '@stoa/exchange/contract';
import { expect, test } from 'vitest';
import type { ConnectorSettings } from '../src/index.ts';
import { consumerId, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer, provider } = await startExchangeWorld();
const operator = b.person({ duties: ['platform.operator'] });
const service = `${providerId}/persons`;
const client = connectorClient(consumer.connector.url, consumerId);
const stored = async (settings: ConnectorSettings) =>
  JSON.parse(await readFile(join(settings.dataDir, 'credentials.json'), 'utf8')) as {
    tlsCertificate: string;
    signingKeyId: string;
  };
const fault = async () =>
  (
    await fetch(`${consumer.connector.url}/r1/${service}/persons/1`, { headers: { 'x-road-client': consumerId } })
  ).headers.get('x-road-error');

test('a connector whose channel certificate is revoked loses its open tunnel, so that no request reaches it', async () => {
  expect((await client.call(service, '/persons/1')).status).toBe(200);
  const { tlsCertificate } = await stored(provider.settings);
  const keyId = hash('sha256', new X509Certificate(tlsCertificate).raw, 'hex');
  await b.call(revokeCertificate, { keyId, reason: 'keyCompromise' }, operator);
  await expect.poll(fault).toBe('server.serverproxy.service_unavailable');
  const connected = async () =>
    (await b.call(getOverview, {}, operator)).subsystems.find((one) => one.id === providerId)?.connected;
  // Its sessions end as the certificate is gone from memory, its lines once the whole directory was read.
  await expect.poll(connected).toBe(false);
  const closed = () => b.sql(`select distinct close_reason from session where subsystem_id = $1`, [providerId]);
  await expect.poll(closed).toEqual([{ close_reason: 'its certificate ended' }]);
});

test('a revocation written by another process takes effect without a word to this one', async () => {
  const { signingKeyId } = await stored(consumer.settings);
  await b.sql('update certificate set revoked_at = now() where key_id = $1', [signingKeyId]);
  await expect.poll(fault).toBe('client.unknown_key');
});
