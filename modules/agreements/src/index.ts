// SPDX-License-Identifier: Apache-2.0
import { caseClosed, caseWithdrawn } from '@stoa/cases/contract';
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import * as contract from './contract.ts';
import { endWithCase, lapse, withdrawWithCase } from './ends.ts';
import { answer, takeProposals } from './exchange.ts';
import { ownAgreements } from './queries.ts';
import { routes } from './routes.ts';
import { telling } from './telling.ts';

export default defineModule({
  name: 'agreements',
  contract,
  routes,
  handlers: [
    answer,
    telling,
    on(caseClosed, endWithCase),
    on(caseWithdrawn, withdrawWithCase),
    on(personJoined, (tx, moved) =>
      movePseudonym(tx, moved, [
        ['agreement', 'proposer_id'],
        ['agreement', 'other_id'],
      ]),
    ),
    every('agreements.take-proposals', 2, takeProposals),
    every('agreements.lapse', 600, lapse),
  ],
  sealed: {
    agreement: { key: 'id::text', columns: ['proposer_name', 'other_name', 'reason'] },
    version: { key: `agreement_id || ' ' || number`, columns: ['terms', 'statement'] },
    signature: { key: `agreement_id || ' ' || number || ' ' || side`, columns: ['signer_name'] },
  },
  ownData: [{ what: 'agreements', read: ownAgreements }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
