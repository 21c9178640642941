// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { countBallots, fewestTogether } from './ballots/ballots.ts';
import * as contract from './contract.ts';
import { publishDefaults } from './default-templates.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'surveys',
  contract,
  routes,
  handlers: [every('surveys.count-ballots', 86_400, countBallots)],
  sealed: {
    response_comment: { key: 'response_id::text', columns: ['text'] },
    ballot_box: { key: 'id::text', columns: ['answers'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    fewestTogether(module);
    await publishDefaults(module);
    return async () => {};
  },
});
