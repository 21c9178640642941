// SPDX-License-Identifier: Apache-2.0
/** Several hub processes on one database: connectors find them, spread their calls, and lose none with one of them. */
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { connectorClient, grantRight, publishService } from '@stoa/exchange/contract';
import { consumerId, directClient, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, connect, consumer, ownUrl, provider } = await startExchangeWorld();
const client = connectorClient(consumer.connector.url, consumerId);
const sessionsOf = async () =>
  b.sql<{ url: string; key: string }>(
    'select h.url, s.key_id as key from session s join hub h on h.id = s.hub_id where s.subsystem_id = $1',
    [consumerId],
  );

test('a second hub is found, takes its share, and the calls go on when the first one is gone', async () => {
  const twin = await b.startTwin();
  const call = () => client.call(`${providerId}/persons`, '/1');
  await eventually(async () => {
    await call();
    expect(new Set((await sessionsOf()).map(({ url }) => url)).size).toBe(2);
  }, 20_000);
  const { authority } = await directClient(consumer.settings, b.clock);
  expect((await sessionsOf()).some(({ url }) => url.endsWith(authority))).toBe(true);
  // Renewed at one hub, the certificates are in use at each of them, and no call is lost on the way.
  const before = new Set((await sessionsOf()).map(({ key }) => key));
  let renewing = true;
  const statuses: number[] = [];
  const traffic = async () => {
    while (renewing) statuses.push((await call()).status);
  };
  const work = [traffic(), traffic()];
  b.clock.set(new Date());
  await Promise.all([consumer.connector.renew(), provider.connector.renew()]);
  await eventually(async () => {
    const renewed = (await sessionsOf()).filter(({ key }) => !before.has(key));
    expect(new Set(renewed.map(({ url }) => url)).size).toBe(2);
  });
  renewing = false;
  await Promise.all(work);
  expect(new Set(statuses)).toEqual(new Set([200]));
  await twin.close();
  const answers = await Promise.all(Array.from({ length: 20 }, call));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
});

test('a provider that one of the hubs does not know yet is reached by way of the other', async () => {
  const { authority } = await directClient(consumer.settings, b.clock);
  // A way given by hand names no other hubs: this connector knows one of them alone.
  const hubUrl = `https://${authority.replace('127.0.0.1', 'localhost')}`;
  await connect(strangerId, { papers: { rest: { url: ownUrl } } }, { hubUrl });
  const service = `${strangerId}/papers`;
  const [subsystemId, code] = [strangerId, 'papers'];
  await b.call(publishService, { subsystemId, code, name: { en: 'Papers' }, timeoutMs: 5000 }, { kind: 'system' });
  await b.call(grantRight, { consumerId, target: service, purpose: 'Testing' }, { kind: 'system' });
  const twin = await b.startTwin();
  try {
    const hubs = async () => new Set((await sessionsOf()).map(({ url }) => url)).size;
    const known = await hubs();
    await eventually(async () => {
      expect((await client.call(service, '/1')).status).toBe(200);
      expect(await hubs()).toBe(known + 1);
    }, 20_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.call(service, '/1')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const refusals = `select 1 from message where target = $1 and code = 'server.serverproxy.service_unavailable'`;
    expect((await b.sql(refusals, [service])).length).toBeGreaterThan(5);
  } finally {
    await twin.close();
  }
});

test('a message made for one hub is not taken by another', async () => {
  const twin = await b.startTwin();
  try {
    const direct = await directClient(consumer.settings, b.clock);
    const target = `/r1/${providerId}/persons/2`;
    const headers = direct.sign(target, 'for-another-hub');
    const [hub] = await b.sql<{ url: string }>('select url from hub order by id desc limit 1');
    expect(hub?.url).not.toContain(direct.authority);
    const other = await directClient({ ...consumer.settings, hubUrl: hub?.url ?? '' }, b.clock);
    expect(await other.send(target, headers)).toEqual([400, 'client.invalid_signature']);
    expect(await direct.send(target, headers)).toEqual([200, undefined]);
  } finally {
    await twin.close();
  }
});
