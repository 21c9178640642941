// SPDX-License-Identifier: Apache-2.0
/** Agreements of the demo country, in each of their states. */
import { audit, idOf, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { AgreementState, SideName } from './contract.ts';
import { enterProposal } from './exchange.ts';
import type { Terms } from './queries.ts';
import { statementOf } from './statement.ts';
import * as store from './store.ts';
import { givenTerms } from './terms.ts';

const dayMs = 86_400_000;

/** Who accepts signs first: the side that did not write the newest terms. */
function signersOf(state: AgreementState, countered: boolean): SideName[] {
  if (state === 'concluded') return ['proposer', 'other'];
  return state === 'accepted' ? [countered ? 'proposer' : 'other'] : [];
}

/** Refuses: agreements.demo-off. */
export async function enterDemoAgreements(
  tx: Tx,
  { items }: InputOf<typeof contract.enterDemoAgreements>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'agreements.demo-off', 'Agreements of the demo exist only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'agreements.demo-entered', object: { type: 'agreement', id: 'demo' } });
  let entered = 0;
  for (const { key, proposal, madeAt, counter, state, outcome } of items) {
    // Nobody waits for an answer to it, and nobody is told of it.
    const message = { messageId: idOf(`demo agreement ${key}`), replyTo: '' };
    const row = await enterProposal(tx, message, proposal, new Date(madeAt));
    if (!row) continue;
    entered += 1;
    const { id } = row;
    const at = new Date(Date.parse(madeAt) + dayMs);
    const terms: Terms = counter ? { ...row.terms, ...givenTerms(counter) } : row.terms;
    const number = counter ? 2 : 1;
    const { statement, sha256 } = statementOf(row, number, terms);
    if (counter) await store.insertVersion(tx, id, { number, side: 'other', terms, statement, sha256, madeAt: at });
    for (const side of signersOf(state, counter !== undefined)) {
      const signerName = side === 'proposer' ? row.proposerName : row.otherName;
      await store.insertSignature(tx, id, { number, side, signerName, sha256, assurance: 2, at });
    }
    if (state !== row.state) await store.setState(tx, id, state, state === 'accepted' ? null : at);
    if (outcome) await store.setOutcome(tx, proposal.caseId, outcome);
  }
  return { entered };
}
