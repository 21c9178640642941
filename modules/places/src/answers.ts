// SPDX-License-Identifier: Apache-2.0
/** The portal's side on the exchange, and the answers it gives: each is kept, and sent by a job; sent twice it is one answer. */
import { type ConnectorClient, connectorClient, inCircuit } from '@stoa/exchange/contract';
import { idOf, job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type { PlacesAnswer } from './contract.ts';
import * as store from './store.ts';

export const self = { kind: 'service', id: 'places' } as const;

export function portalConnector(module: ModuleRuntime): ConnectorClient | undefined {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  const { platformSubsystem } = module.country.exchange;
  return url ? connectorClient(url, inCircuit(platformSubsystem, module.config.circuit), token) : undefined;
}

/** Without the instance, which differs by circuit. */
export const bare = (subsystem: string): string => subsystem.split('/').slice(1).join('/');
export const answerId = (messageId: string): string => idOf(`places answer ${messageId}`);

/** Keeps the answer and sends it. What nobody asked by a message, as the demo, is answered to nobody. */
export async function settle(tx: Tx, messageId: string, answer: PlacesAnswer): Promise<void> {
  if (await store.setAnswer(tx, messageId, answer)) await sendAnswer.enqueue(tx, { messageId }, { key: messageId });
}

export const sendAnswer = job(
  'places.send-answer',
  Type.Object({ messageId: Uuid }),
  async (module, { messageId }) => {
    const kept = await module.tx(self, (tx) => store.answerOf(tx, messageId));
    const connector = portalConnector(module);
    if (!connector) throw new Error('STOA_PLATFORM_CONNECTOR_URL is not set');
    if (kept?.answer)
      await connector.sendResponse({ messageId: answerId(messageId), to: kept.replyTo, content: kept.answer });
  },
  { tx: false },
);
