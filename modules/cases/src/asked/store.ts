// SPDX-License-Identifier: Apache-2.0
/** SQL of the calls that were about a person. */
import type { Tx } from '@stoa/kernel';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import type { listCurious } from '../contract.ts';

export interface AskedRow {
  readonly id: string;
  readonly messageId: string;
  readonly clientId: string;
  readonly target: string;
  readonly title: LocalText;
  readonly at: Date;
  readonly caseId: string | null;
  readonly number: string | null;
  readonly applicantId: string | null;
}

type Asked = Pick<AskedRow, 'id' | 'messageId' | 'clientId' | 'target' | 'title' | 'caseId'>;
export const putAsked = (tx: Tx, call: Asked & { personKey: string; askedBy: string | undefined }) => {
  const { id, messageId, clientId, target, personKey, caseId, title, askedBy } = call;
  return tx.query(
    `insert into asked (id, message_id, client_id, target, person_key, case_id, title, at, asked_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [id, messageId, clientId, target, personKey, caseId, JSON.stringify(title), tx.now, askedBy],
  );
};

/** The question stays on record, and counts for nobody's quota. */
export const uncountAsked = (tx: Tx, messageId: string) =>
  tx.query('update asked set asked_by = null where message_id = $1', [messageId]);

/** Calls about the person, newest first. */
export async function listAsked(
  tx: Tx,
  personKey: string,
  cursor: string | undefined,
  count: number,
): Promise<AskedRow[]> {
  const { rows } = await tx.query<AskedRow>(
    `select a.id, a.message_id as "messageId", a.client_id as "clientId", a.target, a.title, a.at, a.case_id as "caseId",
       c.number, c.applicant_id as "applicantId"
     from asked a left join case_file c on c.id = a.case_id
     where a.person_key = $1 and ($2::uuid is null or a.id < $2) order by a.id desc limit $3`,
    [personKey, cursor, count],
  );
  return rows;
}

/** Which of these calls stand here already. */
export async function knownAsked(tx: Tx, personKey: string, calls: readonly Logged[]): Promise<Set<string>> {
  const { rows } = await tx.query<Logged>(
    'select message_id as "messageId", client_id as "clientId", target from asked where person_key = $1 and message_id = any($2)',
    [personKey, calls.map(({ messageId }) => messageId)],
  );
  return new Set(rows.map(callKey));
}
type Logged = Pick<AskedRow, 'messageId' | 'clientId' | 'target'>;
/** Ids are their senders' own. */
export const callKey = ({ messageId, clientId, target }: Logged): string => `${messageId} ${clientId} ${target}`;

/** What one person asked about others for one applicant since then; one counts at a time. */
export async function askedSince(
  tx: Tx,
  askedBy: string,
  since: Date,
): Promise<{ questions: number; people: string[] }> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [askedBy]);
  const { rows } = await tx.query<{ questions: number; people: string[] | null }>(
    `select count(distinct message_id) as questions, array_agg(distinct person_key) as people
     from asked where asked_by = $1 and at > $2`,
    [askedBy, since],
  );
  return { questions: rows[0]?.questions ?? 0, people: rows[0]?.people ?? [] };
}

type Curious = OutputOf<typeof listCurious>['items'][number];
/** Who asked about many different people since then, the most first. */
export async function manyAsked(tx: Tx, least: number, since: Date): Promise<Curious[]> {
  const { rows } = await tx.query<Curious>(
    `select split_part(asked_by, ' ', 1) as "personId", split_part(asked_by, ' ', 2) as "applicantId", count(distinct person_key) as people from asked
     where asked_by is not null and at > $2 group by asked_by having count(distinct person_key) >= $1
     order by people desc limit 50`,
    [least, since],
  );
  return rows;
}
