// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { routes } from './routes.ts';
import { handlers, remind, watchAllHolders } from './work/watching.ts';

export default defineModule({
  name: 'execution',
  contract,
  routes,
  handlers: [
    ...handlers,
    every('execution.remind', 600, remind),
    every('execution.watch-all-holders', 3600, watchAllHolders),
  ],
  sealed: {
    remark: { key: 'id::text', columns: ['quote', 'text'] },
    resolution: { key: 'id::text', columns: ['text'] },
    report: { key: 'id::text', columns: ['text', 'decision_reason'] },
    extension: { key: 'id::text', columns: ['reason'] },
    phrase: { key: 'id::text', columns: ['text'] },
    acquaintance: { key: 'id::text', columns: ['note'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
