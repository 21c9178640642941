// SPDX-License-Identifier: Apache-2.0
/** The access matrix, lived: every operation is called as every role over HTTP, on objects that are nobody's. */
import { operation } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { accessOf, cellOf, rolesOf } from '../src/access-matrix.ts';
import { allOperationsOf, readModules } from '../src/inventory.ts';
import { thorough } from '../src/thorough.ts';

const modules = await readModules();
const quiet = modules.map(({ definition: { start: _, ...rest } }) => rest);
const b = await bench(...quiet);
const access = accessOf(modules);
const roles = rolesOf(modules);
const operations = modules.flatMap(({ definition }) => allOperationsOf(definition));
const nobodys = '11111111-1111-7111-8111-111111111111';

/**
 * Who is asked for by name, and of officials one of each kind of answer, other ones at each operation: the policies give
 * what is alike the same answer. All of them in a thorough run.
 */
function askedOf(one: (typeof operations)[number]) {
  const cells = roles.map((role) => ({ role, cell: cellOf(access, one, role.principal) }));
  if (thorough) return cells;
  const begin = operations.indexOf(one) % roles.length;
  const officials = [...cells.slice(begin), ...cells.slice(0, begin)].filter(({ role }) => role.name.includes('.'));
  const alike = Map.groupBy(officials, ({ cell }) => cell);
  return [
    ...cells.filter(({ role }) => !role.name.includes('.')),
    ...[...alike.values()].flatMap((group) => group.slice(0, 1)),
  ];
}

async function call({ method, path }: (typeof operations)[number], role: (typeof roles)[number]) {
  const url = `/api${path.replace(/:\w+/g, nobodys)}`;
  const http = b.http(role.principal);
  switch (method) {
    case 'GET':
      return http.get(url);
    case 'DELETE':
      return http.delete(url);
    case 'PUT':
      return http.put(url, {});
    case 'PATCH':
      return http.patch(url, {});
    default:
      return http.post(url, {});
  }
}

describe('every operation', () => {
  it.each(operations.map((one) => [one.name, one] as const))(
    '%s answers each role as the matrix says',
    async (_, one) => {
      for (const { role, cell } of askedOf(one)) {
        const { status, body } = await call(one, role);
        const told = [one.name, role.name, status, body.code];
        // Modules run here without what they start beside their operations: the provider, the hub.
        if (!/-?starting$/.test(String(body.code))) expect(status, told.join(' ')).toBeLessThan(500);
        if (one.permission === 'public') {
          // Open to all: nobody is told that their duties do not suffice.
          expect(body.code, told.join(' ')).not.toBe('kernel.not-permitted');
        } else if (role.principal.kind === 'anonymous')
          expect(told).toEqual([one.name, role.name, 401, 'kernel.sign-in-required']);
        else if (role.principal.kind === 'person' && role.principal.client)
          expect(told).toEqual([one.name, role.name, 403, 'kernel.scope-missing']);
        else if (cell === '' && one.check === 'edge')
          expect(told).toEqual([one.name, role.name, 403, 'kernel.not-permitted']);
        else if (cell === '') expect(status, told.join(' ')).toBeGreaterThanOrEqual(400);
        else expect(body.code, told.join(' ')).not.toBe('kernel.sign-in-required');
      }
    },
  );
});

describe('the matrix', () => {
  it('has a role for whoever may do anything: each operation that is not public is open to somebody or to a module', () => {
    const services = modules.map(({ definition }) => ({ kind: 'service', id: definition.name }) as const);
    const more = ['demo', 'command-line', 'server'].map((id) => ({ kind: 'service', id }) as const);
    const closed = operations.filter(
      (one) =>
        one.permission !== 'public' &&
        ![...roles.map(({ principal }) => principal), ...services, ...more].some((p) => cellOf(access, one, p)),
    );
    expect(closed.map(({ name }) => name)).toEqual([]);
  });

  it('is not made for an operation that asks about an object nobody described', () => {
    const odd = operation({
      name: 'cases.odd',
      method: 'GET',
      path: '/cases/odd',
      summary: 'x',
      input: Type.Object({}),
      output: Type.Object({}),
      permission: 'cases:odd',
      check: 'resource',
      audit: 'none',
    });
    expect(() => cellOf(access, odd, roles[1]?.principal ?? { kind: 'anonymous' })).toThrow(/sample-objects/);
  });

  it('tells own from others: a person, a company, an office', () => {
    const named = (name: string) => operations.find((one) => one.name === name) ?? expect.fail(name);
    const cell = (name: string, role: string) =>
      cellOf(access, named(name), roles.find((one) => one.name === role)?.principal ?? { kind: 'anonymous' });
    expect(cell('cases.get-case', 'person')).toBe('own');
    expect(cell('cases.get-case', 'representative')).toBe('own');
    expect(cell('cases.decide-task', 'labour.permit-officer')).toBe('own');
    expect(cell('cases.decide-task', 'person')).toBe('');
    expect(cell('exchange.grant-right', 'exchange.engineer')).toBe('own');
    expect(cell('exchange.grant-right', 'platform.operator')).toBe('yes');
  });
});
