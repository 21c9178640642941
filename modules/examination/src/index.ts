// SPDX-License-Identifier: Apache-2.0
import { defineModule, every, type ModuleRuntime } from '@stoa/kernel';
import { check, watchRegister } from './checks/running.ts';
import { watchDecided } from './conclusion/conclusion.ts';
import { takeSigned } from './conclusion/signing.ts';
import * as contract from './contract.ts';
import { lapseUnanswered } from './review/remarks.ts';
import { routes } from './routes.ts';

const system = { kind: 'system' } as const;
const watchTerms = async (module: ModuleRuntime): Promise<void> => {
  await module.tx(system, lapseUnanswered);
  await module.tx(system, watchDecided);
};

export default defineModule({
  name: 'examination',
  contract,
  routes,
  handlers: [
    check,
    every('examination.take-signed', 60, takeSigned),
    every('examination.watch-terms', 600, watchTerms),
    every('examination.watch-register', 600, watchRegister),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
