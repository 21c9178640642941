// SPDX-License-Identifier: Apache-2.0
/**
 * The GovStack Information Mediator (api/ of bb-information-mediator): directory services 1.0 and PubSub 2.0 on the
 * paths of its OpenAPI documents, for who says `X-GovStack-Client`. A room is a subsystem, its event types are those
 * the subsystem publishes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExchangeError } from '@stoa/exchange/contract';
import { BodyTooLarge, collect, identifierParts } from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import { directoryAnswer } from './govstack/directory.ts';
import { type Answer, GovstackRefusal, problem } from './govstack/answer.ts';
import { pubsubAnswer } from './govstack/pubsub.ts';
import type { HubClient } from './hub-client.ts';
import type { HubEvents } from './hub-events.ts';

export interface GovstackParts {
  readonly subsystem: string;
  readonly hub: HubClient;
  readonly events: HubEvents;
}

const directory = /^\/(?:listClients|r1\/[^?]+\/(?:listMethods|allowedMethods|getOpenAPI))(?:\?|$)/;
const pubsub = /^\/r1\/([^/]+(?:\/[^/]+){3})\/((?:api\/v1\/(?:eventType|subs)|pub\/v1|pull\/v1)(?:\/[^?]*)?)(?:\?.*)?$/;
const largestBody = 2 * 1024 * 1024;

/** Other requests of a GovStack client are sync calls as X-Road has them. */
export function isGovstackRequest({ url = '', headers }: IncomingMessage): boolean {
  if (/^\/listClients\?(.*&)?instanceId=/.test(url)) return true;
  return headers['x-govstack-client'] !== undefined && (directory.test(url) || pubsub.test(url));
}

export async function serveGovstack(
  parts: GovstackParts,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerTo(parts, request);
  } catch (error) {
    if (error instanceof GovstackRefusal) answer = problem(error.status, error.code, error.message);
    else if (error instanceof BodyTooLarge) answer = problem(400, 'connector.body-too-large', error.message);
    else if (error instanceof ExchangeError) answer = retold(error);
    else {
      log.warn({ err: describeError(error) }, 'a GovStack request failed');
      answer = problem(500, 'connector.hub-away', 'The hub does not answer. Please try again later.');
    }
  }
  const { status, body, contentType = 'application/json' } = answer;
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': contentType }).end(body);
}

async function answerTo(parts: GovstackParts, request: IncomingMessage): Promise<Answer> {
  const { url = '', method = '' } = request;
  const client = request.headers['x-govstack-client'];
  if (client !== undefined && identifierParts(String(client))?.join('/') !== parts.subsystem)
    throw new GovstackRefusal(400, 'connector.client-mismatch', `This connector speaks for ${parts.subsystem} only.`);
  const [, path = '', rest = ''] = pubsub.exec(url) ?? [];
  if (!rest) return directoryAnswer(parts, method, url);
  const room = identifierParts(path)?.join('/');
  const names = identifierParts(rest);
  if (!room || !names)
    throw new GovstackRefusal(400, 'connector.no-such-path', 'The path holds a part that is no identifier.');
  return pubsubAnswer(parts, room, method, names, await jsonOf(request));
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const body = await collect(request, largestBody);
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString());
  } catch {
    throw new GovstackRefusal(400, 'connector.body-malformed', 'The body is not JSON.');
  }
}

/** The documents know 400, 404, 409 and 500. */
function retold({ status, code, message }: ExchangeError): Answer {
  const known = status === 422 || status === 413 || status === 415 ? 400 : status;
  return problem(known, code, message);
}
