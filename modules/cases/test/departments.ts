// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A connector with registers and mailboxes behind it, on loopback: what another institution would answer. */
export async function departments() {
  const state = {
    companies: new Map<string, unknown>(),
    persons: new Map<string, unknown>(),
    families: new Map<string, unknown>(),
    /** Of other registers, by service and path: `quotas/XM-01/2142`. */
    entries: new Map<string, unknown>(),
    away: false,
    /** Whether the ledger of places has one left. */
    placeLeft: true,
    placesAsked: new Set<string>(),
    requests: [] as { messageId: string; type: string; content: Record<string, unknown> }[],
    calls: [] as string[],
    responses: [] as { messageId: string; [key: string]: unknown }[],
    acknowledged: [] as string[],
  };
  const server = createServer(async (request, response) => {
    const [status, body] = answer(state, request, await text(request));
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-road-id': String(request.headers['x-road-id'] ?? ''),
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return {
    ...state,
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Answers the last request of that type, or the last that fits. */
    reply(
      type: string,
      content: Record<string, unknown>,
      fits: (content: Record<string, unknown>) => boolean = () => true,
    ) {
      const request = state.requests.findLast((candidate) => candidate.type === type && fits(candidate.content));
      const answered = {
        messageId: randomUUID(),
        requestId: request?.messageId,
        type,
        from: 'XM/GOV/1004/DIPLOMAS',
        content,
        sentAt: new Date().toISOString(),
      };
      state.responses.push(answered);
      return answered;
    },
  };
}

type State = Awaited<ReturnType<typeof departments>>['state'];

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

const placesType = 'urn:xm:portal:places:1.0#Request';
/** The platform's own ledger is among nobody's departments: it answers by itself. */
function answerPlace(state: State, { messageId }: State['requests'][number]) {
  if (!state.placesAsked.has(messageId))
    state.responses.push({
      ...{ messageId: randomUUID(), requestId: messageId, type: placesType, from: 'XM/GOV/1008/PLATFORM' },
      content: { done: state.placeLeft, places: state.placeLeft ? 1 : 0, granted: 8, taken: 8, left: 0 },
      sentAt: new Date().toISOString(),
    });
  const alreadySent = state.placesAsked.has(messageId);
  state.placesAsked.add(messageId);
  return { messageId, alreadySent };
}

function answer(state: State, request: IncomingMessage, body: string): [number, unknown?] {
  const path = request.url ?? '';
  if (state.away) return [503, { type: 'Server.ServerProxy.NetworkError', message: 'away' }];
  if (path.startsWith('/r1/')) {
    state.calls.push(path);
    const other = [...state.entries].find(([entry]) => path.endsWith(`/${entry}`));
    if (other) return [200, other[1]];
    const [, service, key = ''] = /\/(companies|persons|families)\/(.+)$/.exec(path) ?? [];
    if (key.startsWith('222')) return [400, { code: 'population.number-wrong', detail: 'no such number can exist' }];
    if (key.startsWith('111'))
      return [400, { type: 'Client.BadRequest', message: 'the connector does not understand' }];
    const found = state[service as 'companies' | 'persons' | 'families']?.get(key);
    return found ? [200, found] : [404, { type: 'NotFound', message: 'no such entry' }];
  }
  if (path === '/mailbox/requests') {
    const message = JSON.parse(body) as State['requests'][number];
    if (message.type === placesType && message.content.do === 'take') return [200, answerPlace(state, message)];
    const alreadySent = state.requests.some((known) => known.messageId === message.messageId);
    if (!alreadySent) state.requests.push(message);
    return [200, { messageId: message.messageId, alreadySent }];
  }
  if (path === '/mailbox/responses/next') {
    const [next] = state.responses;
    return next ? [200, next] : [204];
  }
  const [, acknowledged] = /^\/mailbox\/messages\/(.+)\/ack$/.exec(path) ?? [];
  if (acknowledged) {
    state.acknowledged.push(acknowledged);
    state.responses = state.responses.filter((response) => response.messageId !== acknowledged);
    return [200, {}];
  }
  return [404, {}];
}
