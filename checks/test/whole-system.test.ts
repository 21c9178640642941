// SPDX-License-Identifier: Apache-2.0
/** Rules about all modules together. `checks/test/rules.test.ts` shows that each of them can fail. */
import { join } from 'node:path';
import { isRefusal, moduleOperations } from '@stoa/kernel';
import { dataAccessed, type Operation } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { describe, expect, it } from 'vitest';
import { readModules, root, textsBelow } from '../src/inventory.ts';
import * as anatomy from '../src/rules/anatomy.ts';
import * as events from '../src/rules/events.ts';
import * as refusals from '../src/rules/refusals.ts';
import { protocolRefusals, publicRoutes } from '../src/rules/reviewed.ts';
import * as routes from '../src/rules/routes.ts';
import * as sql from '../src/rules/sql.ts';
import { workspaceFolders } from '../src/workspaces.ts';

const modules = await readModules();
const names = modules.map(({ definition }) => definition.name);
const folders = workspaceFolders(root);
const tests = folders.flatMap((folder) => textsBelow(join(root, folder, 'test'), ['.ts']));

describe('every route', () => {
  it('declares schema, permission and audit action, and is public only where that was reviewed', () => {
    expect(routes.undeclaredRoutes(modules, publicRoutes)).toEqual([]);
    expect(routes.staleReviews(modules, publicRoutes)).toEqual([]);
  });
  it('that is audited says what the entry is about', () => expect(routes.auditsOfNothing(modules)).toEqual([]));
  it('serves an operation of its contract, and every promised operation is served', () => {
    expect(routes.unservedOperations(modules)).toEqual([]);
  });
  it('asks for a permission that a policy grants to somebody, and no policy speaks of a permission nobody asks', () => {
    expect(routes.permissionsWithoutPolicy(modules)).toEqual([]);
    expect(routes.policiesWithoutPermission(modules)).toEqual([]);
  });
});

describe('every event', () => {
  it('has a consumer or is declared public', () => expect(events.eventsWithoutConsumer(modules)).toEqual([]));
  it('that is handled is declared by a contract', () =>
    expect(events.undeclaredEvents(modules, [dataAccessed.type])).toEqual([]));
  it('is named module.past-tense.vN', () => expect(events.misnamedEvents(modules)).toEqual([]));
});

describe('every refusal code', () => {
  it('is declared by an operation or reviewed as one of a protocol endpoint', () =>
    expect(refusals.undeclaredRefusals(modules, protocolRefusals)).toEqual([]));
  it('is named by a test', () => expect(refusals.untestedRefusals(modules, tests)).toEqual([]));
  it('that is declared is given by some use case', () => expect(refusals.refusalsNeverGiven(modules)).toEqual([]));
});

describe('every module', () => {
  it('has README, contract, report, policies, migration and tests', () =>
    expect(anatomy.missingParts(root)).toEqual([]));
  it('numbers its migrations and names no table of another module', () => {
    expect(sql.misnumberedMigrations(modules)).toEqual([]);
    expect(sql.foreignSchemas(modules, names)).toEqual([]);
  });
  it('is part of what the server composes', async () => {
    const { moduleNames } = await import('../../apps/server/src/modules.ts');
    expect([...moduleNames].sort()).toEqual([...names].sort());
  });
});

describe('every workspace', () => {
  it('names the workspaces it imports', () => expect(anatomy.undeclaredWorkspaces(root, folders)).toEqual([]));
  it('depends on exact versions, the same everywhere', () => expect(anatomy.looseVersions(root, folders)).toEqual([]));
  it('has tests whose limits one setting stretches', () => expect(anatomy.bareLimits(root, folders)).toEqual([]));
  it('carries the licence in each source file', () => expect(anatomy.filesWithoutLicence(root, folders)).toEqual([]));
});

const quiet = modules.map(({ definition: { start: _, ...rest } }) => rest);
const b = await bench(...quiet);

describe('every list that goes on from a cursor', () => {
  const policies = textsBelow(join(root, 'modules'), ['.cedar']).map(({ text }) => text);
  const duties = policies.flatMap((text) =>
    [...text.matchAll(/contains\("([a-z.-]+)"\)/g)].map(([, duty]) => duty ?? ''),
  );
  const everybody = b.person({ duties: [...new Set(duties)], snils: '14567890105' });
  const operations = modules.flatMap(({ definition }): Operation[] => [
    ...definition.routes.flatMap((route) => (route.kind === 'operation' ? [route.operation] : [])),
    ...Object.values(moduleOperations(definition.name)),
  ]);
  const lists = operations.filter(({ input }) => 'cursor' in ((input as { properties?: object }).properties ?? {}));
  const outcome = (operation: Operation, cursor?: string) =>
    b.call(operation, (cursor === undefined ? {} : { cursor }) as never, everybody).then(
      () => 'answered',
      (error: unknown) => (isRefusal(error) ? error.code : String(error)),
    );

  it('is there, and open to the duty it asks for', async () => {
    const answered = await Promise.all(lists.map((one) => outcome(one)));
    expect(answered.filter((told) => told === 'answered').length).toBeGreaterThan(20);
  });
  it.each(lists.map((one) => [one.name, one] as const))(
    '%s answers or refuses whatever cursor comes',
    async (_, one) => {
      for (const cursor of ['', '0', '-1', 'x', '1e309', '💥', 'AAAA', '2026-13-45', '[]', 'a'.repeat(200)])
        expect([cursor, await outcome(one, cursor)]).toEqual([
          cursor,
          expect.stringMatching(/^(answered|[a-z]+\.[a-z-]+)$/),
        ]);
    },
  );
});

describe('the role of a module', () => {
  it.each(names)('%s reads and writes its own schema and no other', async (name) => {
    const pool = b.platform.modules.get(name)?.pool;
    await expect(pool?.query('select count(*) from work')).resolves.toBeDefined();
    for (const other of names.filter((candidate) => candidate !== name)) {
      await expect(pool?.query(`select * from ${other}.work`), `${name} reads ${other}`).rejects.toThrow(
        /permission denied/,
      );
      await expect(pool?.query(`delete from ${other}.outbox`), `${name} writes ${other}`).rejects.toThrow(
        /permission denied/,
      );
    }
    await expect(pool?.query('create table mine (id int)'), `${name} changes its schema`).rejects.toThrow(
      /permission denied/,
    );
  });
});
