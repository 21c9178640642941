// SPDX-License-Identifier: Apache-2.0
/** Several hub processes on one database: connectors find them, spread their calls, and lose none with one of them. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { connectorClient, grantRight, publishService } from '@stoa/exchange/contract';
import { consumerId, directClient, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, connect: join, consumer, logged, ownUrl, provider, seen } = await startExchangeWorld();
const client = connectorClient(consumer.connector.url, consumerId);
const sessionsOf = async () =>
  b.sql<{ url: string; key: string }>(
    'select h.url, s.key_id as key from session s join hub h on h.id = s.hub_id where s.subsystem_id = $1',
    [consumerId],
  );

type Answer = Awaited<ReturnType<typeof client.call>>;

/** Eight callers, until they are stopped. */
function keepCalling(call: () => Promise<Answer>) {
  let going = true;
  const answers: Answer[] = [];
  const caller = async () => {
    while (going) answers.push(await call());
  };
  const callers = Promise.all(Array.from({ length: 8 }, caller));
  return {
    answers,
    more: () => {
      const before = answers.length;
      return eventually(() => expect(answers.length).toBeGreaterThan(before + 50));
    },
    /** Answers which statuses there were. */
    stop: async () => {
      going = false;
      await callers;
      return new Set(answers.map(({ status }) => status));
    },
  };
}

test('a second hub is found, takes its share, and no call is lost when certificates are renewed or a hub stops', async () => {
  const twin = await b.startTwin();
  const call = () => client.call(`${providerId}/persons`, '/1');
  await eventually(async () => {
    await call();
    expect(new Set((await sessionsOf()).map(({ url }) => url)).size).toBe(2);
  });
  const { authority } = await directClient(consumer.settings, b.clock);
  expect((await sessionsOf()).some(({ url }) => url.endsWith(authority))).toBe(true);
  // Renewed at one hub, the certificates are in use at each of them, and no call is lost on the way.
  const known = new Set((await sessionsOf()).map(({ key }) => key));
  const traffic = keepCalling(call);
  b.clock.set(new Date());
  await Promise.all([consumer.connector.renew(), provider.connector.renew()]);
  await eventually(async () => {
    const renewed = (await sessionsOf()).filter(({ key }) => !known.has(key));
    expect(new Set(renewed.map(({ url }) => url)).size).toBe(2);
  });
  const before = traffic.answers.length;
  await twin.close();
  await traffic.more();
  expect(await traffic.stop()).toEqual(new Set([200]));
  // The next hub takes the roots over what was sent to the one that is gone, once it is known to be.
  await b.sql(`update hub set seen_at = seen_at - interval '1 hour' where url not like '%' || $1`, [authority]);
  for (const { messageId } of traffic.answers.slice(before - 10, before + 10)) await logged(messageId);
});

test('a hub that stops answers what is under way, and waits for no connection on which nobody speaks', async () => {
  const twin = await b.startTwin();
  const [hub] = await b.sql<{ url: string }>('select url from hub order by id desc limit 1');
  const direct = await directClient({ ...consumer.settings, hubUrl: hub?.url ?? '' }, b.clock);
  const silent = connect(Number(new URL(hub?.url ?? '').port), '127.0.0.1');
  await once(silent, 'connect');
  const target = `/r1/${providerId}/persons/late`;
  await eventually(async () => expect((await direct.send(target, direct.sign(target, randomUUID())))[0]).toBe(200));
  const answer = direct.send(target, direct.sign(target, randomUUID()));
  await eventually(() => expect(seen.filter(({ url }) => url.endsWith('/late')).length).toBeGreaterThan(1));
  const closing = Promise.all([twin.close(), once(silent, 'close')]);
  expect(await answer).toEqual([200, undefined]);
  await closing;
});

test('of two connectors of a provider one stops and no call is lost', async () => {
  const second = await join(providerId, { persons: { rest: { url: ownUrl } } });
  const traffic = keepCalling(() => client.call(`${providerId}/persons`, '/1'));
  await traffic.more();
  await second.connector.close();
  await traffic.more();
  expect(await traffic.stop()).toEqual(new Set([200]));
});

test('a provider that one of the hubs does not know yet is reached by way of the other', async () => {
  const { authority } = await directClient(consumer.settings, b.clock);
  // A way given by hand names no other hubs: this connector knows one of them alone.
  const hubUrl = `https://${authority.replace('127.0.0.1', 'localhost')}`;
  await join(strangerId, { papers: { rest: { url: ownUrl } } }, { hubUrl });
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
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.call(service, '/1')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const refusals = `select 1 from message where target = $1 and code = 'server.serverproxy.service_unavailable'`;
    expect((await b.sql(refusals, [service])).length).toBeGreaterThan(5);
  } finally {
    await twin.close();
  }
});

test('a hub that takes connections and says nothing holds up no call after the first ones', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const [row] = await b.sql<{ id: string }>(
    `insert into hub (id, url, seen_at) values (gen_random_uuid(), $1, now() + interval '1 hour') returning id`,
    [`https://127.0.0.1:${port}`],
  );
  let answered = 0;
  const connections: Socket[] = [];
  /** Calls that were answered while each of them stood open. */
  const meanwhile: number[] = [];
  mute.on('connection', (socket) => {
    const before = answered;
    connections.push(socket);
    socket.on('error', () => undefined).on('close', () => meanwhile.push(answered - before));
    socket.resume();
  });
  const call = async () => {
    expect((await client.call(`${providerId}/persons`, '/1')).status).toBe(200);
    answered++;
  };
  try {
    await eventually(async () => {
      await call();
      expect(connections.length).toBeGreaterThan(0);
    });
    // Whichever of the two is asked first, both are asked by these.
    await Promise.all([call(), call()]);
    const first = meanwhile.length;
    while (meanwhile.length <= first + 1) await call();
    expect(Math.min(...meanwhile.slice(first))).toBeGreaterThan(5);
  } finally {
    await b.sql('delete from hub where id = $1', [row?.id]);
    for (const socket of connections) socket.destroy();
    mute.close();
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
