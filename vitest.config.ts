// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';
import { limits } from './kernel/testing/patience.ts';

export default defineConfig({
  test: {
    include: [
      'kernel/test/**/*.test.ts',
      'modules/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'demo/test/**/*.test.ts',
      'countries/*/test/**/*.test.ts',
      'checks/test/**/*.test.ts',
    ],
    globalSetup: ['kernel/testing/postgres.ts'],
    setupFiles: ['kernel/testing/children.ts'],
    testTimeout: limits.test,
    hookTimeout: limits.test,
    // A poll ends as soon as it is answered; a busy machine gets the time it needs.
    expect: { poll: { timeout: limits.wait } },
    pool: 'forks',
    // Many tests wait rather than work: three keep two cores busy. The default there would be one.
    maxWorkers: 3,
  },
});
