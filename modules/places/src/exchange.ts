// SPDX-License-Identifier: Apache-2.0
/**
 * Cases of departments ask for places by a request, which is acknowledged once what it asks for has happened and the answer is
 * kept. Asking twice is asking once.
 */
import type { ConnectorClient, DeliveredMessage } from '@stoa/exchange/contract';
import { complaints, describeError, type ModuleRuntime } from '@stoa/kernel';
import { answerId, bare, portalConnector, self, settle } from './answers.ts';
import { Grant, Look, type PlacesRequest, Release, Take } from './contract.ts';
import { enter } from './ledger.ts';
import * as store from './store.ts';

const atOnce = 100;

export async function takeRequests(module: ModuleRuntime): Promise<void> {
  const connector = portalConnector(module);
  for (let taken = 0; connector && taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(module.country.exchange.places);
    if (!message) return;
    await takeRequest(module, connector, message).catch((error: unknown) => {
      // Its lease runs out and it comes again; the messages behind it need not wait.
      module.log.warn({ err: describeError(error), message: message.messageId }, 'a request for places was not taken');
    });
  }
}

const shapes = { grant: Grant, take: Take, release: Release, look: Look };
function faultOf(content: unknown): string | undefined {
  const what = (content as { do?: unknown } | null)?.do;
  const shape =
    typeof what === 'string' && Object.hasOwn(shapes, what) ? shapes[what as keyof typeof shapes] : undefined;
  if (!shape) return 'does not fit the type: "do" is grant, take, release or look';
  const [wrong] = complaints(shape, content);
  return wrong && `does not fit the type: ${wrong.pointer} ${wrong.message}`;
}

async function takeRequest(
  module: ModuleRuntime,
  connector: ConnectorClient,
  { messageId, replyTo, content, from }: DeliveredMessage,
): Promise<void> {
  const fault = faultOf(content);
  if (fault) {
    const rejection = { code: 'FAILURE' as const, description: fault };
    await connector.sendResponse({ messageId: answerId(messageId), to: replyTo, rejection });
  } else
    await module.tx(self, async (tx) => {
      if (!(await store.insertAsk(tx, messageId, replyTo))) return;
      const answer = await enter(tx, bare(from), content as PlacesRequest, messageId);
      if (answer) await settle(tx, messageId, answer);
    });
  await connector.acknowledge(messageId);
}
