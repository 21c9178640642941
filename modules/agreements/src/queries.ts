// SPDX-License-Identifier: Apache-2.0
/** SQL that only reads. */
import { openRow, type Tx } from '@stoa/kernel';
import type { AgreementState, SideName } from './contract.ts';

export type Terms = Record<string, string | number | boolean>;
export interface PartyId {
  readonly kind: 'person' | 'organisation';
  readonly id: string;
}

export interface AgreementRow {
  readonly id: string;
  readonly messageId: string;
  readonly replyTo: string;
  readonly caseId: string;
  readonly serviceId: string;
  readonly serviceVersion: string;
  readonly act: string;
  readonly contract: string;
  readonly law: string | null;
  readonly open: readonly string[];
  readonly proposerKind: PartyId['kind'];
  readonly proposerId: string;
  readonly proposerName: string;
  readonly otherKind: PartyId['kind'];
  readonly otherId: string;
  readonly otherName: string;
  readonly reason: string | null;
  readonly newest: number;
  /** Who wrote the newest terms. */
  readonly writtenBy: SideName;
  readonly state: AgreementState;
  readonly until: string;
  readonly madeAt: Date;
  readonly settledAt: Date | null;
  readonly outcome: string | null;
}
type Sealed = { readonly sealed: string | null };

/** Names as the columns have them, since the seal is over those. */
const columns = `id, message_id as "messageId", reply_to as "replyTo", case_id as "caseId", service_id as "serviceId",
  service_version as "serviceVersion", act, contract, law, open, proposer_kind as "proposerKind", proposer_id as "proposerId",
  other_kind as "otherKind", other_id as "otherId", proposer_name, other_name, reason, newest,
  (select side from version v where v.agreement_id = agreement.id and v.number = agreement.newest) as "writtenBy", state, until,
  made_at as "madeAt", settled_at as "settledAt", outcome, sealed`;
type Stored = Omit<AgreementRow, 'proposerName' | 'otherName'> & { proposer_name: string; other_name: string } & Sealed;

function opened(tx: Tx, row: Stored): AgreementRow {
  const { proposer_name: proposerName, other_name: otherName, ...rest } = openRow(tx, 'agreement', row.id, row);
  return { ...rest, proposerName, otherName };
}

export async function agreementById(tx: Tx, id: string, lock = false): Promise<AgreementRow | undefined> {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from agreement where id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  return rows[0] && opened(tx, rows[0]);
}

const ofSide = `((proposer_kind = $1 and proposer_id = $2) or (other_kind = $1 and other_id = $2))`;

/** Newest first, below `after`; `waiting`: only those not settled. */
export async function agreementsOf(
  tx: Tx,
  { kind, id }: PartyId,
  { waiting, services, after }: { waiting: boolean; services: readonly string[] | null; after: string | null },
  limit: number,
): Promise<AgreementRow[]> {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from agreement where ${ofSide} and ($3::uuid is null or id < $3)
       and (not $4 or state in ('open', 'accepted')) and ($5::text[] is null or service_id = any($5))
     order by id desc limit $6`,
    [kind, id, after, waiting, services, limit],
  );
  return rows.map((row) => opened(tx, row));
}

/** What the side did about a contract, oldest first. */
export async function agreementsAbout(tx: Tx, { kind, id }: PartyId, contract: string): Promise<AgreementRow[]> {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from agreement where ${ofSide} and contract = $3 order by id limit 100`,
    [kind, id, contract],
  );
  return rows.map((row) => opened(tx, row));
}

export interface VersionRow {
  readonly number: number;
  readonly side: SideName;
  readonly terms: Terms;
  /** What is signed, as it was made: a pseudonym that moves later changes no statement. */
  readonly statement: string;
  readonly sha256: string;
  readonly madeAt: Date;
}
export async function versionsOf(tx: Tx, id: string): Promise<VersionRow[]> {
  const { rows } = await tx.query<VersionRow & Sealed>(
    `select number, side, terms, statement, sha256, made_at as "madeAt", sealed from version where agreement_id = $1 order by number`,
    [id],
  );
  return rows.map((row) => openRow(tx, 'version', `${id} ${row.number}`, row));
}

interface SignatureRow {
  readonly number: number;
  readonly side: SideName;
  readonly signer_name: string;
  readonly sha256: string;
  readonly assurance: number;
  readonly at: Date;
}
export async function signaturesOf(tx: Tx, id: string): Promise<SignatureRow[]> {
  const { rows } = await tx.query<SignatureRow & Sealed>(
    `select number, side, signer_name, sha256, assurance, at, sealed from signature where agreement_id = $1 order by at, side desc`,
    [id],
  );
  return rows.map((row) => openRow(tx, 'signature', `${id} ${row.number} ${row.side}`, row));
}

/** For the copy of a person's data. */
export async function ownAgreements(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from agreement where ${ofSide} and ($3::uuid is null or id > $3) order by id limit $4`,
    ['person', personKey, after, count],
  );
  const own = [];
  for (const row of rows.map((one) => opened(tx, one))) {
    const { id, act, contract, state, proposerName, otherName, madeAt, settledAt } = row;
    const versions = (await versionsOf(tx, id)).map(({ number, side, terms, madeAt: at }) => ({
      number,
      side,
      terms,
      at,
    }));
    own.push({ id, act, contract, state, proposerName, otherName, madeAt, settledAt, versions });
  }
  return own;
}

interface EndedRow {
  readonly id: string;
  readonly act: string;
  readonly contract: string;
  readonly outcome: string;
  readonly endedAt: Date;
  readonly personKey: string | null;
}
/** Whose case is over, in the order of ids. */
export async function endedAgreements(
  tx: Tx,
  { serviceId, caseId, cursor }: { serviceId: string; caseId?: string; cursor?: string },
  count: number,
): Promise<EndedRow[]> {
  const { rows } = await tx.query<EndedRow>(
    `select id, act, contract, outcome, coalesce(settled_at, made_at) as "endedAt",
       case when other_kind = 'person' then other_id when proposer_kind = 'person' then proposer_id end as "personKey"
     from agreement where service_id = $1 and outcome is not null and ($2::uuid is null or case_id = $2)
       and ($3::uuid is null or id > $3) order by id limit $4`,
    [serviceId, caseId, cursor, count],
  );
  return rows;
}

/** Terms of the contract as both signed them, the oldest first, up to an agreement. */
export async function termsUntil(tx: Tx, contract: string, until: Date): Promise<Terms[]> {
  const { rows } = await tx.query<{ id: string; newest: number }>(
    `select id, newest from agreement where contract = $1 and state = 'concluded' and settled_at <= $2 order by settled_at, id`,
    [contract, until],
  );
  const found: Terms[] = [];
  for (const { id, newest } of rows)
    found.push(...(await versionsOf(tx, id)).filter(({ number }) => number === newest).map(({ terms }) => terms));
  return found;
}
