// SPDX-License-Identifier: Apache-2.0
/** Prometheus' own tool reads our rules, and plays their examples. */
import { expect, test } from 'vitest';
import { run } from '../src/run.ts';

test.each([
  ['the rules', ['check', 'rules', '--lint=all', 'deploy/monitoring/rules.yaml']],
  ['their examples', ['test', 'rules', 'deploy/monitoring/rules.test.yaml']],
  ['the configuration', ['check', 'config', '--syntax-only', 'deploy/monitoring/prometheus.yaml']],
])('%s hold', async (_what, args) => {
  const { code, output } = await run('promtool', args);
  expect([code, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
});
