// SPDX-License-Identifier: Apache-2.0
import { definePage, type PropsOf } from '../../server/page.ts';

interface OpenApi {
  readonly info?: { readonly title?: string; readonly version?: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
}
interface OpenApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    schema?: Schema;
    description?: string;
  }[];
  readonly requestBody?: { readonly content?: Record<string, { schema?: Schema }> };
  readonly responses?: Readonly<
    Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>
  >;
  readonly [extension: `x-${string}`]: unknown;
}
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly $ref?: string;
}

/** `string (uuid)`, `"open" | "paid"`, `list of object`. */
function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop() ?? '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  return `${schema.type ?? 'any'}${schema.format ? ` (${schema.format})` : ''}`;
}

const fieldsOf = (schema: Schema | undefined, where: string) =>
  Object.entries(schema?.properties ?? {}).map(([name, field]) => ({
    name,
    where,
    type: typeOf(field),
    required: schema?.required?.includes(name) ?? false,
    description: field.description ?? '',
  }));

const jsonSchema = (content: Record<string, { schema?: Schema }> | undefined) =>
  Object.values(content ?? {})[0]?.schema;

function describe(path: string, method: string, operation: OpenApiOperation) {
  const answer = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  return {
    method: method.toUpperCase(),
    path,
    name: operation.operationId ?? `${method} ${path}`,
    summary: operation.summary ?? '',
    input: [
      ...(operation.parameters ?? []).map((one) => ({
        name: one.name,
        where: one.in,
        type: typeOf(one.schema),
        required: one.required ?? false,
        description: one.description ?? '',
      })),
      ...fieldsOf(jsonSchema(operation.requestBody?.content), 'body'),
    ],
    output: fieldsOf(jsonSchema(answer?.content), ''),
  };
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

export const apiPage = definePage({
  path: '/developers',
  component: 'public/ApiPage',
  load: async (context) => {
    const document = (await context.readDocument('/api/openapi.json')) as OpenApi;
    const groups = new Map<string, ReturnType<typeof describe>[]>();
    for (const [path, item] of Object.entries(document.paths ?? {}))
      for (const [method, operation] of Object.entries(item)) {
        if (!methods.has(method)) continue;
        const group = operation.tags?.[0] ?? path.split('/').find((part) => part !== '' && part !== 'api') ?? '';
        groups.set(group, [...(groups.get(group) ?? []), describe(path, method, operation)]);
      }
    const all = [...groups]
      .map(([name, operations]) => ({ name, operations }))
      .sort((a, b) => a.name.localeCompare(b.name));
    const shown = context.query.module ?? all[0]?.name;
    return {
      title: document.info?.title ?? '',
      version: document.info?.version ?? '',
      modules: all.map((group) => ({ name: group.name, count: group.operations.length })),
      shown,
      operations: all.find((group) => group.name === shown)?.operations ?? [],
    };
  },
});
export type ApiProps = PropsOf<typeof apiPage>;
