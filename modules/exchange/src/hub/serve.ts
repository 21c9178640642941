// SPDX-License-Identifier: Apache-2.0
/** What the hub answers a request, however it came. */
import { hash, randomUUID } from 'node:crypto';
import { describeError, isRefusal } from '@stoa/kernel';
import { type Static, type TSchema } from 'typebox';
import { bodyOf, faultDocument, faultStatus } from '../wire/index.ts';
import { attachmentRequest, isAttachmentPath, mailboxRequest } from '../mailbox/index.ts';
import { eventRequest, isEventPath } from '../events/index.ts';
import { type Authenticator, channelKey, type Incoming, readBody, readWhole } from './incoming.ts';
import { type Answer, HubRefusal, json, readJson, type Request } from '../messages/index.ts';
import { healthPath } from '../contract.ts';
import { healthRequest } from './health.ts';
import { metadataAnswer, metadataQuestion } from './metadata.ts';
import { renewalRequest } from './renewal-endpoint.ts';
import { OpenSession, Roots } from '../lines/index.ts';
import { recorded } from './unattributed.ts';
import type { HubParts } from './parts.ts';
import { syncCall } from './sync-call.ts';

/** Answers with a fault where the request is refused or fails. */
export async function serve(hub: HubParts, authenticate: Authenticator, request: Request): Promise<Answer> {
  try {
    if (request.method === 'GET' && request.target.startsWith('/directory/'))
      return await recorded(hub, request, () => serveDirectory(hub, request));
    if (request.target === '/session/roots') return await recorded(hub, request, () => serveRoots(hub, request));
    if (isAttachmentPath(request.target)) {
      const incoming = await recorded(hub, request, () => authenticate(request, undefined));
      return await attachmentRequest(hub, incoming, request.body);
    }
    return await message(hub, authenticate, request);
  } catch (error) {
    return refusal(hub, request, error);
  }
}

async function message(hub: HubParts, authenticate: Authenticator, request: Request): Promise<Answer> {
  const incoming = await recorded(hub, request, async () => {
    const { subsystem } = channelKey(request.socket, hub.directory, hub.module.clock.now());
    const body = await readBody(hub.module, request, subsystem);
    try {
      return authenticate(request, body);
    } catch (error) {
      await body.drop();
      throw error;
    }
  });
  try {
    return await answered(hub, request, incoming);
  } finally {
    await incoming.body.close?.();
  }
}

async function answered(hub: HubParts, request: Request, incoming: Incoming): Promise<Answer> {
  if (incoming.target === '/certificates') return recorded(hub, request, () => renewalRequest(hub, incoming));
  if (incoming.target === healthPath) return recorded(hub, request, () => healthRequest(hub.module, incoming));
  if (incoming.target === '/session') return recorded(hub, request, () => openSession(hub, request, incoming));
  const question = metadataQuestion(incoming.target);
  if (question) return metadataAnswer(hub, incoming, question);
  if (isEventPath(incoming.target)) return eventRequest(hub, incoming);
  return incoming.target.startsWith('/mailbox/')
    ? mailboxRequest(hub, incoming)
    : hub.operational.observe(incoming, () => syncCall(hub, incoming));
}

async function openSession(hub: HubParts, request: Request, incoming: Incoming): Promise<Answer> {
  if (incoming.session || incoming.method !== 'POST')
    throw new HubRefusal('client.immediate_signature_required', 'A session is opened with a signature of its own.');
  const { socket } = request;
  const { keyId: connector } = channelKey(socket, hub.directory, hub.module.clock.now());
  const own = hash('sha256', socket.getX509Certificate()?.raw ?? Buffer.alloc(0), 'hex');
  const input = readSessionJson(OpenSession, incoming.body.bytes);
  const channel = { connector, hub: own };
  const opened = await hub.sessions.open(incoming.client, channel, incoming.signature.keyId, input);
  const headers = { 'content-type': 'application/json', 'x-road-id': incoming.messageId, 'x-road-request-hash': '' };
  const body = Buffer.from(JSON.stringify(opened));
  return {
    status: 200,
    headers: { ...headers, ...hub.sessions.sign({ status: 200, headers, body }) },
    body: bodyOf(body),
  };
}

/** Largest message with a root: a second's worth of leaves, bytes. */
const rootBytes = 5_000_000;

/** Roots are signed themselves: the channel tells whose they are. */
async function serveRoots(hub: HubParts, request: Request): Promise<Answer> {
  const { subsystem } = channelKey(request.socket, hub.directory, hub.module.clock.now());
  const roots = readSessionJson(Roots, await readWhole(request, rootBytes));
  return json(200, await hub.sessions.exchangeRoots(subsystem, roots));
}

/** Of what opens sessions and proves them: refused with a fault. */
function readSessionJson<S extends TSchema>(schema: S, body: Buffer | undefined): Static<S> {
  try {
    return readJson(schema, body);
  } catch (error) {
    throw isRefusal(error) ? new HubRefusal('client.body_malformed', error.message) : error;
  }
}

/** Certificates of signing keys, for connectors that check a message end to end, and the hubs that run. */
async function serveDirectory({ directory, module }: HubParts, request: Request): Promise<Answer> {
  channelKey(request.socket, directory, module.clock.now());
  if (request.target === '/directory/hubs') return json(200, { hubs: directory.hubs });
  const keyId = /^\/directory\/certificates\/([0-9a-f]{64})$/.exec(request.target)?.[1] ?? '';
  const pem = directory.key(keyId)?.pem ?? directory.hubCertificate(keyId);
  const headers = { 'content-type': 'application/x-pem-file' };
  return { status: pem ? 200 : 404, headers, body: bodyOf(Buffer.from(pem ?? '')) };
}

function refusal({ module }: HubParts, request: Request, error: unknown): Answer {
  const known = error instanceof HubRefusal || isRefusal(error);
  if (!known) module.log.error({ err: describeError(error) }, 'a message failed in the hub');
  const type =
    error instanceof HubRefusal ? error.code : isRefusal(error) ? `server.${error.code}` : 'server.internal_error';
  const fault = {
    type,
    message: known ? (error as Error).message : 'The hub could not process the message. Please try again.',
    detail: randomUUID(),
  };
  const { contentType, body } = faultDocument(fault, request.headers.accept);
  const wait = error instanceof HubRefusal && error.retryAfterSeconds;
  return {
    status: faultStatus(fault),
    headers: {
      'content-type': contentType,
      'x-road-error': type,
      ...(wait ? { 'retry-after': String(wait) } : {}),
    },
    body: bodyOf(Buffer.from(body)),
  };
}
