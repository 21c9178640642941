// SPDX-License-Identifier: Apache-2.0
/** A sync call through the hub: checked, logged, forwarded, answer checked, logged, returned. */
import type { ModuleRuntime } from '@stoa/kernel';
import type { CertificateAuthority } from '@stoa/kernel/keys';
import { newId } from '@stoa/kernel';
import type { Directory } from '../directory.ts';
import { normalisedPath, parseServicePath, readSignature, responseHolds, type ServiceAddress } from '../wire/index.ts';
import type { LoggedMessage } from './durable-log.ts';
import type { Incoming } from './incoming.ts';
import { HubRefusal } from './refusal.ts';
import type { TunnelAnswer, Tunnels } from './tunnel.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);
/** Headers of the consumer that reach the provider, beside the ones the protocol names. */
const passed = [
  'accept',
  'content-type',
  'content-digest',
  'signature',
  'signature-input',
  'x-road-client',
  'x-road-id',
  'x-road-issue',
  'x-road-userid',
  'authorization',
];

export interface HubParts {
  readonly module: ModuleRuntime;
  readonly directory: Directory;
  readonly tunnels: Tunnels;
  readonly log: (message: LoggedMessage) => Promise<void>;
  readonly authority: CertificateAuthority;
}

/** What of a signed message a verifier needs later. */
export const signatureFacts = (headers: Incoming['headers']) => ({
  contentDigest: headers['content-digest'],
  signatureInput: headers['signature-input'],
  signature: headers.signature,
  keyId: readSignature(headers)?.keyId,
});

export function requestEntry(
  incoming: Incoming,
  kind: 'sync' | 'mailbox',
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
    personal: { target: incoming.target, userId: incoming.headers['x-road-userid'] },
    ...rest,
    facts: { method: incoming.method, ...signatureFacts(incoming.headers), ...rest.facts },
  };
}

export async function syncCall(hub: HubParts, incoming: Incoming): Promise<TunnelAnswer> {
  const requestId = newId();
  const address = parseServicePath(incoming.target);
  const target = address?.service ?? 'unreadable';
  const refused = async (refusal: HubRefusal): Promise<never> => {
    await hub.log(
      requestEntry(incoming, 'sync', target, {
        outcome: 'refused',
        code: refusal.code,
        facts: { requestId, message: refusal.message },
      }),
    );
    throw refusal;
  };
  // The hub's own word that no proper answer came; there is nothing signed to keep.
  const failed = async (refusal: HubRefusal): Promise<never> => {
    const { messageId, client, issue } = incoming;
    const facts = { requestId, message: refusal.message };
    await hub.log({
      direction: 'response',
      kind: 'sync',
      messageId,
      client,
      target,
      issue,
      outcome: 'failed',
      code: refusal.code,
      facts,
    });
    throw refusal;
  };
  let allowed: Allowed;
  try {
    allowed = check(hub, incoming, address);
  } catch (error) {
    if (error instanceof HubRefusal) return refused(error);
    throw error;
  }
  await hub.log(requestEntry(incoming, 'sync', target, { facts: { requestId, purpose: allowed.purpose } }));
  const headers: Record<string, string> = { 'x-road-request-id': requestId };
  for (const name of passed) if (incoming.headers[name]) headers[name] = incoming.headers[name];
  let answer: TunnelAnswer;
  try {
    answer = await hub.tunnels.request(
      allowed.provider,
      incoming.method,
      incoming.target,
      headers,
      incoming.body,
      allowed.timeoutMs,
    );
    checkAnswer(hub.directory, allowed.provider, incoming, answer);
  } catch (error) {
    if (error instanceof HubRefusal) return failed(error);
    throw error;
  }
  await hub.log({
    direction: 'response',
    kind: 'sync',
    messageId: incoming.messageId,
    client: incoming.client,
    target,
    issue: incoming.issue,
    outcome: 'accepted',
    body: answer.body,
    facts: {
      requestId,
      status: answer.status,
      requestHash: answer.headers['x-road-request-hash'],
      ...signatureFacts(answer.headers),
    },
  });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-road-client': incoming.client,
      'x-road-service': target,
      'x-road-request-id': requestId,
    },
  };
}

interface Allowed {
  provider: string;
  timeoutMs: number;
  purpose: string;
}

function check({ directory, module }: HubParts, incoming: Incoming, address: ServiceAddress | undefined): Allowed {
  if (!methods.has(incoming.method))
    throw new HubRefusal('client.unsupported_method', 'This method is not part of the protocol.');
  if (!address)
    throw new HubRefusal(
      'client.invalid_service_path',
      'The path must be /r1/instance/class/member/subsystem/service and must not climb out of it.',
    );
  const service = directory.service(address.service);
  if (!service)
    throw new HubRefusal(
      'server.serverproxy.unknown_service',
      `There is no service ${address.service} on this exchange.`,
    );
  const purpose = directory.purposeOf(
    incoming.client,
    service.id,
    incoming.method,
    normalisedPath(address.rest),
    module.clock.now(),
  );
  if (purpose === undefined)
    throw new HubRefusal(
      'server.serverproxy.access_denied',
      `${incoming.client} has no right to call this. Ask the provider to grant it.`,
    );
  return { provider: service.subsystem, timeoutMs: service.timeoutMs, purpose };
}

function checkAnswer(directory: Directory, provider: string, incoming: Incoming, answer: TunnelAnswer): void {
  const key = directory.key(readSignature(answer.headers)?.keyId ?? '');
  const good =
    key?.profile === 'message-signing' &&
    key.subsystem === provider &&
    answer.headers['x-road-id'] === incoming.messageId &&
    responseHolds(answer, key.publicKey);
  if (!good)
    throw new HubRefusal('server.serverproxy.invalid_response', 'The answer of the provider is not properly signed.');
}
