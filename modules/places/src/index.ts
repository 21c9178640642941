// SPDX-License-Identifier: Apache-2.0
import { caseClosed, caseWithdrawn, outputRevoked } from '@stoa/cases/contract';
import { defineModule, every, on } from '@stoa/kernel';
import { sendAnswer } from './answers.ts';
import * as contract from './contract.ts';
import { endWithCase, endWithPaper, sweep, withdrawWithCase } from './ends.ts';
import { takeRequests } from './exchange.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'places',
  contract,
  routes,
  handlers: [
    sendAnswer,
    on(caseClosed, endWithCase),
    on(caseWithdrawn, withdrawWithCase),
    on(outputRevoked, endWithPaper),
    every('places.take-requests', 2, takeRequests),
    every('places.sweep', 600, sweep),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
