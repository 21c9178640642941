// SPDX-License-Identifier: Apache-2.0
/** What each state says to the eye. */
type Look = 'good' | 'warn' | 'bad' | 'info' | 'plain';
const looks: Readonly<Record<string, Look>> = {
  ...{ up: 'good', degraded: 'warn', down: 'bad', silent: 'bad', maintenance: 'info', unknown: 'plain' },
  ...{ minor: 'info', major: 'warn', critical: 'bad' },
  ...{ open: 'bad', acknowledged: 'warn', mitigated: 'info', resolved: 'good' },
  ...{ planned: 'plain', announced: 'info', begun: 'warn', ended: 'good', cancelled: 'plain' },
};
export const lookOf = (state: string): Look => looks[state] ?? 'plain';

/** Of a day's share of the good. */
export const dayLook = (share: number | null): 'none' | 'good' | 'warn' | 'bad' =>
  share === null ? 'none' : share >= 0.999 ? 'good' : share >= 0.99 ? 'warn' : 'bad';
