// SPDX-License-Identifier: Apache-2.0
/** docs/security/access-matrix.md: every operation × role × own and others' objects × a client's token, by the policies. */
import { type Access, createAccess, modulePolicies } from '@stoa/kernel';
import type { Operation, Principal } from '@stoa/kernel/contract';
import { allOperationsOf, type ReviewedModule } from './inventory.ts';
import { own, sampleObjects } from './rules/sample-objects.ts';

type Person = Extract<Principal, { kind: 'person' }>;

const person = (more: Partial<Person> = {}): Person => ({
  kind: 'person',
  id: '22222222-2222-7222-8222-222222222222',
  name: 'Person',
  personKey: own.personKey,
  duties: [],
  assurance: 3,
  authenticatedAt: '9999-12-31T00:00:00.000Z',
  ...more,
});

/** Duties that any policy speaks of. */
export function dutiesOf(modules: readonly ReviewedModule[]): string[] {
  const texts = modules.map(({ policies, definition }) => policies + modulePolicies(definition.name));
  const named = texts.flatMap((text) => [...text.matchAll(/"([a-z]+\.[a-z-]+)"/g)].map(([, duty]) => duty ?? ''));
  // Duties of services are data of their packages; one stands for them.
  return [...new Set([...named, 'labour.permit-officer', 'exchange.engineer'])].sort();
}

export interface Role {
  readonly name: string;
  readonly principal: Principal;
}

/** Whom the matrix has a column for. */
export function rolesOf(modules: readonly ReviewedModule[]): Role[] {
  const everything = dutiesOf(modules).map((code) => ({ code, organisationId: own.office }));
  return [
    { name: 'nobody', principal: { kind: 'anonymous' } },
    { name: 'person', principal: person() },
    {
      name: 'representative',
      principal: person({ actingFor: { kind: 'organisation', id: own.organisation, name: 'Own' } }),
    },
    ...everything.map((duty) => ({ name: duty.code, principal: person({ personKey: 'official', duties: [duty] }) })),
    { name: 'another module', principal: { kind: 'service', id: 'stranger' } },
    {
      name: "client's token",
      principal: person({ duties: everything, client: { id: 'vendor', scopes: ['openid', 'profile'] } }),
    },
  ];
}

/** `yes` for any object, `own` for one's own alone, nothing for none. */
export type Cell = 'yes' | 'own' | '';

export function cellOf(access: Access, operation: Operation, principal: Principal): Cell {
  const { permission, check, name } = operation;
  if (permission === 'public') return 'yes';
  if (principal.kind === 'person' && principal.client && !principal.client.scopes.includes(permission)) return '';
  if (check === 'edge')
    return access.decide(principal, permission, { type: 'Module', id: permission.split(':')[0] ?? '' }) ? 'yes' : '';
  const samples = sampleObjects[permission];
  if (!samples)
    throw new Error(`${name} asks ${permission} of a resource: say in checks/src/rules/sample-objects.ts what that is`);
  const may = (which: 'own' | 'others') =>
    samples.some((sample) => access.decide(principal, permission, sample[which]));
  if (may('others')) return 'yes';
  return may('own') ? 'own' : '';
}

let instances = 0;
export const accessOf = (modules: readonly ReviewedModule[]): Access =>
  createAccess(
    new Map(modules.map(({ definition, policies }) => [definition.name, policies + modulePolicies(definition.name)])),
    `matrix ${(instances += 1)}`,
  );

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

export function accessMatrix(modules: readonly ReviewedModule[]): string {
  const access = accessOf(modules);
  const roles = rolesOf(modules);
  const parts = modules.map((module) => {
    const rows = allOperationsOf(module.definition).map((operation) => ({
      operation,
      cells: roles.map(({ principal }) => cellOf(access, operation, principal)),
    }));
    // Columns that say nothing of this module are left out.
    const shown = roles
      .map((_, i) => i)
      .filter((i) => i < 3 || rows.some(({ cells, operation }) => cells[i] && operation.permission !== 'public'));
    return [
      `## ${module.definition.name}`,
      '',
      row(['Operation', 'Scope', ...shown.map((i) => roles[i]?.name ?? '')]),
      row(['---', '---', ...shown.map(() => '---')]),
      ...rows.map(({ operation, cells }) =>
        row([
          `\`${operation.name}\``,
          operation.permission === 'public' ? 'none' : `\`${operation.permission}\``,
          ...shown.map((i) => cells[i] || '–'),
        ]),
      ),
      '',
    ].join('\n');
  });
  return `# Who may call what

Made by \`npm run generate\` from the operations and the policies; do not edit. **yes**: any object; **own**: only what is the
person's, the organisation's they act for, or their office's; **–**: refused. A column that would be empty for a module is
left out: nobody of that role may call anything there that is not public. A client's token opens an operation only with its
scope, and then what the person behind it may. \`checks/test/access-matrix.test.ts\` calls every operation as every role over HTTP.

${parts.join('\n')}`;
}

/**
 * What each duty lets somebody do whom it would be refused without: permissions by duty. Duties of services are data of
 * their packages; `labour.permit-officer` stands for them.
 */
export function permittedByDuty(modules: readonly ReviewedModule[]): Record<string, string[]> {
  const access = accessOf(modules);
  const operations = modules.flatMap(({ definition }) => allOperationsOf(definition));
  const roles = rolesOf(modules);
  const plain = roles.find(({ name }) => name === 'person');
  if (!plain) throw new Error('the matrix has no column for a person');
  const needsDuty = operations.filter((one) => cellOf(access, one, plain.principal) === '');
  return Object.fromEntries(
    dutiesOf(modules).map((duty) => {
      const principal = roles.find(({ name }) => name === duty)?.principal;
      const may = principal ? needsDuty.filter((one) => cellOf(access, one, principal) !== '') : [];
      return [duty, [...new Set(may.map(({ permission }) => permission))].sort()];
    }),
  );
}
