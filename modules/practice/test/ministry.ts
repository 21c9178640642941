// SPDX-License-Identifier: Apache-2.0
/** A ministry that wants to correspond, and the practice partner, each behind a connector on a real exchange. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, startConnector } from '@stoa/connector';
import correspondence from '@stoa/correspondence';
import * as letters from '@stoa/correspondence/contract';
import documents from '@stoa/documents';
import exchange from '@stoa/exchange';
import * as hub from '@stoa/exchange/contract';
import execution from '@stoa/execution';
import identity from '@stoa/identity';
import { createLog } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import signing from '@stoa/signing';
import { afterAll } from 'vitest';
import practice from '../src/index.ts';
import { labour } from './world.ts';

const system = { kind: 'system' } as const;
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

export async function newcomer() {
  const token = randomUUID();
  const places = { [labour]: 'XM/GOV/1001/CHANCERY', [letters.practicePartner]: 'XM/GOV/1008/PRACTICE' };
  const all = Object.entries(places);
  const ports = new Map<string, number>();
  for (const [id] of all) ports.set(id, await freePort());
  const url = (id: string) => `http://127.0.0.1:${ports.get(id)}`;
  const b = await benchWith(
    {
      STOA_HUB_PORT: '0',
      STOA_CHANCERY_CONNECTORS: JSON.stringify({ [labour]: { url: url(labour), token } }),
      STOA_PRACTICE_CONNECTOR_URL: url(letters.practicePartner),
      STOA_PRACTICE_CONNECTOR_TOKEN: token,
    },
    ...[practice, correspondence, execution, documents, signing, organisations, identity, exchange],
  );
  b.clock.follow();
  const name = { en: 'Test' };
  const subsystem = (place: string) => hub.inCircuit(place, b.platform.config.circuit);
  for (const [, place] of all)
    await b.call(hub.registerSubsystem, { id: subsystem(place), name, memberName: name }, system);
  for (const [id, place] of all) {
    const target = letters.messageType(id);
    const schemas = { requestSchema: letters.Message, responseSchema: letters.Answer };
    await b.call(hub.publishInformationType, { id: target, providerId: subsystem(place), name, ...schemas }, system);
    for (const [other, elsewhere] of all)
      if (other !== id)
        await b.call(hub.grantRight, { consumerId: subsystem(elsewhere), target, purpose: 'Readiness' }, system);
  }
  const running: Connector[] = [];
  for (const [id, place] of all) {
    const { token: enrolmentToken } = await b.call(hub.allowEnrolment, { subsystemId: subsystem(place) }, system);
    const dataDir = await mkdtemp(join(tmpdir(), 'stoa-readiness-'));
    const settings = { subsystem: subsystem(place), port: ports.get(id) ?? 0, systems: { own: { token } } };
    running.push(
      await startConnector(
        { ...settings, enrolmentToken, dataDir, platformUrl: b.platform.url },
        createLog('silent', 'test'),
      ),
    );
  }
  afterAll(() => Promise.all(running.map((one) => one.close())));
  /** Chancery and partner look at their mailboxes: connectors sign by a clock that is not moved. */
  const turn = async () => {
    await b.sql(
      `update correspondence.work set run_at = $1 where handler = 'correspondence.exchange' and state = 'waiting'`,
      [b.clock.now()],
    );
    await b.sql(`update practice.work set run_at = $1 where handler = 'practice.readiness' and state = 'waiting'`, [
      b.clock.now(),
    ]);
    await b.drain();
  };
  return { b, turn };
}
