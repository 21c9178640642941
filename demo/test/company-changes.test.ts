// SPDX-License-Identifier: Apache-2.0
/** What the register does when its connector is away or the program is started again; the whole way is in checks/test/start.test.ts. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { steppeBuild } from '@stoa/country-xm';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCompanyRegister, startEmployerWatch } from '../src/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-changes-'));
});
afterAll(() => rm(folder, { recursive: true }));

const move = (url: string, inn: string, body: unknown) =>
  fetch(`${url}/companies/${inn}/address`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const asked = (url: string) =>
  fetch(`${url}/soap`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><r:GetCompanyByInn xmlns:r="urn:companies.gov.xm:register:2009"><r:INN>${steppeBuild.inn}</r:INN></r:GetCompanyByInn></e:Body></e:Envelope>`,
  }).then((response) => response.text());

test('a company that moved stays moved, and the event is published under one id until it is taken', async () => {
  const events: { id: string; subject: string }[] = [];
  let status = 503;
  let taken = 0;
  const connector = createServer((request, response) => {
    void json(request).then((body) => {
      events.push(body as { id: string; subject: string });
      if (status === 200) taken++;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(connector, 'listening');
  const connectorUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;
  const changes = { path: join(folder, 'changes.jsonl'), connectorUrl, retryMs: 20 };

  const before = await startCompanyRegister({ changes });
  expect((await move(before.url, steppeBuild.inn, { address: 'Abay 1' })).status).toBe(200);
  expect((await move(before.url, '0000000000', { address: 'Abay 1' })).status).toBe(404);
  expect((await move(before.url, steppeBuild.inn, { adress: 'Abay 1' })).status).toBe(400);
  expect(await asked(before.url)).toContain('<Adres>Abay 1</Adres>');
  await eventually(() => expect(events.length).toBeGreaterThan(1));
  await before.close();

  status = 200;
  const again = await startCompanyRegister({ changes });
  expect(await asked(again.url)).toContain('<Adres>Abay 1</Adres>');
  await eventually(() => expect(taken).toBe(1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(1);
  expect(events[0]?.subject).toBe(steppeBuild.inn);
  await again.close();

  const quiet = events.length;
  const last = await startCompanyRegister({ changes });
  await last.close();
  expect(events).toHaveLength(quiet);
  connector.close();
});

test('the watch believes nothing that is not signed', async () => {
  const watch = await startEmployerWatch({ connectorUrl: 'http://127.0.0.1:1', dataDir: folder, retryMs: 20 });
  const headers = { 'content-type': 'application/cloudevents+json', 'webhook-id': 'x' };
  expect((await fetch(`${watch.url}/events`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
  expect(await (await fetch(`${watch.url}/changes`)).json()).toEqual({ subscribed: false, changes: [] });
  await watch.close();
});
