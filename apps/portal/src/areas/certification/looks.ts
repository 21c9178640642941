// SPDX-License-Identifier: Apache-2.0
/** What each state says to the eye. */
type Look = 'good' | 'warn' | 'bad' | 'info' | 'plain';
const looks: Readonly<Record<string, Look>> = {
  ...{ submitted: 'info', certified: 'good', refused: 'bad', withdrawn: 'plain' },
  ...{ queued: 'plain', running: 'info', passed: 'good', failed: 'bad', stopped: 'plain' },
  ...{ valid: 'good', reopened: 'warn', expired: 'warn' },
  ...{ pilot: 'info', canary: 'warn', released: 'good', returned: 'bad', ended: 'plain' },
  ...{ good: 'good', bad: 'bad', note: 'warn' },
};
export const lookOf = (state: string): Look => looks[state] ?? 'plain';
