// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { importChart } from './accounts/chart.ts';
import * as contract from './contract.ts';
import { compareAgain, compareLater } from './days/comparing.ts';
import { routes } from './routes.ts';
import { fetchStatements } from './statements/bank.ts';

export default defineModule({
  name: 'books',
  contract,
  routes,
  handlers: [
    compareLater,
    every('books.compare-again', 60, compareAgain),
    every('books.fetch-statements', 10, fetchStatements),
  ],
  sealed: { statement_entry: { key: 'id::text', columns: ['words'] } },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await importChart(module);
    return async () => {};
  },
});
