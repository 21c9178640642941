// SPDX-License-Identifier: Apache-2.0
/** Two ministries with their chanceries on a real exchange, each behind a connector of its own. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, type ConnectorSettings, startConnector } from '@stoa/connector';
import documents from '@stoa/documents';
import * as docs from '@stoa/documents/contract';
import exchange from '@stoa/exchange';
import {
  allowEnrolment,
  connectorClient,
  grantRight,
  inCircuit,
  publishInformationType,
  registerSubsystem,
} from '@stoa/exchange/contract';
import identity from '@stoa/identity';
import { createLog } from '@stoa/kernel';
import { benchWith, eventually } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import signing from '@stoa/signing';
import { afterAll, expect } from 'vitest';
import * as contract from '../src/contract.ts';
import correspondence from '../src/index.ts';
import { interior, labour, pdf, work } from './people.ts';

const subsystemOf = { [labour]: 'XM/GOV/1001/CHANCERY', [interior]: 'XM/GOV/1003/CHANCERY' };
const institutions = [labour, interior] as const;
const system = { kind: 'system' } as const;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

export async function ministries() {
  const token = randomUUID();
  const ports = { [labour]: await freePort(), [interior]: await freePort() };
  const setting = Object.fromEntries(institutions.map((id) => [id, { url: `http://127.0.0.1:${ports[id]}`, token }]));
  const b = await benchWith(
    { STOA_HUB_PORT: '0', STOA_CHANCERY_CONNECTORS: JSON.stringify(setting) },
    ...[correspondence, documents, signing, organisations, identity, exchange],
  );
  b.clock.follow();
  const { circuit } = b.platform.config;
  const name = { en: 'Test' };
  const subsystem = (id: (typeof institutions)[number]) => inCircuit(subsystemOf[id] ?? '', circuit);
  for (const id of institutions) await b.call(registerSubsystem, { id: subsystem(id), name, memberName: name }, system);
  for (const id of institutions) {
    const target = contract.messageType(id);
    await b.call(
      publishInformationType,
      {
        ...{ id: target, providerId: subsystem(id), name },
        ...{ requestSchema: contract.Message, responseSchema: contract.Answer },
      },
      system,
    );
    for (const other of institutions)
      if (other !== id)
        await b.call(
          grantRight,
          { consumerId: subsystem(other), target, purpose: 'Correspondence between institutions' },
          system,
        );
  }
  const settings = new Map<string, ConnectorSettings>();
  const running = new Map<string, Connector>();
  const start = async (id: string) => {
    const given = settings.get(id);
    if (given) running.set(id, await startConnector(given, createLog('silent', 'test')));
  };
  const stop = async (id: string) => {
    await running.get(id)?.close();
    running.delete(id);
  };
  for (const id of institutions) {
    const { token: enrolmentToken } = await b.call(allowEnrolment, { subsystemId: subsystem(id) }, system);
    settings.set(id, {
      ...{ subsystem: subsystem(id), port: ports[id] ?? 0, systems: { own: { token } }, enrolmentToken },
      ...{ platformUrl: b.platform.url, dataDir: await mkdtemp(join(tmpdir(), 'stoa-chancery-')) },
    });
    await start(id);
  }
  afterAll(() => Promise.all([...running.values()].map((one) => one.close())));

  const admit = (institutionId: string, admitted = true) =>
    b.call(contract.setAdmission, { institutionId, admitted }, { kind: 'service', id: 'practice' });
  for (const id of institutions) await admit(id);

  const at = (organisationId: string, ...codes: string[]) => codes.map((code) => ({ code, organisationId }));
  const person = (called: string, organisationId: string, ...codes: string[]) =>
    b.person({ name: called, duties: at(organisationId, ...codes) });
  const clerk = person('Clara Clerk', labour, 'documents.clerk');
  const executor = person('Egor Executor', labour, 'documents.executor');
  const clerk2 = person('Ivan Clerk', interior, 'documents.clerk');
  const stranger = person('Anna Elsewhere', 'XM-QUALITY-AGENCY', 'documents.clerk');

  /** An outgoing document, signed and with its number. */
  const outgoing = async (
    more: object = {},
    file: { name: string; content: Buffer } | null = { name: 'letter.pdf', content: pdf },
  ) => {
    const { id } = await b.call(
      docs.createDocument,
      {
        ...{ institutionId: labour, kind: 'outgoing', subject: `On quotas ${randomUUID()}` },
        correspondents: [{ organisationId: interior, name: 'Ministry of the Interior' }],
        ...more,
      },
      clerk,
    );
    if (file)
      await b.call(
        docs.addFile,
        { id, name: file.name, content: file.content.toString('base64'), role: 'main' },
        clerk,
      );
    await b.call(docs.moveDocument, { id, to: 'signed', what: 'signed', key: 'signed' }, work);
    const { number } = await b.call(docs.registerDocument, { id }, clerk);
    return { id, number };
  };
  const send = (documentId: string, as = clerk) => b.call(contract.sendDocument, { documentId }, as);
  const copies = async (documentId: string) => (await b.call(contract.listDeliveries, { documentId }, clerk)).items;
  /** Both chanceries look at their mailboxes, and what follows from it happens: connectors sign by a clock that is not moved. */
  const turn = async () => {
    await b.sql(
      `update correspondence.work set run_at = $1 where handler = 'correspondence.exchange' and state = 'waiting'`,
      [b.clock.now()],
    );
    await b.drain();
  };
  /** Lets both chanceries work until the first copy is where it is looked for. */
  const pass = (documentId: string, state: contract.DeliveryState) =>
    eventually(async () => {
      await turn();
      const [copy] = await copies(documentId);
      expect(copy?.state).toBe(state);
      return copy as contract.Delivery;
    });
  const arrived = async (institutionId = interior) =>
    (
      await b.call(
        contract.listPassages,
        { institutionId, direction: 'came' },
        institutionId === interior ? clerk2 : clerk,
      )
    ).items;
  const speaker = (id: (typeof institutions)[number]) =>
    connectorClient(`http://127.0.0.1:${ports[id]}`, subsystem(id), token);
  return {
    b,
    admit,
    clerk,
    executor,
    clerk2,
    stranger,
    outgoing,
    send,
    copies,
    pass,
    turn,
    arrived,
    speaker,
    start,
    stop,
  };
}
