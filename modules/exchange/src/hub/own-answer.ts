// SPDX-License-Identifier: Apache-2.0
/** An answer of the hub itself to a sync call, with the headers of X-Road and signed as the caller asks. */
import { bodyOf, requestHash, type SignedResponse, signResponse } from '../wire/index.ts';
import type { Incoming } from './incoming.ts';
import type { HubParts } from './parts.ts';
import type { Answer } from '../messages/index.ts';

/** @param target service the answer is about */
export async function ownAnswer(
  hub: HubParts,
  incoming: Incoming,
  target: string,
  requestId: string,
  answer: { status: number; headers: Record<string, string>; body: string },
): Promise<Answer> {
  const ids = { 'x-road-client': incoming.client, 'x-road-id': incoming.messageId, 'x-road-request-id': requestId };
  const bodyHash = incoming.body.size ? await incoming.body.sha512() : undefined;
  const headers = {
    ...answer.headers,
    ...ids,
    'x-road-service': target,
    'x-road-request-hash': requestHash(incoming.method, incoming.target, Object.entries(ids), bodyHash),
  };
  const response: SignedResponse = { status: answer.status, headers, body: Buffer.from(answer.body) };
  const signature = incoming.session
    ? signResponse(incoming.session.sent.signer, response, hub.module.clock.now())
    : hub.sessions.sign(response);
  return { status: answer.status, headers: { ...headers, ...signature }, body: bodyOf(response.body) };
}
