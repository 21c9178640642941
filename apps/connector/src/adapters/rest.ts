// SPDX-License-Identifier: Apache-2.0
/** A REST system behind its base URL: passed through as it is, or mapped operation by operation. */
import { BodyTooLarge, passedHeaders, takeBody } from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { BodyLimits } from '../file-spool.ts';
import type { RestOperation, RestSettings } from '../settings/rest.ts';
import {
  type Adapter,
  type AdapterAnswer,
  type AdapterRequest,
  jsonAnswer,
  noSuchPath,
  readJson,
  refusal,
  systemAway,
  systemFailed,
} from './adapter.ts';
import { compileExpression } from './expression.ts';
import { type Matched, matcher, parameterNames } from './match.ts';
import { type SystemClient, systemClient } from './system-client.ts';

const passedOn = [
  'accept',
  'content-type',
  'authorization',
  'x-road-client',
  'x-road-id',
  'x-road-issue',
  'x-road-userid',
];
const passedBack = ['content-type', 'content-encoding', 'location', 'etag', 'last-modified', 'cache-control'];

const pick = (headers: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));

/** Throws a sentence when the settings cannot work. */
export function restAdapter(settings: RestSettings, bodies: BodyLimits, log: Log): Adapter {
  const operations = settings.operations?.map((operation) => compile(operation, log));
  const system = systemClient(settings);
  const adapter = async (request: AdapterRequest): Promise<AdapterAnswer> => {
    if (!operations) return passThrough(system, bodies, request);
    for (const { match, run } of operations) {
      const matched = match(request);
      if (matched) return run(system, request, matched);
    }
    return noSuchPath();
  };
  return Object.assign(adapter, { streams: !operations, close: () => system.close() });
}

/** Path, query, method and body pass unchanged (PR-REST section 4.2). */
async function passThrough(
  system: SystemClient,
  { limit, spool }: BodyLimits,
  { method, path, headers, body, large }: AdapterRequest,
): Promise<AdapterAnswer> {
  try {
    const answer = await system.stream(method, path, passedHeaders(headers), large ?? body, (given) =>
      takeBody(given, limit, spool),
    );
    return answer ?? systemAway();
  } catch (error) {
    if (error instanceof BodyTooLarge)
      return systemFailed(`The answer of the provider's system is larger than ${limit} bytes. Ask for less at once.`);
    throw error;
  }
}

function compile(operation: RestOperation, log: Log) {
  const { match, method, path, headers = {}, statuses = {} } = operation;
  const target = path ?? match.slice(match.indexOf(' ') + 1);
  const verb = method ?? match.slice(0, match.indexOf(' '));
  const unknown = parameterNames(target).find((name) => !parameterNames(match).includes(name));
  if (unknown) throw new Error(`${match}: the path names {${unknown}}, which the match does not have`);
  const toRequest = operation.request && compileExpression(operation.request, `${match}: request`);
  const toAnswer = operation.answer && compileExpression(operation.answer, `${match}: answer`);

  async function run(system: SystemClient, request: AdapterRequest, matched: Matched): Promise<AdapterAnswer> {
    let body = request.body;
    if (toRequest) {
      let given: unknown;
      try {
        given = readJson(body);
      } catch {
        return refusal(400, 'body-malformed', 'The body is not JSON.');
      }
      try {
        body = Buffer.from(JSON.stringify((await toRequest(given, { ...matched })) ?? null));
      } catch (err) {
        log.info({ operation: match, code: codeOf(err) }, 'a request could not be mapped');
        return refusal(422, 'body-unsuitable', 'The body does not fit this operation.');
      }
    }
    const sent = { ...pick(request.headers, passedOn), ...headers };
    if (toRequest) sent['content-type'] = 'application/json';
    const filled = fill(target, matched);
    if (filled === undefined) return refusal(400, 'parameter-malformed', 'A parameter must not climb out of the path.');
    const answer = await system.request(verb, filled, sent, body);
    if (!answer) return systemAway();
    const status = statuses[answer.status] ?? answer.status;
    if (!toAnswer) return { ...answer, status, headers: pick(answer.headers, passedBack) };
    if (status >= 500) return systemAway();
    if (status >= 300) return refusal(status, 'system-refused', 'The system of the provider refused the request.');
    try {
      const mapped = await toAnswer(readJson(answer.body), { ...matched, status: answer.status });
      return mapped === undefined
        ? refusal(404, 'nothing-found', 'The system of the provider has nothing for this request.')
        : jsonAnswer(status, mapped);
    } catch (err) {
      log.warn({ operation: match, code: codeOf(err) }, "the system's answer could not be mapped");
      return systemAway();
    }
  }
  return { match: matcher(match), run };
}

/** Without the message, which quotes values. */
const codeOf = (error: unknown) => (describeError(error) as { code?: string; name?: string }).code ?? 'not-json';

/** Undefined when a value would climb up the path. */
function fill(template: string, { path, query }: Matched): string | undefined {
  let climbs = false;
  const filled = template.replace(/\{(query\.)?(\w+)\}/g, (_, fromQuery: string | undefined, name: string) => {
    const value = (fromQuery ? query : path)[name] ?? '';
    climbs ||= value === '.' || value === '..';
    return encodeURIComponent(value);
  });
  return climbs ? undefined : filled;
}
