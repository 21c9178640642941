// SPDX-License-Identifier: Apache-2.0
/** A blind survey: the link is used up for a ballot. What is answered with it never comes here (decision 43). */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { type Ballot, issueBallot } from '@stoa/surveys/contract';
import type { takeBallot as takeOperation } from './contract.ts';
import { reportStep } from './hand-over.ts';
import { moveCard, moveLink } from './store.ts';
import { auditLink, lockByToken, markOpened, refuseUnlessReady } from './survey.ts';
import { submissionMac } from './tokens.ts';

/** The card ends here: FOLDED says that nothing more is learned of it. Refuses: quality.answer-joined. */
export async function takeBallot(tx: Tx, { token, seed }: InputOf<typeof takeOperation>): Promise<Ballot> {
  const { card, link } = await lockByToken(tx, token);
  // Kept to know the same request again; says nothing of the seed to who does not have it.
  const mac = submissionMac(tx.module, link.id, { seed });
  const again = link.state === 'CONSUMED' && link.submissionMac === mac;
  if (!again) await refuseUnlessReady(tx, link);
  await auditLink(tx, 'quality.ballot-taken', link);
  if (link.mode !== 'blind')
    refuse('conflict', 'quality.answer-joined', 'Answers to this survey are joined to it: send them with the link.');
  const { regionCode, organisationType: sector, serviceCode } = card;
  if (!regionCode) throw new Error(`card ${card.id} has a link but no region`);
  const cell = { templateVersionId: link.templateVersionId, regionCode, sector, ...(serviceCode && { serviceCode }) };
  const ballot = await tx.module.call(issueBallot, { ...cell, seed, again });
  if (again) return ballot;
  const started = link.state === 'STARTED' ? link : await moveLink(tx, link, 'STARTED', { sessionAt: tx.now });
  await moveLink(tx, started, 'CONSUMED', { answeredAt: tx.now, submissionMac: mac });
  await moveCard(tx, await moveCard(tx, await markOpened(tx, card), 'ANSWERED'), 'FOLDED');
  await reportStep(tx, card, 'answered');
  return ballot;
}
