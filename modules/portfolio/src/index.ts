// SPDX-License-Identifier: Apache-2.0
import { outputIssued, outputRevoked } from '@stoa/cases/contract';
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on, type PseudonymColumn } from '@stoa/kernel';
import { makeLine } from './batches/making.ts';
import { eraseBatches, ownBatches } from './batches/store.ts';
import * as contract from './contract.ts';
import { sweepPresence } from './drafts/presence.ts';
import { noteIssued, noteRevoked, readCase } from './expiring/feeding.ts';
import { remind, telling } from './expiring/reminding.ts';
import { eraseHoldings, ownHoldings } from './expiring/store.ts';
import { routes } from './routes.ts';

const pseudonyms: readonly PseudonymColumn[] = [
  ['holding', 'holder_id'],
  ['quiet', 'person_key', 'holder_id'],
  ['batch', 'holder_id'],
];

export default defineModule({
  name: 'portfolio',
  contract,
  routes,
  handlers: [
    on(outputIssued, noteIssued),
    on(outputRevoked, noteRevoked),
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, pseudonyms)),
    readCase,
    telling,
    makeLine,
    every('portfolio.remind', 3600, remind),
    every('portfolio.sweep-presence', 600, sweepPresence),
  ],
  sealed: {
    holding: { key: 'id::text', columns: ['about'] },
    batch: { key: 'id::text', columns: ['maker'] },
    line: { key: "batch_id || ' ' || number", columns: ['answers', 'faults'] },
    presence: { key: "case_id || '/' || person_id", columns: ['name'] },
  },
  ownData: [
    { what: 'ending-documents', read: ownHoldings },
    { what: 'batches', read: ownBatches },
  ],
  retention: [
    { what: 'ending-documents', erase: eraseHoldings },
    { what: 'batches', erase: eraseBatches },
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
