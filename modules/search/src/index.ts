// SPDX-License-Identifier: Apache-2.0
import { servicePublished } from '@stoa/catalogue/contract';
import { defineModule, every, handle, on } from '@stoa/kernel';
import * as contract from './contract.ts';
import { findDocuments } from './find.ts';
import { indexService, renewIndex } from './indexing.ts';

export default defineModule({
  name: 'search',
  contract,
  routes: [handle(contract.find, (tx, { q, limit, ...of }) => findDocuments(tx, q, limit ?? 20, of))],
  handlers: [on(servicePublished, indexService), every('search.renew-index', 60, renewIndex)],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
