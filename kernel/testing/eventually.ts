// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';

/**
 * What `check` answers once it no longer throws. A busy machine gets the time it needs: no test is to fail for being
 * slow, only for never getting there.
 */
export const eventually = <T>(check: () => T | Promise<T>, timeoutMs = 15_000): Promise<T> =>
  vi.waitFor(check, { timeout: timeoutMs, interval: 30 });
