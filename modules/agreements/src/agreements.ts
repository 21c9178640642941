// SPDX-License-Identifier: Apache-2.0
/** Terms read, answered by others, accepted and signed, declined or withdrawn. Every step is under the lock of the agreement. */
import { audit, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Agreement, SideName } from './contract.ts';
import { answer } from './exchange.ts';
import * as queries from './queries.ts';
import type { AgreementRow, VersionRow } from './queries.ts';
import { shown, summaryOf } from './shown.ts';
import { type Speaker, sideIn, speakerOf, turnOf } from './sides.ts';
import { statementOf } from './statement.ts';
import * as store from './store.ts';
import { tellSide } from './telling.ts';
import { counteredTerms, demandLawful, packageOf } from './terms.ts';

const unknown = (): never =>
  refuse('missing', 'agreements.agreement-unknown', 'There is no such agreement of yours. Look at the list again.');

export async function listAgreements(
  tx: Tx,
  input: InputOf<typeof contract.listAgreements>,
): Promise<OutputOf<typeof contract.listAgreements>> {
  const speaker = speakerOf(tx);
  const { read: services } = speaker.services;
  return pageOfRows(
    input,
    (count) =>
      queries.agreementsOf(
        tx,
        speaker,
        { waiting: input.waiting === true, services, after: input.cursor ?? null },
        count,
      ),
    (row) => summaryOf(tx, row, sideIn(speaker, row, 'read') ?? unknown()),
  );
}

/** Refuses: agreements.agreement-unknown. */
export async function getAgreement(tx: Tx, { id }: InputOf<typeof contract.getAgreement>): Promise<Agreement> {
  const speaker = speakerOf(tx);
  const row = (await queries.agreementById(tx, id)) ?? unknown();
  return shown(tx, row, sideIn(speaker, row, 'read') ?? unknown(), speaker);
}

interface Held {
  readonly speaker: Speaker;
  readonly row: AgreementRow;
  readonly as: SideName;
  readonly newest: VersionRow;
}

/**
 * Locked until the transaction ends, so of two at once the second sees what the first did.
 * Refuses: agreements.agreement-unknown, -settled-already, -version-changed.
 */
async function held(tx: Tx, { id, seen }: { id: string; seen: number }): Promise<Held> {
  const speaker = speakerOf(tx);
  const row = (await queries.agreementById(tx, id, true)) ?? unknown();
  const as = sideIn(speaker, row, 'apply') ?? unknown();
  if (row.state !== 'open' && row.state !== 'accepted')
    refuse(
      'conflict',
      'agreements.settled-already',
      'This agreement is settled: nothing more can be done with it here.',
    );
  if (row.until < tx.module.country.calendar.localDate(tx.now))
    refuse('conflict', 'agreements.settled-already', 'The last day for signing has passed. Have it proposed again.');
  if (row.newest !== seen)
    refuse(
      'conflict',
      'agreements.version-changed',
      `Meanwhile other terms were proposed. Read version ${row.newest} before you answer.`,
    );
  const newest = (await queries.versionsOf(tx, id)).at(-1) ?? unknown();
  return { speaker, row, as, newest };
}

function demandTurn({ row, as, newest }: Held): void {
  if (turnOf(row.state, newest.side) !== as)
    refuse(
      'conflict',
      'agreements.not-your-turn',
      'It is for the other side to answer now. You will hear when it does.',
    );
}

const otherOf = (as: SideName): SideName => (as === 'proposer' ? 'other' : 'proposer');
const audited = (tx: Tx, action: string, { row, as }: Held, details: object = {}) =>
  audit(tx, { action, object: { type: 'agreement', id: row.id }, details: { as, ...details } });

/**
 * Refuses: agreements.agreement-unknown, -settled-already, -version-changed, -not-your-turn, -term-fixed, -term-invalid,
 * -terms-same, -terms-unlawful.
 */
export async function counterAgreement(tx: Tx, input: InputOf<typeof contract.counterAgreement>): Promise<Agreement> {
  const now = await held(tx, input);
  const { row, as, newest } = now;
  demandTurn(now);
  // Who has accepted waits for the signature of the other; other terms come before that.
  if (row.state !== 'open')
    refuse('conflict', 'agreements.not-your-turn', 'The terms are accepted: sign them, or withdraw the proposal.');
  const pkg = await packageOf(tx.module, row);
  const terms = counteredTerms(tx, pkg, row, newest.terms, input.terms);
  await demandLawful(tx, pkg, row.law, terms);
  const number = row.newest + 1;
  const { statement, sha256 } = statementOf(row, number, terms);
  await store.insertVersion(tx, row.id, { number, side: as, terms, statement, sha256, madeAt: tx.now });
  await audited(tx, 'agreements.terms-countered', now, { version: number, sha256 });
  await tellSide(tx, 'countered', row, otherOf(as), number);
  return getAgreement(tx, input);
}

/** Refuses: agreements.agreement-unknown, -settled-already, -version-changed, -not-your-turn. */
export async function signAgreement(tx: Tx, input: InputOf<typeof contract.signAgreement>): Promise<Agreement> {
  const now = await held(tx, input);
  const { row, as, newest, speaker } = now;
  demandTurn(now);
  const { sha256 } = newest;
  const assurance = tx.principal.kind === 'person' ? tx.principal.assurance : 0;
  const { number } = newest;
  await store.insertSignature(tx, row.id, {
    number,
    side: as,
    signerName: speaker.name,
    sha256,
    assurance,
    at: tx.now,
  });
  const both = row.state === 'accepted';
  await store.setState(tx, row.id, both ? 'concluded' : 'accepted', both ? tx.now : null);
  await audited(tx, 'agreements.agreement-signed', now, { version: number, sha256, assurance });
  if (both) await answer.enqueue(tx, { id: row.id }, { key: row.id });
  await tellSide(tx, both ? 'concluded' : 'accepted', row, otherOf(as), number);
  return getAgreement(tx, input);
}

/** Refuses: agreements.agreement-unknown, -settled-already, -version-changed. */
export async function leaveAgreement(tx: Tx, input: InputOf<typeof contract.leaveAgreement>): Promise<Agreement> {
  const now = await held(tx, input);
  const { row, as } = now;
  const state = as === 'proposer' ? 'withdrawn' : 'declined';
  await store.setState(tx, row.id, state, tx.now);
  if (input.reason) await store.setReason(tx, row.id, input.reason);
  await audited(tx, 'agreements.agreement-left', now, { state });
  await answer.enqueue(tx, { id: row.id }, { key: row.id });
  await tellSide(tx, state, row, otherOf(as), row.newest);
  return getAgreement(tx, input);
}
