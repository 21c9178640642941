// SPDX-License-Identifier: Apache-2.0
/** Rules and dashboards ask for what a platform really tells, and every alert has somebody's steps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsToken } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import surveys from '@stoa/surveys';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dashboards } from '../src/deploy/dashboards.ts';
import { exposedIn, readQuery, unknownIn } from '../src/deploy/promql.ts';
import { root } from '../src/inventory.ts';

interface RuleFile {
  groups: {
    name: string;
    rules: {
      alert?: string;
      record?: string;
      expr: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    }[];
  }[];
}
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { groups } = parse(read('deploy/monitoring/rules.yaml')) as RuleFile;
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const queries = [
  ...rules.map(({ expr }) => expr),
  ...dashboards.flatMap(({ panels }) => panels.flatMap((p) => Object.keys(p.lines))),
];

/** What a platform tells that has served requests, done work and failed, and raised an alarm. */
async function metricsOfPlatform(): Promise<Map<string, Set<string>>> {
  const b = await bench(surveys);
  const http = b.http();
  await http.get('/api/openapi.json');
  await b.drain();
  b.module.alarm('somebody', {});
  await b.sql(
    `insert into surveys.work (id, handler, source_id, is_event, data, meta, run_at, created_at, failing_since)
     values (gen_random_uuid(), 'surveys.fails', 'one', false, '{}', '{}', now() + interval '1 day', now(), now() - interval '1 hour')`,
  );
  const authorization = `Bearer ${metricsToken(b.platform.config, b.platform.keys)}`;
  const answer = await fetch(`${b.platform.url}/metrics`, { headers: { authorization } });
  return exposedIn(await answer.text());
}

describe('rules and dashboards', async () => {
  const exposed = await metricsOfPlatform();
  const recorded = rules.flatMap(({ record }) => (record ? [[record, new Set<string>()] as const] : []));
  const known = new Map([...exposed, ...recorded, ['up', new Set<string>()] as const]);

  it('are many, and read right', () => {
    expect(queries.length).toBeGreaterThan(35);
    expect(readQuery('sum by (module, alarm) (increase(stoa_alarms_total{module!="a b{c}"}[15m])) > 1e3 * 2')).toEqual({
      metrics: [{ metric: 'stoa_alarms_total', labels: ['module'] }],
      grouped: ['module', 'alarm'],
    });
    expect(readQuery('a:b:rate5m > 0.1 and on (x) absent(c{d="e"} offset 5m)')).toEqual({
      metrics: [
        { metric: 'a:b:rate5m', labels: [] },
        { metric: 'c', labels: ['d'] },
      ],
      grouped: ['x'],
    });
  });

  it.each(queries)('ask for what there is: %s', (query) => {
    expect(readQuery(query).metrics.length).toBeGreaterThan(0);
    expect(unknownIn(query, known)).toEqual([]);
  });

  it('would be found asking for what there is not', () => {
    expect(unknownIn('rate(stoa_works_total[5m])', known)).toEqual(['stoa_works_total']);
    expect(unknownIn('stoa_work_dead{handler="a"}', known)).toEqual(['stoa_work_dead{handler}']);
    expect(unknownIn('sum by (route) (stoa_work_dead)', known)).toEqual(['by (route)']);
  });
});

describe('every alert', () => {
  const runbooks = read('docs/guides/runbooks.md');
  const sections = new Map(
    runbooks
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.split('\n')[0] ?? '', text]),
  );

  it('says how urgent it is, and what has happened', () => {
    expect(alerts.length).toBeGreaterThan(12);
    for (const { alert, labels, annotations } of alerts) {
      expect([alert, labels?.severity]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)]);
      expect([alert, annotations?.summary]).toEqual([alert, expect.stringMatching(/.{10,}/)]);
    }
  });

  it('has a section of its name in the runbooks: symptom, question, commands, when it is over', () => {
    for (const { alert = '', annotations } of alerts) {
      expect([alert, annotations?.runbook]).toEqual([alert, `docs/guides/runbooks.md#${alert.toLowerCase()}`]);
      const section = sections.get(alert) ?? '';
      for (const part of ['**Symptom.**', '**Question.**', '```sh', '**Over**'])
        expect([alert, section.includes(part) ? part : 'missing']).toEqual([alert, part]);
    }
    expect([...sections.keys()].filter((name) => name.startsWith('Stoa')).sort()).toEqual(
      alerts.map(({ alert }) => alert).sort(),
    );
  });
});
