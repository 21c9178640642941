// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  criminalRecords,
  informationTypes,
  namedPeople,
  people,
  personBySnils,
  snils,
  workerDiploma,
} from '@stoa/country-xm';
import { eventually } from '@stoa/kernel/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkDiploma } from '../src/education.ts';
import { type RunningService, startEducation } from '../src/index.ts';
import { checkCriminalRecord } from '../src/police.ts';

const { worker } = namedPeople;
const identity = { snils: worker.snils, nameLatin: worker.nameLatin, birthOn: worker.birthOn };

describe('the diploma register', () => {
  const { diplomaNumber, institution, qualification, level, graduatedOn } = workerDiploma;

  test('a diploma of that person is found', () => {
    expect(checkDiploma({ ...identity, diplomaNumber, level })).toEqual({
      content: { found: true, diplomaNumber, institution, qualification, level, graduatedOn },
    });
  });

  test('an unknown number, another person and another birth date have no data', () => {
    const other = people().find((person) => person.foreigner && person.snils !== worker.snils);
    for (const asked of [
      { ...identity, diplomaNumber: 'IN-0000' },
      { snils: other?.snils, nameLatin: other?.nameLatin, birthOn: other?.birthOn, diplomaNumber },
      { ...identity, birthOn: '1990-01-01', diplomaNumber },
    ])
      expect(checkDiploma(asked)).toMatchObject({ rejection: { code: 'NO_DATA' } });
  });

  test('what is no request is rejected', () => {
    for (const bad of [undefined, null, 'x', {}, { ...identity }, { ...identity, diplomaNumber, snils: '1' }])
      expect(checkDiploma(bad)).toMatchObject({ rejection: { code: 'FAILURE' } });
  });
});

describe('criminal records', () => {
  test('somebody without a record is clear, somebody with one is not and the note says why', () => {
    const clear = checkCriminalRecord(identity, '2026-11-21');
    expect(clear).toEqual({
      content: { clear: true, certificateNo: expect.stringMatching(/^CR-2026-\d{6}$/), issuedOn: '2026-11-21' },
    });
    const [record] = criminalRecords();
    const convict = personBySnils(record?.snils ?? '');
    const asked = { snils: convict?.snils, nameLatin: convict?.nameLatin, birthOn: convict?.birthOn };
    expect(checkCriminalRecord(asked, '2026-11-21')).toMatchObject({ content: { clear: false, note: record?.note } });
  });

  test('somebody unknown has no data, what is no request is rejected', () => {
    expect(checkCriminalRecord({ ...identity, snils: snils(999_999_998) }, '2026-11-21')).toMatchObject({
      rejection: { code: 'NO_DATA' },
    });
    expect(checkCriminalRecord({ ...identity, nameLatin: 'Somebody' }, '2026-11-21')).toMatchObject({
      rejection: { code: 'NO_DATA' },
    });
    expect(checkCriminalRecord(null, '2026-11-21')).toMatchObject({ rejection: { code: 'FAILURE' } });
  });
});

describe('a department at its mailbox', () => {
  interface Sent {
    readonly path: string;
    readonly client: string;
    readonly body: Record<string, unknown>;
  }
  let dataDir: string;
  let connector: Server;
  let waiting: unknown[];
  let sent: Sent[];
  let department: RunningService;
  /** Refuses this many acknowledgements. */
  let acknowledgementsLost: number;
  let port: number;

  const startConnector = () =>
    new Promise<void>((resolve) => {
      connector = createServer(async (request, response) => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        const path = request.url ?? '';
        const body = JSON.parse(text) as Record<string, unknown>;
        if (path === '/mailbox/requests/next') {
          const next = waiting.shift();
          return next ? response.end(JSON.stringify(next)) : response.writeHead(204).end();
        }
        sent.push({ path, client: String(request.headers['x-road-client']), body });
        if (path.endsWith('/ack') && acknowledgementsLost-- > 0) return response.writeHead(503).end('{}');
        return response.end(JSON.stringify({ messageId: body['messageId'] ?? '', alreadySent: false }));
      }).listen(port, '127.0.0.1', () => {
        port = (connector.address() as AddressInfo).port;
        resolve();
      });
    });
  const stopConnector = () =>
    new Promise((resolve) => {
      connector.close(resolve);
      connector.closeAllConnections();
    });
  const startDepartment = async () => {
    department = await startEducation({
      connectorUrl: `http://127.0.0.1:${port}`,
      dataDir,
      answerDelayMs: 1,
      pollMs: 5,
    });
  };
  const requestOf = (content: unknown, messageId: string = randomUUID()) => ({
    messageId,
    type: informationTypes.diplomaCheck,
    from: 'XM/GOV/1001/LABOUR',
    replyTo: 'reply-1',
    content,
    sentAt: new Date().toISOString(),
  });
  const diplomaRequest = (messageId?: string) =>
    requestOf({ ...identity, diplomaNumber: workerDiploma.diplomaNumber }, messageId);
  const responses = () => sent.filter((one) => one.path === '/mailbox/responses');
  const acknowledged = (id: string, times = 1) =>
    eventually(() =>
      expect(sent.filter((one) => one.path === `/mailbox/messages/${id}/ack`).length).toBeGreaterThanOrEqual(times),
    );

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stoa-department-'));
    waiting = [];
    sent = [];
    acknowledgementsLost = 0;
    port = 0;
    await startConnector();
    await startDepartment();
  });
  afterEach(async () => {
    await department.close();
    await stopConnector();
    await rm(dataDir, { recursive: true });
  });

  test('each request is answered to its sender and acknowledged', async () => {
    const good = diplomaRequest();
    const bad = requestOf('nonsense');
    waiting.push(good, bad);
    await acknowledged(good.messageId);
    await acknowledged(bad.messageId);
    const found = responses().find((one) => one.body['content']);
    expect(found).toMatchObject({ client: 'XM/GOV/1004/DIPLOMAS', body: { to: 'reply-1', content: { found: true } } });
    expect(responses().find((one) => one.body['rejection'])).toMatchObject({
      body: { rejection: { code: 'FAILURE' } },
    });
  });

  test('a request delivered again gets the same answer under the same id, also after a restart', async () => {
    acknowledgementsLost = 1;
    const request = diplomaRequest();
    waiting.push(request);
    await acknowledged(request.messageId);
    await department.close();
    await startDepartment();
    waiting.push({ ...request, replyTo: 'reply-2' });
    await acknowledged(request.messageId, 2);
    const ids = responses().map((one) => one.body['messageId']);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
    expect(responses()[1]?.body['to']).toBe('reply-2');
  });

  test('while the connector is away the department says so, and it goes on when the connector is back', async () => {
    await stopConnector();
    const status = async () => (await (await fetch(`${department.url}/status`)).json()) as { connector: string };
    await eventually(async () => expect(await status()).toMatchObject({ connector: 'away' }));
    await startConnector();
    const request = diplomaRequest();
    waiting.push(request);
    await acknowledged(request.messageId);
    expect(await status()).toMatchObject({ connector: 'up', answered: 1 });
  });
});
