// SPDX-License-Identifier: Apache-2.0
/** Each boundary rule against the import in checks/rules/violations that breaks it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../src/inventory.ts';
import { run } from '../src/run.ts';

interface Cruise {
  summary: { violations: { rule: { name: string; severity: string }; from: string }[] };
}

const config = join(root, 'checks/rules/boundaries.cjs');
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string; severity: string }[] };
const { output } = await run(
  'depcruise',
  ['--config', config, '--output-type', 'json', 'kernel', 'engine', 'modules', 'apps', 'demo', 'countries'],
  { cwd: join(root, 'checks/rules/violations') },
);
const { violations } = (JSON.parse(output.slice(output.indexOf('{'))) as Cruise).summary;

const broken: readonly [rule: string, file: string][] = [
  ['modules-meet-at-contracts', 'modules/cases/src/deep-import.ts'],
  ['modules-meet-at-contracts', 'modules/cases/src/other-root.ts'],
  ['modules-meet-at-contracts', 'modules/cases/src/type-only.ts'],
  ['module-tests-meet-at-contracts', 'modules/cases/test/reaches-inside.ts'],
  ['contracts-load-in-a-browser', 'modules/cases/src/contract.ts'],
  ['contracts-load-in-a-browser', 'kernel/src/asic/index.ts'],
  ['kernel-knows-no-module', 'kernel/src/knows-a-module.ts'],
  ['engine-knows-nobody', 'engine/process/src/knows-the-kernel.ts'],
  ['engine-under-processes', 'kernel/src/plays-a-process.ts'],
  ['kernel-by-its-exports', 'modules/cases/src/kernel-inside.ts'],
  ['only-the-server-composes', 'demo/src/composes.ts'],
  ['no-deep-import', 'apps/server/src/deep-import.ts'],
  ['connector-speaks-the-wire', 'apps/connector/src/reaches-the-hub.ts'],
  ['portal-knows-contracts', 'apps/portal/src/reaches-inside.ts'],
  ['routes-never-write', 'modules/payments/src/routes.ts'],
  ['routes-never-write', 'modules/payments/src/fee-routes.ts'],
  ['country-by-the-loader', 'modules/cases/src/own-country.ts'],
  ['folders-have-one-door', 'modules/exchange/src/hub/past-the-door.ts'],
  ['folders-have-one-door', 'modules/exchange/src/past-the-door.ts'],
  ['folders-have-one-door', 'modules/cases/src/past-the-door.ts'],
  ['demo-stands-outside', 'modules/cases/src/uses-demo.ts'],
  ['sources-import-no-tests', 'modules/cases/src/imports-a-test.ts'],
  ['no-cycle', 'modules/cases/src/cycle-a.ts'],
  ['nothing-unresolvable', 'modules/cases/src/unresolvable.ts'],
  ['declared-dependencies', 'modules/cases/src/undeclared.ts'],
  ['product-needs-no-dev-dependency', 'modules/cases/src/development.ts'],
];

describe('a boundary', () => {
  it.each(broken)('%s stops %s', (rule, file) => {
    expect(violations.filter(({ from }) => from === file).map((found) => found.rule.name)).toContain(rule);
  });

  it('has a violation that proves it, and is an error', () => {
    const proven = new Set(broken.map(([rule]) => rule));
    expect(forbidden.filter(({ name }) => !proven.has(name)).map(({ name }) => name)).toEqual([]);
    expect(forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  });

  it('lets a module import what others promise', () => {
    expect(violations.filter(({ from }) => from === 'modules/cases/src/allowed.ts')).toEqual([]);
  });

  it('lets a folder be reached by its door', () => {
    expect(violations.filter(({ from }) => from === 'modules/exchange/src/hub/by-the-door.ts')).toEqual([]);
  });
});
