// SPDX-License-Identifier: Apache-2.0
/** A deliberate violation of each whole-system rule. */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { event, operation } from '@stoa/kernel/contract';
import { handle, on, rawRoute } from '@stoa/kernel';
import { Type } from 'typebox';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReviewedModule, root } from '../src/inventory.ts';
import * as anatomy from '../src/rules/anatomy.ts';
import { reportOf } from '../src/house-rules.ts';
import * as events from '../src/rules/events.ts';
import * as onePlace from '../src/rules/one-place.ts';
import { startedTogether } from '../src/rules/promises.ts';
import * as refusals from '../src/rules/refusals.ts';
import * as routes from '../src/rules/routes.ts';
import * as sql from '../src/rules/sql.ts';
import { run } from '../src/run.ts';
import { oversizedFiles, oversizedModules, sourceLines } from '../src/sizes.ts';

const settle = operation({
  name: 'payments.settle-bill',
  method: 'POST',
  path: '/payments/bills/:id/receipt',
  summary: 'Settle a bill',
  input: Type.Object({ id: Type.String() }),
  output: Type.Object({}),
  permission: 'payments:settle',
  audit: 'payments.bill-settled',
  refusals: ['payments.bill-closed'],
});
const paid = event('payments.bill-paid.v1', Type.Object({}));

/** A module without fault, changed as a test needs. */
function reviewed(change: Partial<Omit<ReviewedModule, 'definition'>> & { definition?: object } = {}): ReviewedModule {
  const definition = {
    name: 'payments',
    contract: { settle },
    routes: [handle(settle, async () => ({}))],
    handlers: [],
    migrations: new URL('file:///migrations/'),
    policies: new URL('file:///policies.cedar'),
    ...change.definition,
  };
  return {
    policies: 'permit (principal, action == Action::"payments:settle", resource);',
    sources: [{ path: 'modules/payments/src/bills.ts', text: `refuse('conflict', 'payments.bill-closed', 'Closed.')` }],
    tests: [{ path: 'modules/payments/test/bills.test.ts', text: `code: 'payments.bill-closed'` }],
    migrations: [{ path: 'modules/payments/migrations/0001_bill.sql', text: 'create table bill (id uuid)' }],
    ...change,
    definition,
  } as ReviewedModule;
}
const routed = (change: object) => [
  reviewed({ definition: { routes: [handle({ ...settle, ...change }, async () => ({}))] } }),
];

const folder = await mkdtemp(join(tmpdir(), 'stoa-rules-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

it('a module without fault passes every rule', () => {
  const modules = [reviewed()];
  expect(routes.undeclaredRoutes(modules, {})).toEqual([]);
  expect(routes.unservedOperations(modules)).toEqual([]);
  expect(routes.permissionsWithoutPolicy(modules)).toEqual([]);
  expect(routes.policiesWithoutPermission(modules)).toEqual([]);
  expect(refusals.undeclaredRefusals(modules, {})).toEqual([]);
  expect(refusals.untestedRefusals(modules, modules[0]?.tests ?? [])).toEqual([]);
  expect(refusals.refusalsNeverGiven(modules)).toEqual([]);
  expect(sql.foreignSchemas(modules, ['payments', 'cases'])).toEqual([]);
  expect(sql.misnumberedMigrations(modules)).toEqual([]);
});

describe('a route fails the rules', () => {
  it.each([
    ['without input schema', { input: {} }, 'has no input schema'],
    ['without output schema', { output: {} }, 'has no output schema'],
    ['without permission', { permission: '' }, 'has no permission'],
    ['without audit action', { audit: '' }, 'has no audit action'],
    ['without summary', { summary: '' }, 'has no summary'],
    ['open to all without review', { permission: 'public' }, 'is public without a reviewed reason'],
    ["with another module's permission", { permission: 'cases:decide' }, "which is not payments's"],
  ])('%s', (_title, change, complaint) => {
    expect(routes.undeclaredRoutes(routed(change), {})).toEqual([expect.stringContaining(complaint)]);
  });

  it('that is audited and does not say what the entry is about', () => {
    expect(routes.auditsOfNothing([reviewed()])).toEqual([expect.stringContaining('payments.bill-settled')]);
    const about = { type: 'bill', id: 'id', facts: [] };
    expect(routes.auditsOfNothing(routed({ about }))).toEqual([]);
  });

  it('that is no operation and has neither permission nor audit action', () => {
    const bare = rawRoute({
      method: 'GET',
      path: '/x',
      summary: 'x',
      permission: '',
      audit: '',
      handler: () => undefined,
    });
    expect(routes.undeclaredRoutes([reviewed({ definition: { routes: [bare] } })], {})).toHaveLength(2);
  });

  it('that was reviewed as public and is public no more', () => {
    expect(routes.staleReviews([reviewed()], { 'payments.settle-bill': 'once public' })).toEqual([
      'payments.settle-bill',
    ]);
  });

  it('that is promised and not served, or served and not promised', () => {
    expect(routes.unservedOperations([reviewed({ definition: { routes: [] } })])).toHaveLength(1);
    expect(routes.unservedOperations([reviewed({ definition: { contract: {} } })])).toHaveLength(1);
  });

  it('whose permission no policy grants, or whose policy nobody asks for', () => {
    expect(routes.permissionsWithoutPolicy([reviewed({ policies: '' })])).toEqual(['payments:settle']);
    const more = 'permit (principal, action in [Action::"payments:settle", Action::"payments:forgive"], resource);';
    expect(routes.policiesWithoutPermission([reviewed({ policies: more })])).toEqual(['payments:forgive']);
  });
});

describe('an event fails the rules', () => {
  const emitting = reviewed({ definition: { contract: { settle, paid } } });
  const listening = reviewed({ definition: { contract: {}, routes: [], handlers: [on(paid, async () => {})] } });

  it('without consumer, unless it is declared public', () => {
    expect(events.eventsWithoutConsumer([emitting])).toHaveLength(1);
    expect(events.eventsWithoutConsumer([emitting, listening])).toEqual([]);
    const open = event('payments.bill-paid.v1', Type.Object({}), { public: true });
    expect(events.eventsWithoutConsumer([reviewed({ definition: { contract: { open } } })])).toEqual([]);
  });

  it('that is handled and declared nowhere', () => {
    expect(events.undeclaredEvents([listening], [])).toHaveLength(1);
    expect(events.undeclaredEvents([listening, emitting], [])).toEqual([]);
  });

  it('without a version in its name', () => {
    const named = (type: string) => reviewed({ definition: { contract: { e: event(type, Type.Object({})) } } });
    expect(events.misnamedEvents([named('payments.billPaid'), named('payments.bill-paid.v0')])).toHaveLength(2);
  });
});

describe('a refusal fails the rules', () => {
  const unknown = {
    path: 'modules/payments/src/bills.ts',
    text: `refuse(\n 'missing',\n 'payments.bill-unknown',\n '…')`,
  };

  it('that no operation declares, unless it was reviewed', () => {
    expect(refusals.undeclaredRefusals([reviewed({ sources: [unknown] })], {})).toEqual(['payments.bill-unknown']);
    expect(refusals.undeclaredRefusals([reviewed({ sources: [unknown] })], { 'payments.bill-unknown': 'why' })).toEqual(
      [],
    );
  });
  it('that no test names', () => {
    expect(refusals.untestedRefusals([reviewed()], [])).toEqual(['payments.bill-closed']);
  });
  it('that is declared and never given', () => {
    expect(refusals.refusalsNeverGiven([reviewed({ sources: [] })])).toEqual(['payments.bill-closed']);
  });
});

describe('SQL fails the rules', () => {
  it.each([
    'create table x (id uuid references cases.case_file)',
    'select * from cases.case_file',
    'insert into cases.case_file values (1)',
    'update "cases".case_file set id = 1',
    'select 1 from bill join cases.case_file c on true',
  ])('that crosses schemas: %s', (text) => {
    const path = 'modules/payments/migrations/0001_bill.sql';
    expect(sql.foreignSchemas([reviewed({ migrations: [{ path, text }] })], ['payments', 'cases'])).toHaveLength(1);
    const source = { path: 'modules/payments/src/store.ts', text: `tx.query('${text}')` };
    expect(sql.foreignSchemas([reviewed({ sources: [source] })], ['payments', 'cases'])).toHaveLength(1);
  });
  it('whose migrations leave a gap', () => {
    const migrations = [{ path: 'modules/payments/migrations/0002_bill.sql', text: '' }];
    expect(sql.misnumberedMigrations([reviewed({ migrations })])).toHaveLength(1);
  });
});

describe('sources fail the rules', () => {
  const at = (path: string, text: string) => [{ path, text }];
  it('where they page a list by themselves', () => {
    expect(onePlace.ownPaging(at('kernel/src/x.ts', '[cursor, limit + 1]'))).toEqual([
      'kernel/src/x.ts:1: [cursor, limit + 1]',
    ]);
    expect(onePlace.ownPaging(at('modules/x/src/x.ts', 'limit + 1'))).toHaveLength(1);
    expect(onePlace.ownPaging(at('kernel/src/paging.ts', 'read(limit + 1)'))).toEqual([]);
  });
  it('where a test starts calls together and waits for one after the other to be refused', () => {
    const text = (call: string) => `for (const one of [\n${call},\n${call}]) {\n  await expect(one).rejects.toThrow();`;
    expect(startedTogether(at('x.test.ts', text('b.call(read)')))).toEqual(['x.test.ts:1']);
    expect(startedTogether(at('x.test.ts', text('() => b.call(read)')))).toEqual([]);
    expect(startedTogether(at('x.test.ts', text('clerk')))).toEqual([]);
  });
  it('where they write SQL outside of a store', () => {
    const line = 'await tx.query<Row>(sql)';
    expect(onePlace.strayStatements(at('modules/x/src/bills.ts', line))).toEqual([`modules/x/src/bills.ts:1: ${line}`]);
    for (const place of ['modules/x/src/store.ts', 'modules/x/src/bills/queries.ts', 'kernel/src/audit.ts'])
      expect(onePlace.strayStatements(at(place, line))).toEqual([]);
  });
  it.each([
    `tx.query('insert into note (id) values ($1)')`,
    '`delete from note where id = $1`',
    `       update note n set text = $2`,
    `tx.query('lock table note in exclusive mode')`,
  ])('where SQL writes beside a store: %s', (line) => {
    expect(onePlace.writesBesideStores(at('modules/exchange/src/rights/granting.ts', line))).toHaveLength(1);
    expect(onePlace.writesBesideStores(at('modules/cases/src/case/store.ts', line))).toEqual([]);
    expect(onePlace.writesBesideStores(at('modules/exchange/src/mailbox/send.ts', line))).toEqual([]);
  });
  it.each([
    `region === 'XM-01'`,
    `personKey(module, 'xm:snils', snils)`,
    `timeZone: 'Etc/GMT-5'`,
    'import(`@stoa/country-${code}`)',
  ])('where a country stands in them: %s', (line) => {
    expect(onePlace.countryInCode(at('modules/cases/src/x.ts', line))).toHaveLength(1);
    expect(onePlace.countryInCode(at('apps/server/src/demo/seed.ts', line))).toEqual([]);
    expect(onePlace.countryInCode(at('modules/cases/src/x.ts', `/** ${line} */`))).toEqual([]);
  });
  it('where a merge left both sides', () => {
    const merged = at('README.md', `a\n${'<'.repeat(7)} HEAD\nb\n=======\nc\n${'>'.repeat(7)} 1234567\n`);
    expect(anatomy.leftOfMerges(merged)).toHaveLength(2);
    expect(anatomy.leftOfMerges(at('README.md', 'Title\n=======\n'))).toEqual([]);
  });
  it('and are told what to do about it', () => {
    const rule = { says: 'Lists are paged by the kernel.', mend: 'Use pageOfRows.' };
    expect(reportOf([{ ...rule, breaches: ['x.ts:1: limit + 1'] }])).toBe(
      'Lists are paged by the kernel.\n  x.ts:1: limit + 1\n  → Use pageOfRows.\n',
    );
    expect(reportOf([{ ...rule, breaches: [] }])).toBe('');
  });
});

describe('a workspace fails the rules', () => {
  it('that lacks parts, imports undeclared workspaces, has loose versions or no licence line', async () => {
    await put('package.json', '{ "workspaces": ["modules/*"] }');
    await put('modules/bare/package.json', '{ "name": "@stoa/bare", "dependencies": { "pg": "^8.0.0" } }');
    await put('modules/bare/src/bare.ts', `import { find } from '@stoa/search/contract';\nexport const x = find;`);
    expect(anatomy.missingParts(folder).length).toBeGreaterThan(5);
    expect(anatomy.undeclaredWorkspaces(folder, ['modules/bare'])).toHaveLength(1);
    expect(anatomy.looseVersions(folder, ['modules/bare'])).toHaveLength(1);
    expect(anatomy.filesWithoutLicence(folder, ['modules/bare'])).toEqual(['modules/bare/src/bare.ts']);
  });

  it('whose tests have limits that no setting stretches', async () => {
    const lines = [`test('a', { ${'timeout'}: 5000 });`, '}, 60_000);', `await ${'eventually'}(() => x(), 45_000);`];
    await put('modules/bare/test/bare.test.ts', [...lines, 'await eventually(() => x(), patient(45_000));'].join('\n'));
    expect(anatomy.bareLimits(folder, ['modules/bare'])).toHaveLength(lines.length);
  });

  it('that outgrows the size budget, unless a larger one was reasoned', async () => {
    await put('modules/bare/src/long.ts', 'export {};\n'.repeat(301));
    expect(oversizedFiles(folder, ['modules/bare'], {})).toHaveLength(1);
    const allowed = { 'modules/bare/src/long.ts': { lines: 301, reason: 'a table of a standard' } };
    expect(oversizedFiles(folder, ['modules/bare'], allowed)).toEqual([]);
    for (let i = 0; i < 10; i++) await put(`modules/bare/src/part-${i}.ts`, 'export {};\n'.repeat(290));
    expect(oversizedModules(folder, {})).toHaveLength(1);
  });
});

it('blank lines and comments are no source lines', () => {
  expect(sourceLines('// licence\n/**\n * what\n */\n\nconst a = 1; // why\n\nconst b = 2;\n')).toBe(2);
});

it('the linter stops unused imports, any and silenced errors', async () => {
  await copyFile(join(root, 'checks/rules/violations/lint.ts'), join(folder, 'lint.ts'));
  const { code, output } = await run('oxlint', ['-c', join(root, '.oxlintrc.json'), 'lint.ts'], { cwd: folder });
  expect(code).not.toBe(0);
  for (const rule of ['no-unused-vars', 'no-explicit-any', 'ban-ts-comment']) expect(output).toContain(rule);
});
