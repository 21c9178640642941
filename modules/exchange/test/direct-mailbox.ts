// SPDX-License-Identifier: Apache-2.0
/** The hub's mailbox endpoint without channel and signature, so that the hub's clock may be moved at will. */
import { randomUUID } from 'node:crypto';
import { type Bench, benchWith } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import { ExchangeError, mailboxBody, mailboxOperations } from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import { createDurableLog } from '../src/log/durable-log.ts';
import { mailboxRequest } from '../src/mailbox/endpoint.ts';
import { sharedTurns } from '../src/mailbox/shared-turns.ts';
import exchange from '../src/index.ts';
import { bodyOf, partsHeader, partsRoot, takesParts } from '../src/wire/index.ts';

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
  /** The client's request as it stands, with the root of its lines unless other headers are given. */
  const raw = async (target: string, text: string, headers?: Record<string, string>) => {
    const body = Buffer.from(text);
    const answer = await postTo(b, clientId)('POST', target, body, headers ?? { [partsHeader]: partsRoot(body) });
    return { status: answer.status, json: JSON.parse((answer.body.bytes ?? '').toString()) as unknown };
  };
  return { b, client: mailboxOf(b, clientId), provider: mailboxOf(b, providerId), raw };
}

function postTo(b: Bench, client: string) {
  const { directory } = exchangeOf(b.module);
  const parts = { module: b.module, directory, record: createDurableLog(b.module), turns: sharedTurns(b.module) };
  return (method: string, target: string, body: Buffer, headers: Record<string, string>) => {
    const message = { method, authority: 'hub', target, headers, body: bodyOf(body) };
    return mailboxRequest(parts, { ...message, client, messageId: randomUUID(), issue: undefined });
  };
}

function mailboxOf(b: Bench, client: string) {
  const post = postTo(b, client);
  return mailboxOperations(async (method, target, body) => {
    const sent = Buffer.from(body === undefined ? '' : mailboxBody(body).text);
    const answer = await post(
      method,
      target,
      sent,
      takesParts(method, target) ? { [partsHeader]: partsRoot(sent) } : {},
    );
    if (answer.status === 204) return undefined;
    const json = JSON.parse((answer.body.bytes ?? '').toString()) as { code: string; detail: string };
    if (answer.status >= 400) throw new ExchangeError(answer.status, json.code, json.detail);
    return json;
  });
}
