// SPDX-License-Identifier: Apache-2.0
/** A card of exactly the fields of the specification by a queue of RabbitMQ and by a dropped file; its id is the message's. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import analytics from '@stoa/analytics';
import { type Connector, startConnector } from '@stoa/connector';
import { centralOrganisations, informationTypes, localDate, namedPeople, subsystems } from '@stoa/country-xm';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { handOverDuties } from '@stoa/identity/contract';
import { createLog, newId } from '@stoa/kernel';
import { benchWith, eventually, patient } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import organisations from '@stoa/organisations';
import quality from '@stoa/quality';
import surveys from '@stoa/surveys';
import { Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RabbitMq, rabbitMqInstalled, startRabbitMq } from '../src/rabbitmq.ts';

const system = { kind: 'system' } as const;
const name = { en: 'Test' };
const type = informationTypes.renderedService;
const patienceMs = patient(60_000);
const { labourMinistry: office } = centralOrganisations;
const { familyName, givenName, birthOn, snils } = namedPeople.worker;
const card = {
  organisationName: office.name.ru,
  organisationAddress: office.address.ru,
  ...{ inn: office.inn, ogrn: office.ogrn, kpp: office.kpp },
  organisationType: office.type,
  fullName: `${familyName} ${givenName}`,
  birthOn,
  snils,
  renderedOn: localDate(new Date()),
};

describe.skipIf(!rabbitMqInstalled())('a card of the specification', () => {
  let broker: RabbitMq;
  let department: Connection;
  let q: Awaited<ReturnType<typeof benchWith>>;
  let folder: string;
  const running: Connector[] = [];

  beforeAll(async () => {
    broker = await startRabbitMq();
    folder = await mkdtemp(join(tmpdir(), 'stoa-dropped-'));
    const hub = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
    hub.clock.follow();
    const connect = async (id: string, more: object) => {
      await hub.call(contract.registerSubsystem, { id, name, memberName: name }, system);
      const { token } = await hub.call(contract.allowEnrolment, { subsystemId: id }, system);
      const connector = await startConnector(
        {
          ...{ subsystem: id, port: 0, anybodyOnThisMachine: 'may speak for the department' },
          ...{ platformUrl: hub.platform.url, enrolmentToken: token },
          dataDir: await mkdtemp(join(tmpdir(), 'stoa-connector-')),
          ...more,
        },
        createLog('silent', 'test'),
      );
      running.push(connector);
      return connector;
    };
    const agency = await connect(subsystems.quality, {});
    const schemas = { requestSchema: { type: 'object' }, responseSchema: {} };
    await hub.call(
      contract.publishInformationType,
      { id: type, providerId: subsystems.quality, name, ...schemas },
      system,
    );
    await connect(subsystems.labour, {
      amqp: { url: broker.url, prefix: 'dept' },
      drops: [{ folder, format: 'json', type, message: 'row', complete: 'unchanged', pollMs: 20 }],
    });
    await hub.call(contract.grantRight, { consumerId: subsystems.labour, target: type, purpose: 'Measuring' }, system);
    q = await benchWith({ STOA_QUALITY_CONNECTOR_URL: agency.url }, quality, surveys, analytics, organisations);
    q.stub(handOverDuties, async () => ({ organisations: [], duties: [] }));
    q.stub(notify, async () => ({ id: newId() }));
    department = new Connection({ url: broker.url, retryLow: 250, retryHigh: 1000, acquireTimeout: patienceMs });
    department.on('error', () => undefined);
  });

  afterAll(async () => {
    await department?.close();
    for (const connector of running) await connector.close();
    await broker?.stop();
  });

  const cards = async () => {
    q.clock.advance({ seconds: 2 });
    await q.drain();
    return q.sql<{ id: string; state: string }>('select id, state from quality.card order by received_at desc');
  };

  test('comes from a queue of RabbitMQ and bears the id of its message', async () => {
    const messageId = randomUUID();
    const publisher = department.createPublisher({ confirm: true });
    const routingKey = `dept.${subsystems.labour.replaceAll('/', '.')}.out`;
    await publisher.send({ routingKey, durable: true, messageId, type: 'request' }, { type, content: card });
    await publisher.close();
    await eventually(
      async () => expect(await cards()).toContainEqual({ id: messageId, state: 'NOTIFY_QUEUED' }),
      patienceMs,
    );
  });

  test('comes from a dropped file', async () => {
    const before = (await cards()).length;
    await writeFile(join(folder, '.coming'), JSON.stringify({ ...card, snils: namedPeople.aigerim.snils }));
    await rename(join(folder, '.coming'), join(folder, 'card.json'));
    await eventually(
      async () => expect((await cards()).map(({ state }) => state)).toEqual(Array(before + 1).fill('NOTIFY_QUEUED')),
      patienceMs,
    );
  });
});
