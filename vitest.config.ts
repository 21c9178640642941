// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';
import { testFiles } from './checks/src/test-files.ts';
import { limits } from './kernel/testing/patience.ts';

const { shared, alone } = testFiles();

export default defineConfig({
  test: {
    globalSetup: ['kernel/testing/postgres.ts'],
    setupFiles: ['kernel/testing/children.ts', 'kernel/testing/properties.ts'],
    testTimeout: limits.test,
    hookTimeout: limits.test,
    // A poll ends as soon as it is answered; a busy machine gets the time it needs.
    expect: { poll: { timeout: limits.wait } },
    pool: 'forks',
    // Many tests wait rather than work: three keep two cores busy. The default there would be one.
    maxWorkers: 3,
    // Sources are read as Node reads them, from what was compiled before; there is nothing to transform in them.
    experimental: { viteModuleRunner: false },
    projects: [
      // One process after the other reads the sources anew; these files can follow one another in one.
      { extends: true, test: { name: 'shared', isolate: false, include: shared } },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});
