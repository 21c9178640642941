// SPDX-License-Identifier: Apache-2.0
/** What the log is told about a request. */
import type { LoggedMessage } from './durable-log.ts';
import { partsHeader, pathText } from '../wire/index.ts';
import type { Message } from '../messages/index.ts';

/** What of a signed message a verifier needs later. */
export const signatureFacts = (headers: Message['headers']) => ({
  contentDigest: headers['content-digest'],
  signatureInput: headers['signature-input'],
  signature: headers.signature,
});

export function requestEntry(
  incoming: Message,
  kind: LoggedMessage['kind'],
  target: string,
  rest: Partial<LoggedMessage> = {},
): LoggedMessage {
  return {
    direction: 'request',
    kind,
    messageId: incoming.messageId,
    client: incoming.client,
    target,
    issue: incoming.issue,
    outcome: 'accepted',
    body: incoming.body,
    personal: {
      target: incoming.target,
      userId: incoming.headers['x-road-userid'],
      representedParty: incoming.headers['x-road-represented-party'],
    },
    ...rest,
    signature: incoming.signature,
    facts: {
      method: incoming.method,
      authority: incoming.authority,
      statedPurpose: incoming.headers['x-stoa-purpose'],
      statedIssue: kind === 'sync' ? undefined : incoming.headers['x-road-issue'],
      parts: incoming.headers[partsHeader],
      partPath: incoming.part && pathText(incoming.part),
      ...signatureFacts(incoming.headers),
      ...rest.facts,
    },
  };
}
