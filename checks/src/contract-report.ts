// SPDX-License-Identifier: Apache-2.0
import type { EventType, Operation } from '@stoa/kernel/contract';
import { eventsOf, operationsOf, type ReviewedModule } from './inventory.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string) => `\`${text}\``;

function fieldsOf(schema: unknown): string {
  const { properties, required = [] } = schema as { properties?: Record<string, unknown>; required?: string[] };
  return Object.keys(properties ?? {})
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ');
}

const operationRow = (operation: Operation) =>
  row(
    code(operation.name),
    code(`${operation.method} /api${operation.path}`),
    operation.summary,
    fieldsOf(operation.input),
    operation.check === 'resource' ? `${code(operation.permission)} (on the resource)` : code(operation.permission),
    operation.audit === 'none' ? '' : code(operation.audit),
    operation.refusals.map(code).join(' '),
  );

const consumersOf = (event: EventType, modules: readonly ReviewedModule[]) =>
  modules
    .filter(({ definition }) => definition.handlers.some((handler) => handler.event?.type === event.type))
    .map(({ definition }) => definition.name);

/** What a module promises, in one page that a reviewer can read; a change of it is a change of the contract. */
export function contractReport(module: ReviewedModule, modules: readonly ReviewedModule[]): string {
  const { definition } = module;
  const raw = definition.routes.filter((route) => route.kind === 'raw');
  const handlers = definition.handlers.filter((handler) => handler.event);
  const periodic = definition.handlers.filter((handler) => handler.everySeconds !== undefined);
  const jobs = definition.handlers.filter((handler) => !handler.event && handler.everySeconds === undefined);
  return `${[
    `# Contract of ${definition.name}`,
    '',
    'Made by `npm run generate` from `src/contract.ts`, `src/routes.ts` and `src/handlers.ts`; do not edit.',
    '',
    '## Operations',
    '',
    row('Operation', 'Address', 'What it does', 'Input', 'Permission', 'Audit', 'Refusals'),
    row('---', '---', '---', '---', '---', '---', '---'),
    ...operationsOf(definition).map(operationRow),
    ...(raw.length
      ? [
          '',
          '## Other routes',
          '',
          row('Address', 'What it does', 'Permission', 'Audit'),
          row('---', '---', '---', '---'),
        ]
      : []),
    ...raw.map((route) =>
      row(
        code(`${[route.method].flat().join(', ')} ${route.path}`),
        route.summary,
        code(route.permission),
        route.audit === 'none' ? '' : code(route.audit),
      ),
    ),
    '',
    '## Events out',
    '',
    ...eventsOf(definition).map((event) => {
      const readers = consumersOf(event, modules).join(', ');
      return `- ${code(event.type)} { ${fieldsOf(event.data)} } → ${readers || 'outsiders'}`;
    }),
    ...(eventsOf(definition).length ? [] : ['None.']),
    '',
    '## Events in',
    '',
    ...handlers.map((handler) => `- ${code(handler.event?.type ?? '')}`),
    ...(handlers.length ? [] : ['None.']),
    '',
    '## Work',
    '',
    ...jobs.map((handler) => `- job ${code(handler.name)}`),
    ...periodic.map((handler) => `- ${code(handler.name)} every ${handler.everySeconds} s`),
    ...(jobs.length + periodic.length ? [] : ['None.']),
  ].join('\n')}\n`;
}
