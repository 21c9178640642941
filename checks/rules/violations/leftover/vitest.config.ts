// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

/** Tests that fail on purpose: `runner.test.ts` looks at what they leave behind. */
export default defineConfig({
  test: {
    include: ['checks/rules/violations/leftover/leftover.ts'],
    setupFiles: ['kernel/testing/children.ts'],
    pool: 'forks',
    fileParallelism: false,
  },
});
