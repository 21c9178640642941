// SPDX-License-Identifier: Apache-2.0
/** OpenAPI documents of services: what a provider says it answers, and what rights can name. */
import { authorise, isStorableText, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { parseDocument } from 'yaml';
import type * as contract from '../contract.ts';
import { authoriseSubsystem } from './scope.ts';
import { putOpenapi } from './store.ts';

export interface Endpoint {
  /** `operationId`, where the document has one. */
  readonly id?: string;
  readonly method: string;
  /** `*` for each parameter. */
  readonly path: string;
}

const methods = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace']);
const mostEndpoints = 1000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const invalid = (why: string): never =>
  refuse('invalid', 'exchange.openapi-invalid', `This is no OpenAPI 3 document: ${why}.`);

/** Refuses `exchange.openapi-invalid` with the reason. References are not followed. */
export function endpointsOf(text: string): Endpoint[] {
  const { openapi, info, paths } = parse(text);
  if (typeof openapi !== 'string' || !/^3\.[01]\.\d+$/.test(openapi)) invalid('"openapi" must be 3.0 or 3.1');
  if (!isObject(info) || typeof info.title !== 'string') invalid('"info" needs a title');
  if (!isObject(paths)) return invalid('"paths" is missing');
  const endpoints: Endpoint[] = [];
  for (const [template, item] of Object.entries(paths)) {
    if (template.startsWith('x-')) continue;
    if (!/^\/[^?#*]{0,299}$/.test(template) || !isObject(item))
      return invalid(`a path must begin with "/" and have no "?", "#" or "*": ${template.slice(0, 100)}`);
    const path = template.replace(/\{[^{}/]*\}/g, '*');
    for (const [method, operation] of Object.entries(item)) {
      if (!methods.has(method) || !isObject(operation)) continue;
      const { operationId: id } = operation;
      endpoints.push({ ...(typeof id === 'string' ? { id } : {}), method: method.toUpperCase(), path });
    }
  }
  if (endpoints.length > mostEndpoints) invalid(`more than ${mostEndpoints} operations`);
  const ids = endpoints.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (new Set(ids).size < ids.length) invalid('two operations have the same operationId');
  return endpoints;
}

/** JSON is YAML too. Aliases that grow the document without bounds are refused. */
function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    const document = parseDocument(text, { uniqueKeys: true, logLevel: 'silent' });
    if (document.errors[0]) return invalid(document.errors[0].message.split('\n')[0] ?? 'it cannot be read');
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    return invalid('it cannot be read');
  }
  return isObject(value) && isStorableText(value) ? value : invalid('it is no object');
}

export async function publishOpenapi(
  tx: Tx,
  { serviceId, document }: InputOf<typeof contract.publishOpenapi>,
): Promise<{ operations: number }> {
  const { rows } = await tx.query<{ provider: string }>('select subsystem_id as provider from service where id = $1', [
    serviceId,
  ]);
  if (!rows[0]) {
    authorise(tx, { type: 'Exchange', id: serviceId });
    return refuse('missing', 'exchange.service-unknown', `There is no service ${serviceId}.`);
  }
  await authoriseSubsystem(tx, rows[0].provider);
  const endpoints = endpointsOf(document);
  const mediaType = isJson(document) ? 'application/json' : 'text/yaml';
  await putOpenapi(tx, serviceId, mediaType, document, JSON.stringify(endpoints));
  return { operations: endpoints.length };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
