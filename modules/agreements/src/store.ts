// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. */
import { jsonOf, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { AgreementState, SideName } from './contract.ts';
import type { AgreementRow, Terms } from './queries.ts';

export type NewAgreement = Omit<AgreementRow, 'newest' | 'writtenBy' | 'settledAt' | 'outcome' | 'reason'>;

/** Once a request; whether it is new. */
export async function insertAgreement(tx: Tx, one: NewAgreement): Promise<boolean> {
  const kept = sealRow(tx, 'agreement', one.id, {
    proposer_name: one.proposerName,
    other_name: one.otherName,
    reason: null,
  });
  const { rowCount } = await tx.query(
    `insert into agreement (id, message_id, reply_to, case_id, service_id, service_version, act, contract, law, open,
       proposer_kind, proposer_id, other_kind, other_id, proposer_name, other_name, sealed, newest, state, until, made_at, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, $19, $20, $21)
     on conflict (message_id) do nothing`,
    [
      ...[one.id, one.messageId, one.replyTo, one.caseId, one.serviceId, one.serviceVersion, one.act, one.contract],
      ...[one.law, one.open, one.proposerKind, one.proposerId, one.otherKind, one.otherId],
      ...[kept.proposer_name, kept.other_name, kept.sealed, one.state, one.until, one.madeAt],
      one.state === 'told' ? one.madeAt : null,
    ],
  );
  return (rowCount ?? 0) > 0;
}

/** Under the lock of the agreement. */
export async function insertVersion(
  tx: Tx,
  id: string,
  version: { number: number; side: SideName; terms: Terms; statement: string; sha256: string; madeAt: Date },
): Promise<void> {
  const { terms, statement } = version;
  const kept = sealRow(tx, 'version', `${id} ${version.number}`, { terms, statement });
  await tx.query(
    `insert into version (agreement_id, number, side, terms, statement, sealed, sha256, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, version.number, version.side, jsonOf(kept.terms), kept.statement, kept.sealed, version.sha256],
      version.madeAt,
    ],
  );
  await tx.query(`update agreement set newest = $2 where id = $1`, [id, version.number]);
}

export async function insertSignature(
  tx: Tx,
  id: string,
  one: { number: number; side: SideName; signerName: string; sha256: string; assurance: number; at: Date },
): Promise<void> {
  const kept = sealRow(tx, 'signature', `${id} ${one.number} ${one.side}`, { signer_name: one.signerName });
  await tx.query(
    `insert into signature (agreement_id, number, side, signer_name, sealed, sha256, assurance, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, one.number, one.side, kept.signer_name, kept.sealed, one.sha256, one.assurance, one.at],
  );
}

export const setState = (tx: Tx, id: string, state: AgreementState, settledAt: Date | null) =>
  tx.query('update agreement set state = $2, settled_at = $3 where id = $1', [id, state, settledAt]);

export async function setReason(tx: Tx, id: string, reason: string): Promise<void> {
  const kept = await sealMore(tx, 'agreement', id, { reason });
  await tx.query('update agreement set reason = $2, sealed = $3 where id = $1', [id, kept.reason, kept.sealed]);
}

export const setOutcome = (tx: Tx, caseId: string, outcome: string) =>
  tx.query('update agreement set outcome = $2 where case_id = $1', [caseId, outcome]);

/** Those of a case that are not settled; answers which. */
export async function settleOfCase(tx: Tx, caseId: string, state: AgreementState): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update agreement set state = $2, settled_at = $3 where case_id = $1 and state in ('open', 'accepted') returning id`,
    [caseId, state, tx.now],
  );
  return rows.map(({ id }) => id);
}

/** Those whose last day has passed; answers which. */
export async function settleLate(tx: Tx, today: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update agreement set state = 'lapsed', settled_at = $2 where state in ('open', 'accepted') and until < $1 returning id`,
    [today, tx.now],
  );
  return rows.map(({ id }) => id);
}
