// SPDX-License-Identifier: Apache-2.0
/** A real hub, and connectors of departments to it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnector } from '@stoa/connector';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll } from 'vitest';

export async function startHub() {
  const hub = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
  // Connectors sign by the machine's clock, however long the tests take.
  hub.clock.follow();
  const system = { kind: 'system' } as const;
  const name = { en: 'Test' };
  const token = randomUUID();
  const folder = () => mkdtemp(join(tmpdir(), 'stoa-connector-'));
  return {
    ...{ hub, token, folder },
    /** Answers where the connector of the subsystem listens. */
    async connect(subsystem: string): Promise<string> {
      await hub.call(contract.registerSubsystem, { id: subsystem, name, memberName: name }, system);
      const enrolment = await hub.call(contract.allowEnrolment, { subsystemId: subsystem }, system);
      const connector = await startConnector(
        {
          ...{ subsystem, port: 0, systems: { own: { token } }, platformUrl: hub.platform.url },
          ...{ dataDir: await folder(), enrolmentToken: enrolment.token },
        },
        createLog('silent', 'test'),
      );
      afterAll(() => connector.close());
      return connector.url;
    },
    async serve(id: string, providerId: string, consumerId: string): Promise<void> {
      const schemas = { requestSchema: {}, responseSchema: {} };
      await hub.call(contract.publishInformationType, { id, providerId, name, ...schemas }, system);
      await hub.call(contract.grantRight, { consumerId, target: id, purpose: 'Measuring quality' }, system);
    },
  };
}
