// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { runAnalyses } from './analyses/findings.ts';
import * as contract from './contract.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'architecture',
  contract,
  routes,
  handlers: [every('architecture.analyse', 86_400, (module) => module.tx({ kind: 'system' }, runAnalyses))],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
