// SPDX-License-Identifier: Apache-2.0
import { agreementEnded } from '@stoa/agreements/contract';
import { caseClosed } from '@stoa/cases/contract';
import { defineModule, every, on } from '@stoa/kernel';
import { closeMonths } from './closing.ts';
import * as contract from './contract.ts';
import { catchUp, noteAgreement, noteClosed, readEnded } from './feeding.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'labour',
  contract,
  routes,
  handlers: [
    on(caseClosed, noteClosed),
    on(agreementEnded, noteAgreement),
    readEnded,
    every('labour.catch-up', 600, async (module) => void (await catchUp(module))),
    every('labour.close-months', 3600, async (module) => void (await closeMonths(module))),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
