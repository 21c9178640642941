// SPDX-License-Identifier: Apache-2.0
/** OpenAPI 3.1 description of the operations, made from their declarations. */
import type { TSchema } from 'typebox';
import { type Former, type Operation, Problem } from '../contract.ts';

const plain = (schema: TSchema): unknown => JSON.parse(JSON.stringify(schema));

export function openApi(operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of [...operations].sort((a, b) => a.name.localeCompare(b.name))) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
    if (operation.formerly) addFormer(paths, operation, operation.formerly);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stoa',
      version,
      description:
        'Operations of the Stoa e-government platform. Errors are problem documents (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/api' }],
    paths,
    components: {
      schemas: { Problem: plain(Problem) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Access token of the OpenID provider' },
      },
    },
  };
}

function addFormer(paths: Record<string, Record<string, unknown>>, operation: Operation, { name, path }: Former): void {
  const at = path.replace(/:(\w+)/g, '{$1}');
  const former = { ...describe({ ...operation, name, path }), deprecated: true };
  paths[at] = { ...paths[at], [operation.method.toLowerCase()]: former };
}

function describe(operation: Operation): object {
  const { properties, required = [] } = plain(operation.input) as {
    properties: Record<string, object>;
    required?: string[];
  };
  const inPath = new Set([...operation.path.matchAll(/:(\w+)/g)].map((m) => m[1]));
  const rest = Object.entries(properties).filter(([name]) => !inPath.has(name));
  const hasBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const parameters = [
    ...[...inPath].map((name) => ({ name, in: 'path', required: true, schema: properties[name ?? ''] })),
    ...(hasBody
      ? []
      : rest.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))),
    ...(operation.method === 'POST'
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', maxLength: 255 },
            description: 'Sending the same request again with the same key answers as the first time.',
          },
        ]
      : []),
  ];
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest),
    required: required.filter((name) => !inPath.has(name)),
    additionalProperties: false,
  };
  return {
    operationId: operation.name,
    tags: [operation.name.split('.')[0]],
    summary: operation.summary,
    ...(operation.permission === 'public' ? {} : { security: [{ bearer: [] }], 'x-permission': operation.permission }),
    ...(operation.audit === 'none' ? {} : { 'x-audit': operation.audit }),
    ...(operation.signIn ? { 'x-sign-in': operation.signIn } : {}),
    ...(operation.refusals.length ? { 'x-refusals': operation.refusals } : {}),
    parameters,
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: plain(operation.output) } } },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}
