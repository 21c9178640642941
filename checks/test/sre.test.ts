// SPDX-License-Identifier: Apache-2.0
/** Sheets of core services against the code: whom they call, and what their indicators ask for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reachedBy } from '../src/architecture.ts';
import { readQuery, unknownIn } from '../src/deploy/promql.ts';
import { readModules, root, textsBelow } from '../src/inventory.ts';

const sheets = textsBelow(join(root, 'docs/sre'), ['.md']).filter(({ path }) => !path.endsWith('README.md'));
const modules = await readModules();
/** Of kernel/src/metrics.ts; `deploy-monitoring.test.ts` reads them off a platform. */
const told = new Map(
  Object.entries({
    http_server_request_duration_seconds_count: ['route', 'method', 'status'],
    http_server_request_duration_seconds_bucket: ['route', 'method', 'status', 'le'],
    stoa_ledger_unsequenced: ['module'],
    stoa_work_overdue_seconds: ['module', 'handler'],
    stoa_work_total: ['module', 'handler', 'outcome'],
    stoa_alarms_total: ['module', 'alarm'],
  }).map(([name, labels]) => [name, new Set(labels)]),
);

it('there is a sheet for each that the overview names', () => {
  const overview = readFileSync(join(root, 'docs/sre/README.md'), 'utf8');
  const named = [...overview.matchAll(/^\| \[.*\]\((\S+\.md)\)/gm)].map(([, file]) => `docs/sre/${file}`);
  expect(sheets.map(({ path }) => path).sort()).toEqual(named.sort());
});

it.each(sheets)('$path names whom its module calls, and asks for what a platform tells', ({ text }) => {
  const [, name = '', called = ''] = /^Module: `([a-z]+)`\. Calls: (nobody|(?:`[a-z]+`(?:, )?)+)\./m.exec(text) ?? [];
  const module = modules.find(({ definition }) => definition.name === name);
  expect(module ? reachedBy(module) : name).toEqual([...called.matchAll(/`([a-z]+)`/g)].map(([, one]) => one));
  const queries = [...text.matchAll(/```promql\n([\s\S]*?)\n```/g)].map(([, query = '']) => query);
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries) {
    expect(readQuery(query).metrics.length).toBeGreaterThan(0);
    expect([query, unknownIn(query, told)]).toEqual([query, []]);
  }
  for (const heading of ['## Indicator and objective', '## Capacity', '## Dependencies'])
    expect(text).toContain(heading);
});
