// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';
import { limits } from './patience.ts';

/**
 * What `check` answers once it no longer throws. A busy machine gets the time it needs: no test is to fail for being
 * slow, only for never getting there.
 */
export const eventually = <T>(check: () => T | Promise<T>, timeoutMs: number = limits.wait): Promise<T> =>
  vi.waitFor(check, { timeout: timeoutMs, interval: 30 });
