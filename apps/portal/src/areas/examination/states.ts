// SPDX-License-Identifier: Apache-2.0
import type { Outcome, State } from '@stoa/examination/contract';

const good: readonly string[] = ['positive', 'closed'];
const bad: readonly string[] = ['negative', 'lapsed', 'withdrawn'];
const warn: readonly string[] = ['returned', 'remarks', 'conditional', 'monitored', 'appealed'];
/** How a state is meant, beside its words. */
export const tagOf = (state: State | Outcome) =>
  good.includes(state) ? 'good' : bad.includes(state) ? 'bad' : warn.includes(state) ? 'warn' : 'info';
