// SPDX-License-Identifier: Apache-2.0
/** A hub with two subsystems, their connectors, and a provider's own system behind REST. */
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { type Connector, type ConnectorSettings, startConnector } from '../src/index.ts';

export const consumerId = 'XM/GOV/1001/LABOUR';
export const providerId = 'XM/GOV/1003/POPULATION';
export const strangerId = 'XM/GOV/1004/DIPLOMAS';
export const checkType = 'urn:xm:test:check:1.0#Request';
const system = { kind: 'system' } as const;
export const log = createLog(process.env.STOA_TEST_LOG ?? 'silent', 'test');

export async function startExchangeWorld(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_HUB_PORT: '0', ...env }, exchange);
  const text = (en: string) => ({ en });
  for (const id of [consumerId, providerId, strangerId]) {
    await b.call(contract.registerSubsystem, { id, name: text(id), memberName: text(id) }, system);
  }
  await b.call(
    contract.publishService,
    { subsystemId: providerId, code: 'persons', name: text('Persons'), timeoutMs: 1000 },
    system,
  );
  await b.call(
    contract.grantRight,
    {
      consumerId,
      target: `${providerId}/persons`,
      method: 'GET',
      pathPattern: '/**',
      purpose: 'Deciding on a work permit',
    },
    system,
  );
  const schema = {
    type: 'object',
    required: ['snils'],
    properties: { snils: { type: 'string' } },
    additionalProperties: false,
  };
  await b.call(
    contract.publishInformationType,
    {
      id: checkType,
      providerId: strangerId,
      name: text('Check'),
      requestSchema: schema,
      responseSchema: { type: 'object', required: ['clear'] },
    },
    system,
  );
  await b.call(contract.grantRight, { consumerId, target: checkType, purpose: 'Deciding on a work permit' }, system);

  const seen: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const own: Server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    if (request.url?.includes('/slow')) return;
    if (request.url?.includes('/broken')) return void request.socket.destroy();
    if (request.url?.includes('/missing'))
      return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"person-unknown"}');
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ path: request.url, name: 'Иванова' }));
  });
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const address = own.address();
  const ownUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api`;

  const connectors: Connector[] = [];
  /** Enrols and starts a connector; answers it with its settings. */
  const connect = async (subsystem: string, services?: ConnectorSettings['services']) => {
    const { token } = await b.call(contract.allowEnrolment, { subsystemId: subsystem }, system);
    const settings: ConnectorSettings = {
      subsystem,
      port: 0,
      platformUrl: b.platform.url,
      dataDir: await mkdtemp(join(tmpdir(), 'stoa-connector-')),
      enrolmentToken: token,
      ...(services ? { services } : {}),
    };
    const connector = await startConnector(settings, log);
    connectors.push(connector);
    return { connector, settings };
  };
  const consumer = await connect(consumerId);
  const provider = await connect(providerId, { persons: { rest: { url: ownUrl } } });
  const stranger = await connect(strangerId);
  afterAll(async () => {
    await Promise.all(connectors.map((connector) => connector.close()));
    own.closeAllConnections();
    own.close();
  });
  return { b, connect, consumer, provider, stranger, seen, ownUrl };
}
