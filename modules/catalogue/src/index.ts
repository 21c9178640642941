// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { publishServices } from './publication.ts';
import { routes } from './routes.ts';

export { examined } from './releases.ts';
// For tools that look at folders of packages: `stoa package`, the demo.
export { checkPackage, lintPackage } from './linter.ts';
export { type PackageFiles, readPackageFiles } from './package-files.ts';
export { readPackage } from './package-reader.ts';
export { answerRules } from './answers.ts';
export { type Scenario, scenarioContext, scenarioFaults, scenariosOf } from './scenarios.ts';
export * as packageModel from './package-model.ts';
export const patterns = new URL('../patterns/', import.meta.url);

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
