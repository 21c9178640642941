// SPDX-License-Identifier: Apache-2.0
/** A hub as a process of its own, to be killed: `node hub.ts <folder> <database URL> <circuit> <port> <hub port>`. */
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog, readConfig, startPlatform } from '@stoa/kernel';

const [folder = '', databaseUrl = '', circuit = '', port = '', hubPort = ''] = process.argv.slice(2);
const env = { STOA_DATA: folder, PORT: port, STOA_CIRCUIT: circuit, STOA_HUB_PORT: hubPort };
const config = { ...readConfig(env, []), modules: ['exchange'] };
const platform = await startPlatform({ config, modules: [exchange], databaseUrl, log: createLog('fatal', 'test') });
const as = { principal: { kind: 'system' } } as const;
const name = { en: 'Test' };
const ids = ['XM/GOV/1/ASKS', 'XM/GOV/2/ANSWERS'] as const;
const tokens: Record<string, string> = {};
for (const id of ids) {
  await platform.call(contract.registerSubsystem, { id, name, memberName: name }, as);
  tokens[id] = (await platform.call(contract.allowEnrolment, { subsystemId: id }, as)).token;
}
const type = 'urn:xm:kill:1.0#Request';
const schemas = { requestSchema: {}, responseSchema: {} };
await platform.call(contract.publishInformationType, { id: type, providerId: ids[1], name, ...schemas }, as);
await platform.call(contract.grantRight, { consumerId: ids[0], target: type, purpose: 'Testing' }, as);
const eventType = 'xm.kill.happened.v1';
await platform.call(contract.publishEventType, { id: eventType, publisherId: ids[1], name, schema: {} }, as);
await platform.call(contract.grantRight, { consumerId: ids[0], target: eventType, purpose: 'Testing' }, as);
process.stdout.write(`${JSON.stringify({ url: platform.url, tokens })}\n`);
