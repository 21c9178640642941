// SPDX-License-Identifier: Apache-2.0
/** A sync call through the hub: checked, logged, forwarded, answer checked, logged, returned. */
import { newId } from '@stoa/kernel';
import { peopleIn, saidIn } from '../persons/index.ts';
import {
  bodyFits,
  normalisedPath,
  parseServicePath,
  passedRequestHeaders,
  readSignature,
  responseBase,
  type ServiceAddress,
  type Signature,
  signatureHolds,
  signRequestHead,
  signResponseHead,
  tunnelAuthority,
} from '../wire/index.ts';
import { bodySpool, requestEntry, signatureFacts } from '../log/index.ts';
import { type KeptCall, keepForLater, keptBefore } from './fallback.ts';
import { bodyLimit, type Incoming } from './incoming.ts';
import { type Answer, HubRefusal } from '../messages/index.ts';
import type { HubParts } from './parts.ts';
import type { Session, TunnelAnswer } from '../lines/index.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);

export async function syncCall(hub: HubParts, incoming: Incoming): Promise<Answer> {
  const requestId = newId();
  const address = parseServicePath(incoming.target);
  const target = address?.service ?? 'unreadable';
  const { persons = [] } = hub.directory.service(target) ?? {};
  const people = persons.length > 0 ? peopleIn(hub.module, persons, saidIn(incoming.body, address?.rest)) : [];
  const refused = async (refusal: HubRefusal): Promise<never> => {
    await hub.record(
      requestEntry(incoming, 'sync', target, {
        outcome: 'refused',
        code: refusal.code,
        people,
        facts: { requestId, message: refusal.message },
      }),
    );
    throw refusal;
  };
  // The hub's own word that no proper answer came; there is nothing signed to keep.
  const failed = async (refusal: HubRefusal): Promise<never> => {
    const { messageId, client, issue } = incoming;
    const facts = { requestId, message: refusal.message };
    await hub.record({
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
  let call: KeptCall;
  try {
    allowed = check(hub, incoming, address);
    call = { ...allowed, service: target, path: address?.rest ?? '', requestId };
    const waiting = await keptBefore(hub, incoming, call);
    if (waiting) return waiting;
  } catch (error) {
    if (error instanceof HubRefusal) return refused(error);
    throw error;
  }
  incoming.trace.restPath = allowed.pathPattern;
  await hub.record(requestEntry(incoming, 'sync', target, { people, facts: { requestId, purpose: allowed.purpose } }));
  let answered: Answered;
  try {
    answered = await hub.breakers.through(target, () => forward(hub, incoming, allowed, requestId));
  } catch (error) {
    if (!(error instanceof HubRefusal)) throw error;
    const waiting = await keepForLater(hub, incoming, call, error).catch((notKept: unknown) => {
      if (notKept instanceof HubRefusal) return failed(notKept);
      throw notKept;
    });
    return waiting ?? failed(error);
  }
  const { answer, signature } = answered;
  const { close } = answer.body;
  const logged = hub.record({
    direction: 'response',
    kind: 'sync',
    messageId: incoming.messageId,
    client: incoming.client,
    target,
    issue: incoming.issue,
    outcome: 'accepted',
    body: answer.body,
    signature,
    facts: {
      requestId,
      status: answer.status,
      requestHash: answer.headers['x-road-request-hash'],
      ...signatureFacts(answer.headers),
    },
  });
  try {
    await logged;
  } catch (error) {
    await close?.();
    throw error;
  }
  const headers = {
    ...answer.headers,
    'x-road-client': incoming.client,
    'x-road-service': target,
    'x-road-request-id': requestId,
  };
  return {
    ...answer,
    headers: incoming.session ? resigned(incoming.session, answer.status, headers, hub) : headers,
    done: close,
  };
}

interface Answered {
  readonly answer: TunnelAnswer;
  readonly signature: Signature;
}

/** Sends the request to the provider's connector and checks what it answers. */
async function forward(hub: HubParts, incoming: Incoming, allowed: Allowed, requestId: string): Promise<Answered> {
  const base: Record<string, string> = {
    ...passedRequestHeaders(incoming.headers),
    'content-digest': incoming.headers['content-digest'] ?? '',
    'x-road-request-id': requestId,
  };
  const { method, target, body, session, client } = incoming;
  const limits = { limit: bodyLimit(hub.module), spool: () => bodySpool(hub.module, client) };
  const { answer, instance } = await hub.tunnels.request(allowed.provider, allowed.timeoutMs, limits, (to) => {
    incoming.trace.requestOutTs = hub.module.clock.now().getTime();
    if (!session) {
      const { authority, headers } = incoming;
      const { signature = '', 'signature-input': input = '' } = headers;
      return {
        method,
        target,
        body,
        headers: { ...base, signature, 'signature-input': input, 'x-stoa-authority': authority },
      };
    }
    const line = hub.sessions.ofInstance(to);
    if (!line) throw connectorRestarted();
    const head = { method, target, authority: tunnelAuthority, headers: base };
    return {
      method,
      target,
      body,
      headers: { ...base, ...signRequestHead(line.sent.signer, head, hub.module.clock.now()) },
    };
  });
  incoming.trace.responseInTs = hub.module.clock.now().getTime();
  const signature = readSignature(answer.headers);
  const good =
    signature &&
    answer.headers['x-road-id'] === incoming.messageId &&
    bodyFits(answer.headers['content-digest'], answer.body) &&
    answerHolds(hub, allowed.provider, instance, answer, signature, session === undefined);
  if (!good) {
    await answer.body.drop();
    throw new HubRefusal('server.serverproxy.invalid_response', 'The answer of the provider is not properly signed.');
  }
  return { answer, signature };
}

const connectorRestarted = () =>
  new HubRefusal(
    'server.serverproxy.service_unavailable',
    'The connector of the provider has no session with the hub. Try again in a moment.',
  );

/** A message with a signature of its own is answered by one; in a session the provider's MAC is enough. */
function answerHolds(
  { directory, sessions, module }: HubParts,
  provider: string,
  instance: string,
  answer: TunnelAnswer,
  signature: Signature,
  immediate: boolean,
): boolean {
  const base = responseBase(answer, signature);
  if (signature.algorithm !== 'hmac-sha256') {
    const key = directory.key(signature.keyId);
    return (
      key?.profile === 'message-signing' && key.subsystem === provider && signatureHolds(signature, base, key.publicKey)
    );
  }
  const session = sessions.get(signature.keyId);
  if (immediate || session?.instance !== instance || session.subsystem !== provider) return false;
  return session.received.take(signature, base, module.clock.now().getTime()) === 'good';
}

/** The answer under the hub's MAC for the consumer's session. */
function resigned(
  session: Session,
  status: number,
  headers: Record<string, string>,
  { module }: HubParts,
): Record<string, string> {
  return { ...headers, ...signResponseHead(session.sent.signer, { status, headers }, module.clock.now()) };
}

interface Allowed {
  provider: string;
  fallback: boolean;
  timeoutMs: number;
  purpose: string;
  pathPattern: string;
}

function check(
  { directory, meters, module }: HubParts,
  incoming: Incoming,
  address: ServiceAddress | undefined,
): Allowed {
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
  const decision = directory.rights.decide({
    consumer: incoming.client,
    target: service.id,
    method: incoming.method,
    path: normalisedPath(address.rest),
    purpose: incoming.headers['x-stoa-purpose'],
    at: module.clock.now(),
  });
  if (decision === 'purpose-missing')
    throw new HubRefusal(
      'client.purpose_missing',
      'The right names several purposes. Say in X-Stoa-Purpose for which one this call is made.',
    );
  if (decision === 'denied')
    throw new HubRefusal(
      'server.serverproxy.access_denied',
      `${incoming.client} has no right to call this. Ask the provider to grant it.`,
    );
  if (service.immediate && incoming.session)
    throw new HubRefusal(
      'client.immediate_signature_required',
      'This service takes messages with a signature of their own only. Sign this one with the key of your certificate.',
    );
  const quota = directory.quota(incoming.client, service.id);
  const waitSeconds = quota && meters.take(quota, incoming.client, service.id, module.clock.now());
  if (waitSeconds !== undefined)
    throw new HubRefusal(
      'client.quota_exceeded',
      `${incoming.client} has used up its quota for this service. Call again in ${waitSeconds} s.`,
      waitSeconds,
    );
  const { subsystem: provider, timeoutMs, fallback } = service;
  return { provider, timeoutMs, fallback, ...decision };
}
