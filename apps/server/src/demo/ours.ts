// SPDX-License-Identifier: Apache-2.0
import type { Danger } from '../safety/dangers.ts';

/** No other country was chosen than the demo's, which exists nowhere. */
export const demoCountry: Danger = {
  code: 'demo-country',
  question: 'Is it the country it is for?',
  mend: 'Name your own country pack with STOA_COUNTRY.',
  acceptable: true,
  found: ({ config: { env } }) =>
    (env.STOA_COUNTRY || 'xm') === 'xm' ? 'identifiers and calendar are of the demo country' : undefined,
};
