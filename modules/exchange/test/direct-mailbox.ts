// SPDX-License-Identifier: Apache-2.0
/** The hub's mailbox endpoint without channel and signature, so that the hub's clock may be moved at will. */
import { randomUUID } from 'node:crypto';
import { type Bench, benchWith } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import { ExchangeError, mailboxOperations } from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import { createDurableLog } from '../src/hub/durable-log.ts';
import { mailboxRequest } from '../src/hub/mailbox-endpoint.ts';
import { sharedTurns } from '../src/hub/shared-turns.ts';
import exchange from '../src/index.ts';
import { bodyOf } from '../src/wire/index.ts';

export const clientId = 'XM/GOV/1/ASKS';
export const providerId = 'XM/GOV/2/ANSWERS';
export const typeId = 'urn:xm:states:1.0#Request';
const system = { kind: 'system' } as const;

/** A hub with a client that may send one type to one provider. */
export async function startMailbox(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_HUB_PORT: '0', ...env }, exchange);
  const name = { en: 'Test' };
  for (const id of [clientId, providerId])
    await b.call(contract.registerSubsystem, { id, name, memberName: name }, system);
  const schemas = { requestSchema: {}, responseSchema: {} };
  await b.call(contract.publishInformationType, { id: typeId, providerId, name, ...schemas }, system);
  await b.call(contract.grantRight, { consumerId: clientId, target: typeId, purpose: 'Testing' }, system);
  await exchangeOf(b.module).directory.refresh();
  return { b, client: mailboxOf(b, clientId), provider: mailboxOf(b, providerId) };
}

function mailboxOf(b: Bench, client: string) {
  const { directory } = exchangeOf(b.module);
  const parts = { module: b.module, directory, log: createDurableLog(b.module), turns: sharedTurns(b.module) };
  return mailboxOperations(async (method, target, body) => {
    const sent = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const incoming = {
      method,
      authority: 'hub',
      target,
      headers: {},
      body: bodyOf(sent),
      client,
      messageId: randomUUID(),
      issue: undefined,
    };
    const answer = await mailboxRequest(parts, incoming);
    if (answer.status === 204) return undefined;
    const json = JSON.parse((answer.body.bytes ?? '').toString()) as { code: string; detail: string };
    if (answer.status >= 400) throw new ExchangeError(answer.status, json.code, json.detail);
    return json;
  });
}
