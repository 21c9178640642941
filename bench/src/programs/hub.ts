// SPDX-License-Identifier: Apache-2.0
/** The platform with the exchange alone; enters two subsystems, a service and the right to call it. */
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog, readConfig, startPlatform } from '@stoa/kernel';
import {
  batchedType,
  consumerId,
  immediateCode,
  informationType,
  providerId,
  serviceCode,
  sickId,
  troubles,
} from '../exchange-names.ts';

const principal = { kind: 'system' } as const;
const text = (en: string) => ({ en });
const config = { ...readConfig(process.env, ['exchange']), databaseUrl: process.env.DATABASE_URL };
const platform = await startPlatform({
  config,
  modules: [exchange],
  databaseUrl: process.env.DATABASE_URL ?? '',
  log: createLog('error', 'bench'),
});
for (const id of [consumerId, providerId, sickId]) {
  await platform.call(contract.registerSubsystem, { id, name: text(id), memberName: text(id) }, { principal });
}
const service = { subsystemId: providerId, code: serviceCode, name: text('Persons'), timeoutMs: 10_000 };
await platform.call(contract.publishService, service, { principal });
const signed = { ...service, code: immediateCode, immediate: true };
await platform.call(contract.publishService, signed, { principal });
const schemas = { requestSchema: { type: 'object' }, responseSchema: { type: 'object' } };
for (const id of [informationType, batchedType]) {
  const type = { id, providerId, name: text('Check'), ...schemas };
  await platform.call(contract.publishInformationType, type, { principal });
  const sending = { consumerId, target: id, purpose: 'Measuring' };
  await platform.call(contract.grantRight, sending, { principal });
}
const right = {
  consumerId,
  target: `${providerId}/${serviceCode}`,
  method: 'POST',
  pathPattern: '/**',
  purpose: 'Measuring',
};
await platform.call(contract.grantRight, right, { principal });
await platform.call(contract.grantRight, { ...right, target: `${providerId}/${immediateCode}` }, { principal });
const allow = async (subsystemId: string) =>
  (await platform.call(contract.allowEnrolment, { subsystemId }, { principal })).token;
for (const code of ['well', ...troubles]) {
  const service = { subsystemId: sickId, code, name: text(code), timeoutMs: 1000 };
  await platform.call(contract.publishService, service, { principal });
  await platform.call(contract.grantRight, { ...right, target: `${sickId}/${code}` }, { principal });
}
const tokens = {
  consumer: await allow(consumerId),
  provider: await allow(providerId),
  sick: await allow(sickId),
};
process.stdout.write(`${JSON.stringify({ ready: true, url: platform.url, tokens })}\n`);
let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await platform.close();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('disconnect', () => void stop());
