// SPDX-License-Identifier: Apache-2.0
/** Remarks are put, sent together, answered one by one, and accepted or put again; opinions are given. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { State } from '../contract.ts';
import { contentOf, nextVersion } from '../dossiers/dossiers.ts';
import { demandAllowed, held, idOf, move, nameOf, note, stateForbids, today } from '../dossiers/moving.ts';
import { ownDossier } from '../dossiers/sight.ts';
import { type DossierRow, filesOf, filesSubmitted, unanswered, versionsOf } from '../dossiers/store.ts';
import { terms } from '../states/terms.ts';
import { demandExaminer, led } from './assigning.ts';
import * as store from './store.ts';

type Moved = { id: string; state: State };
const unknownRemark = (): never =>
  refuse(
    'missing',
    'examination.remark-unknown',
    'There is no such remark to answer or judge now. Load the page again.',
  );
async function reviewed(tx: Tx, id: string): Promise<{ dossier: DossierRow; mine: store.AssignmentRow }> {
  const dossier = await held(tx, id);
  if (dossier.state !== 'review') stateForbids(dossier.state);
  return { dossier, mine: await demandExaminer(tx, dossier) };
}

/** Refuses: examination.state-forbids, examination.not-assigned, examination.conflict. */
export async function putRemark(
  tx: Tx,
  { id, part, clause, text }: InputOf<typeof contract.putRemark>,
): Promise<{ id: string; remarkId: string }> {
  await reviewed(tx, id);
  const remarkId = await store.insertRemark(tx, { dossierId: id, part, clause, byId: idOf(tx), byName: nameOf(tx) });
  await store.insertTurn(tx, { remarkId, what: 'put', text, byName: nameOf(tx) });
  return { id, remarkId };
}

/** Refuses: examination.no-remark. */
export async function sendRemarks(tx: Tx, { id }: { id: string }): Promise<Moved> {
  const { dossier } = await reviewed(tx, id);
  await store.openRemarks(tx, id);
  const open = (await store.remarksOf(tx, id)).filter(({ state }) => state === 'open');
  if (open.length === 0)
    refuse('conflict', 'examination.no-remark', 'There is no remark to send. Write one, or give your opinion.');
  const answersDue = tx.module.country.calendar.addWorkingDays(today(tx), terms[dossier.kind].answer);
  return { id, state: await move(tx, dossier, { act: 'ask', more: { answersDue } }) };
}

/** Refuses: examination.remark-unknown. */
export async function answerRemark(
  tx: Tx,
  { id, remarkId, text }: InputOf<typeof contract.answerRemark>,
): Promise<{ id: string; remarkId: string }> {
  const dossier = await ownDossier(tx, id);
  demandAllowed(dossier, 'answer');
  const remark = (await store.remarksOf(tx, id)).find((one) => one.id === remarkId);
  if (!remark || !['open', 'answered'].includes(remark.state)) unknownRemark();
  await store.insertTurn(tx, { remarkId, what: 'answered', text, byName: nameOf(tx) });
  await store.setRemark(tx, remarkId, 'answered');
  return { id, remarkId };
}

/** Whether what is drawn up is other than what was submitted last. */
async function hasChanged(tx: Tx, dossier: DossierRow): Promise<boolean> {
  const last = (await versionsOf(tx, dossier.id)).at(-1);
  const idsOf = (files: readonly { id: string }[]) => files.map(({ id }) => id).join();
  const [drawn, submitted] = [await filesOf(tx, dossier.id), await filesSubmitted(tx, dossier)];
  return idsOf(drawn) !== idsOf(submitted) || JSON.stringify(last?.content) !== JSON.stringify(contentOf(dossier));
}
/** Refuses: examination.answer-missing. */
export async function sendAnswers(tx: Tx, { id }: { id: string }): Promise<Moved> {
  const dossier = await ownDossier(tx, id);
  demandAllowed(dossier, 'answer');
  if ((await store.remarksOf(tx, id)).some(({ state }) => state === 'open'))
    refuse('conflict', 'examination.answer-missing', 'A remark has no answer yet. Answer all of them, then send.');
  const version = (await hasChanged(tx, dossier)) ? await nextVersion(tx, dossier) : dossier.version;
  return { id, state: await move(tx, dossier, { act: 'answer', more: { answersDue: null, version } }) };
}

/** Refuses: examination.remark-unknown, examination.reason-missing. */
export async function judgeRemark(
  tx: Tx,
  { id, remarkId, accept, text }: InputOf<typeof contract.judgeRemark>,
): Promise<{ id: string; remarkId: string }> {
  await reviewed(tx, id);
  const remark = (await store.remarksOf(tx, id)).find((one) => one.id === remarkId);
  if (remark?.state !== 'answered') unknownRemark();
  if (!accept && text.trim().length < 3)
    refuse('invalid', 'examination.reason-missing', 'Say what is still missing, then put the remark again.');
  await store.insertTurn(tx, { remarkId, what: accept ? 'accepted' : 'again', text, byName: nameOf(tx) });
  await store.setRemark(tx, remarkId, accept ? 'accepted' : 'open');
  return { id, remarkId };
}

/** Refuses: examination.state-forbids, examination.not-assigned, examination.conflict. */
export async function giveOpinion(
  tx: Tx,
  { id, outcome, text }: InputOf<typeof contract.giveOpinion>,
): Promise<{ id: string }> {
  const { dossier, mine } = await reviewed(tx, id);
  const place = { dossierId: id, round: dossier.round, personId: mine.personId };
  // An opinion says that nothing binds one, too.
  await store.setAccepted(tx, place);
  await store.setOpinion(tx, place, outcome, text);
  await note(tx, dossier, 'opinion', outcome);
  return { id };
}

/** Refuses: examination.state-forbids, examination.conflict. */
export const returnDossier = async (
  tx: Tx,
  { id, reason }: InputOf<typeof contract.returnDossier>,
): Promise<Moved> => ({
  id,
  state: await move(tx, await led(tx, id), { act: 'return', text: reason }),
});
/** Refuses: examination.state-forbids, examination.conflict. */
export async function reinstateDossier(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.reinstateDossier>,
): Promise<Moved> {
  const dossier = await led(tx, id);
  const answersDue = tx.module.country.calendar.addWorkingDays(today(tx), terms[dossier.kind].answer);
  return { id, state: await move(tx, dossier, { act: 'reinstate', text: reason, more: { answersDue } }) };
}

/** Whose time to answer is over. A chief can give it back: a clock that was wrong takes nothing from anybody. */
export async function lapseUnanswered(tx: Tx): Promise<void> {
  for (const id of await unanswered(tx, today(tx))) {
    const dossier = await held(tx, id);
    if (dossier.state === 'remarks' && dossier.answersDue && dossier.answersDue < today(tx))
      await move(tx, dossier, { act: 'lapse' });
  }
}
