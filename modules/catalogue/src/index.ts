// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { publishServices } from './publication.ts';
import { routes } from './routes.ts';

export { lintPackage } from './linter.ts';
export { readPackageFiles } from './package-files.ts';
export { examined } from './releases.ts';

export default defineModule({
  name: 'catalogue',
  contract,
  routes,
  handlers: [],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await publishServices(module);
    return async () => {};
  },
});
