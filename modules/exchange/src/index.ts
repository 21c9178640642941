// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { startExchange } from './exchange.ts';
import { handlers } from './handlers.ts';
import { eraseBodies } from './log/index.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'exchange',
  contract,
  routes,
  handlers,
  retention: [{ what: 'bodies', erase: eraseBodies }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: startExchange,
});
