// SPDX-License-Identifier: Apache-2.0
/** A call that would wait in the mailbox and finds it full. */
import { randomUUID } from 'node:crypto';
import * as contract from '@stoa/exchange/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { consumerId, providerId, startExchangeWorld } from './fixture.ts';

const quota = 3;
const { b, consumer, provider } = await startExchangeWorld({ STOA_MAILBOX_CLIENT_QUOTA: String(quota) });
const service = `${providerId}/persons`;
const offer = { subsystemId: providerId, code: 'persons', name: { en: 'Persons' }, timeoutMs: 1000, fallback: true };
await b.call(contract.publishService, offer, { kind: 'system' });
await provider.connector.close();

async function call(id: string) {
  const headers = { 'x-road-client': consumerId, 'x-road-id': id, 'x-stoa-fallback': 'mailbox' };
  const answer = await fetch(`${consumer.connector.url}/r1/${service}/7`, { headers });
  return { status: answer.status, body: (await answer.json()) as { type: string } };
}

test('a call that finds the mailbox full is told so, nothing of it is kept, and the log says why', async () => {
  // Until the hub has read that calls may wait.
  const first = await eventually(async () => {
    const id = randomUUID();
    expect((await call(id)).status).toBe(202);
    return id;
  });
  for (let waiting = 1; waiting < quota; waiting++) expect((await call(randomUUID())).status).toBe(202);
  const id = randomUUID();
  expect(await call(id)).toMatchObject({ status: 429, body: { type: 'client.quota_exceeded' } });
  expect(await b.sql('select 1 from mailbox_request where message_id = $1', [id])).toEqual([]);
  expect(await b.sql('select direction, outcome, code from message where message_id = $1 order by at', [id])).toEqual([
    { direction: 'request', outcome: 'accepted', code: null },
    { direction: 'response', outcome: 'failed', code: 'client.quota_exceeded' },
  ]);
  // One that waits already is known by its id, full or not.
  expect((await call(first)).status).toBe(202);
});
