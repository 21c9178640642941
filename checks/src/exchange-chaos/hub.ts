// SPDX-License-Identifier: Apache-2.0
/** A hub as a process of its own, to be killed: `node hub.ts <folder> <database URL> <circuit> <port> <hub port>`. */
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog, readConfig, startPlatform } from '@stoa/kernel';
import { answers, asks, serviceCode, type } from './names.ts';

const [folder = '', databaseUrl = '', circuit = '', port = '', hubPort = ''] = process.argv.slice(2);
if (process.channel) process.once('disconnect', () => process.exit(0));
const env = { ...process.env, STOA_DATA: folder, PORT: port, STOA_CIRCUIT: circuit, STOA_HUB_PORT: hubPort };
const config = { ...readConfig(env, []), modules: ['exchange'] };
const log = createLog(process.env.STOA_LOG ?? 'fatal', 'hub');
const platform = await startPlatform({ config, modules: [exchange], databaseUrl, log });
const as = { principal: { kind: 'system' } } as const;
const name = { en: 'Test' };
for (const id of [asks, answers]) await platform.call(contract.registerSubsystem, { id, name, memberName: name }, as);
const token = async (subsystemId: string) => (await platform.call(contract.allowEnrolment, { subsystemId }, as)).token;
const tokens = { asks: await token(asks), answers: await token(answers), second: await token(answers) };
const schemas = { requestSchema: {}, responseSchema: {} };
const service = { subsystemId: answers, code: serviceCode, name, timeoutMs: 3000 };
const right = { consumerId: asks, purpose: 'Testing' };
await platform.call(contract.publishService, service, as);
await platform.call(contract.publishInformationType, { id: type, providerId: answers, name, ...schemas }, as);
await platform.call(contract.grantRight, { ...right, target: type }, as);
const target = `${answers}/${serviceCode}`;
await platform.call(contract.grantRight, { ...right, target, method: 'POST', pathPattern: '/**' }, as);
process.once('SIGTERM', () => void platform.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ ready: true, url: platform.url, tokens })}\n`);
