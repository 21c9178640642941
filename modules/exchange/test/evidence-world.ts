// SPDX-License-Identifier: Apache-2.0
/** A hub, two subsystems that exchange through the mailbox, an auditor who exports, a verifier who names what is wrong. */
import { randomUUID } from 'node:crypto';
import { benchWith } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';
import type { Report } from '../src/verifier/index.ts';
import { enrolDirectly } from './direct.ts';

export const askerId = 'XM/GOV/1/ASKER';
export const answererId = 'XM/GOV/2/ANSWERER';
export const type = 'urn:xm:test:1.0#Request';

export const badOnes = ({ checks, messages }: Report) =>
  [...checks, ...messages.flatMap((message) => message.checks)]
    .filter(({ state }) => state === 'bad')
    .map(({ code }) => code);

export async function startEvidenceWorld() {
  const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
  const auditor = b.person({ duties: ['audit.auditor'] });
  const operator = b.person({ duties: ['platform.operator'] });
  const asker = await enrolDirectly(b, askerId);
  const answerer = await enrolDirectly(b, answererId);
  await b.call(
    contract.publishInformationType,
    { id: type, providerId: answererId, name: { en: 'X' }, requestSchema: {}, responseSchema: {} },
    operator,
  );
  await b.call(contract.grantRight, { consumerId: askerId, target: type, purpose: 'Testing' }, operator);
  // A right counts within two seconds; here it counts now.
  await exchangeOf(b.module).directory.refresh();
  const { authorityFingerprint: anchor } = await b.call(contract.getTrustAnchors, {});
  const { issuer: authority } = exchangeOf(b.module).authority;
  if (!authority) throw new Error('this circuit has an authority of its own');

  async function exchangeOnce() {
    const messageId = randomUUID();
    const content = { snils: '11223344595' };
    const issue = { 'x-road-issue': 'case-9', 'x-road-represented-party': 'COM/77' };
    const sent = await asker.send('POST', '/mailbox/requests', { messageId, type, content }, issue);
    if (sent?.messageId !== messageId) throw new Error(`the hub refused the message: ${JSON.stringify(sent)}`);
    const delivered = await answerer.send('POST', '/mailbox/requests/next', {});
    await answerer.send('POST', `/mailbox/messages/${messageId}/ack`, { accepted: true });
    await answerer.send('POST', '/mailbox/responses', {
      messageId: randomUUID(),
      to: delivered?.replyTo,
      content: { clear: true },
    });
    return { messageId, entryId: await entryOf(messageId) };
  }
  const entryOf = async (messageId: string) =>
    (await b.call(contract.listMessages, { messageId }, auditor)).items[0]?.entryId ?? '';
  const seal = () => b.platform.modules.get('exchange')?.sequencer.flush();
  const exported = async (entryId: string, options: { withBodies?: boolean } = {}) => {
    const out = await b.call(contract.exportEvidence, { entryId, ...options }, auditor);
    return { ...out, bytes: Buffer.from(out.container, 'base64') };
  };

  return { b, auditor, operator, asker, answerer, anchor, authority, exchangeOnce, exported, seal };
}
