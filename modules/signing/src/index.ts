// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { completeSignatures } from './completing.ts';
import * as contract from './contract.ts';
import { endForLeavers } from './revocation.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'signing',
  contract,
  routes,
  handlers: [
    every('signing.complete-signatures', 60, completeSignatures),
    every('signing.end-for-leavers', 60, endForLeavers),
  ],
  sealed: {
    certificate: { key: 'id::text', columns: ['holder_name', 'pem'] },
    signature: { key: 'id::text', columns: ['properties', 'signer', 'xml'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
