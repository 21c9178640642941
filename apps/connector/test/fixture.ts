// SPDX-License-Identifier: Apache-2.0
/** A hub with two subsystems, their connectors, and a provider's own system behind REST. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { type Signer, signRequest } from '@stoa/exchange/wire';
import { createLog } from '@stoa/kernel';
import { benchWith, eventually } from '@stoa/kernel/testing';
import { Pool } from 'undici';
import { ensureCredentials } from '../src/credentials.ts';
import { type Connector, type ConnectorSettings, startConnector } from '../src/index.ts';

export const consumerId = 'XM/GOV/1001/LABOUR';
export const providerId = 'XM/GOV/1003/POPULATION';
export const strangerId = 'XM/GOV/1004/DIPLOMAS';
export const checkType = 'urn:xm:test:check:1.0#Request';
const system = { kind: 'system' } as const;
export const log = createLog(process.env.STOA_TEST_LOG ?? 'silent', 'test');

/** A version 7 id of that time, milliseconds since 1970. */
export const idOf = (ms: number): string => {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};

/** @param more settings of the provider's connector */
export async function startExchangeWorld(env: Record<string, string> = {}, more: Partial<ConnectorSettings> = {}) {
  const b = await benchWith({ STOA_HUB_PORT: '0', ...env }, exchange);
  b.clock.follow();
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
    const answer = () =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ path: request.url, name: 'Иванова' }));
    setTimeout(answer, request.url?.includes('/late') ? 500 : 0);
  });
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const address = own.address();
  const ownUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api`;

  const connectors: Connector[] = [];
  /** Enrols and starts a connector; answers it with its settings. */
  const connect = async (
    subsystem: string,
    services?: ConnectorSettings['services'],
    more: Partial<ConnectorSettings> = {},
  ) => {
    const { token } = await b.call(contract.allowEnrolment, { subsystemId: subsystem }, system);
    const settings: ConnectorSettings = {
      subsystem,
      port: 0,
      anybodyOnThisMachine: 'may speak for the department',
      platformUrl: b.platform.url,
      dataDir: await mkdtemp(join(tmpdir(), 'stoa-connector-')),
      enrolmentToken: token,
      ...(services ? { services } : {}),
      ...more,
    };
    const connector = await startConnector(settings, log);
    connectors.push(connector);
    return { connector, settings };
  };
  const consumer = await connect(consumerId);
  const provider = await connect(providerId, { persons: { rest: { url: ownUrl } } }, more);
  const stranger = await connect(strangerId);
  afterAll(async () => {
    await Promise.all(connectors.map((connector) => connector.close()));
    own.closeAllConnections();
    own.close();
  });
  const auditor = b.person({ duties: ['audit.auditor'] });
  /** Messages of a session are proven once their sender has signed the root, within a second or so. */
  const logged = (messageId: string) =>
    eventually(async () => {
      const { items } = await b.call(contract.listMessages, { messageId }, auditor);
      expect(items.map((item) => item.signature)).not.toContain('pending');
      return items;
    });
  return { b, connect, consumer, provider, stranger, seen, ownUrl, logged };
}

/** Speaks with the hub itself, with the credentials of a connector. */
export async function directClient(settings: ConnectorSettings, clock: { now(): Date }) {
  const credentials = await ensureCredentials(settings);
  const { tlsKeyPem: key, tlsCertificate: cert, authority: ca } = credentials;
  const pool = new Pool(credentials.hubUrl, { connect: { key, cert, ca } });
  const authority = new URL(credentials.hubUrl).host;
  const own = { keyId: credentials.signingKeyId, key: credentials.signingKey };
  const sign = (
    target: string,
    id: string,
    at = clock.now(),
    client = consumerId,
    signer: Signer = own,
    method = 'GET',
  ) => {
    const headers = { 'x-road-client': client, 'x-road-id': id };
    const request = { method, authority, target, headers, body: Buffer.alloc(0) };
    return { ...headers, ...signRequest(signer, request, at) };
  };
  const send = async (target: string, headers: Record<string, string>) => {
    const response = await pool.request({ method: 'GET', path: target, headers });
    await response.body.dump();
    return [response.statusCode, response.headers['x-road-error']];
  };
  return { sign, send, credentials, authority, pool };
}
