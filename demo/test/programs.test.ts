// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAppendFile } from '../src/append-file.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stoa-demo-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const anyPort = Object.fromEntries(
  'COMPANY_REGISTER POPULATION_REGISTER EDUCATION POLICE BANK MAIL_CATCHER TIMESTAMP_AUTHORITY MONITORING_SYSTEM TAX_REGISTER LAND_REGISTER EMPLOYER_WATCH SIGNING_SERVICE CLINICS STRIPE INITIATION TREASURY_BANK SMS_CENTRE FOREIGN_WORKER_REGISTER VEHICLE_OFFICE PASSPORT_OFFICE COMPANY_REGISTRAR EXAMINATION_CENTRE BUILDING_BODIES CONTRACT_REGISTER HEALTH_REGISTER VISA_REGISTER'
    .split(' ')
    .map((name) => [`${name}_PORT`, '0']),
);

const secrets = {
  ...{ BANK_MERCHANT_KEY: 'k', BANK_CALLBACK_SECRET: 's', MONITORING_SYSTEM_SECRET: 'm' },
  ...{ STRIPE_SECRET_KEY: 'k', STRIPE_WEBHOOK_SECRET: 's' },
  TREASURY_BANK_KEY: 't',
  ...{ SMS_CENTRE_SECRET: 'sms-secret', SMS_CENTRE_SMPP_PORT: '0' },
};

function start(program: string, settings: Record<string, string> = {}) {
  const path = fileURLToPath(new URL(`../src/${program}.ts`, import.meta.url));
  const env = { ...process.env, ...anyPort, ...secrets, MAIL_CATCHER_SMTP_PORT: '0', DEMO_DATA: dataDir, ...settings };
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, ended, firstLine: createInterface({ input: child.stdout })[Symbol.asyncIterator]().next() };
}

test('programs whose starter is gone before they are ready end too', async () => {
  const path = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const env = { ...process.env, ...anyPort, ...secrets, MAIL_CATCHER_SMTP_PORT: '0', DEMO_DATA: dataDir };
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.disconnect();
  expect(await ended).toBe(0);
});

test('all programs start in one process, say where they are, and stop on SIGTERM', async () => {
  const { child, ended, firstLine } = start('main');
  const ready = JSON.parse(String((await firstLine).value)) as { ready: boolean; services: Record<string, string> };
  expect(ready.ready).toBe(true);
  const names = [
    'companyRegister',
    'populationRegister',
    'education',
    'police',
    'bank',
    'mailCatcher',
    'smtp',
    'timestampAuthority',
    'monitoringSystem',
    'taxRegister',
    'landRegister',
    'employerWatch',
    'signingService',
    'clinics',
    'stripe',
    'initiation',
    'treasuryBank',
    'smsCentre',
    'smpp',
    'foreignWorkerRegister',
    'vehicleOffice',
    'passportOffice',
    'companyRegistrar',
    'examinationCentre',
    'buildingBodies',
    'contractRegister',
    'healthRegister',
    'visaRegister',
  ];
  expect(Object.keys(ready.services)).toEqual(names);
  for (const [name, url] of Object.entries(ready.services))
    if (name !== 'smtp' && name !== 'smpp') expect((await fetch(`${url}/health`)).status, name).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test.each([
  'company-register',
  'population-register',
  'education',
  'police',
  'bank',
  'mail-catcher',
  'timestamp-authority',
  'monitoring-system',
  'tax-register',
  'land-register',
  'employer-watch',
  'clinics',
  'stripe',
  'initiation',
  'foreign-worker-register',
  'vehicle-office',
  'passport-office',
  'company-registrar',
  'examination-centre',
  'building-bodies',
  'contract-register',
  'visa-register',
])('%s also runs alone', async (program) => {
  const { child, ended, firstLine } = start(program);
  expect(String((await firstLine).value)).toContain('"ready":true');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a bank whose secret nobody gave does not start: there is none in its source', async () => {
  const { child, ended } = start('bank', { BANK_CALLBACK_SECRET: '' });
  const [line] = await Promise.all([createInterface({ input: child.stderr })[Symbol.asyncIterator]().next(), ended]);
  expect(String(line.value)).toContain('BANK_CALLBACK_SECRET');
});

test('a wrong setting is refused at start in one line that names it', async () => {
  const { child, ended } = start('population-register', { POPULATION_REGISTER_PORT: 'ninety' });
  const [line] = await Promise.all([createInterface({ input: child.stderr })[Symbol.asyncIterator]().next(), ended]);
  expect(String(line.value)).toBe('POPULATION_REGISTER_PORT must be a whole number from 0 on, not "ninety"');
  expect(await ended).toBe(1);
});

test('an append file keeps whole lines and drops one cut short by a crash', async () => {
  const path = join(dataDir, 'lines.jsonl');
  const first = openAppendFile<{ n: number }>(path);
  first.append({ n: 1 });
  first.close();
  await appendFile(path, '{"n":');
  const second = openAppendFile<{ n: number }>(path);
  expect(second.earlier).toEqual([{ n: 1 }]);
  second.append({ n: 2 });
  second.close();
  expect(await readFile(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
});
