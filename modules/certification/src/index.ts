// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { handlers } from './handlers.ts';
import { routes } from './routes.ts';

export { citationsOf, passes, suiteOf, type Subject } from './suites/index.ts';
export { regulationName } from './regulation/regulation.ts';

export default defineModule({
  name: 'certification',
  contract,
  routes,
  handlers,
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
