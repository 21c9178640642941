// SPDX-License-Identifier: Apache-2.0
/** SQL of reports; what people write is sealed. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Line, Priority, TicketKind, TicketState } from '../contract/tickets.ts';

export interface TicketRow {
  readonly id: string;
  readonly number: number;
  readonly personKey: string | null;
  readonly kind: TicketKind;
  readonly priority: Priority;
  readonly line: Line;
  readonly state: TicketState;
  readonly page: string | null;
  readonly correlationId: string | null;
  readonly takenBy: string | null;
  readonly takenByName: string | null;
  readonly reportedAt: Date;
  readonly answerBy: Date;
  readonly solveBy: Date;
  readonly answeredAt: Date | null;
  readonly solvedAt: Date | null;
  readonly knownErrorId: string | null;
  readonly incidentId: string | null;
  readonly text: string;
  readonly email: string | null;
}
type Sealed = { readonly sealed: string | null };
const columns = `id, number, person_key as "personKey", kind, priority, line, state, page, correlation_id as "correlationId",
  taken_by as "takenBy", taken_by_name as "takenByName", reported_at as "reportedAt", answer_by as "answerBy", solve_by as "solveBy",
  answered_at as "answeredAt", solved_at as "solvedAt", known_error_id as "knownErrorId", incident_id as "incidentId", text, email, sealed`;
const opened = (tx: Tx, rows: readonly (TicketRow & Sealed)[]): TicketRow[] =>
  rows.map((row) => openRow(tx, 'ticket', row.id, row) as TicketRow);

export type NewTicket = Pick<
  TicketRow,
  'id' | 'personKey' | 'kind' | 'priority' | 'line' | 'state' | 'page' | 'correlationId' | 'reportedAt'
> &
  Pick<TicketRow, 'answerBy' | 'solveBy' | 'text' | 'email'> & {
    readonly answeredAt?: Date | null;
    readonly solvedAt?: Date | null;
    readonly knownErrorId?: string | null;
    readonly takenBy?: string | null;
    readonly takenByName?: string | null;
  };

/** Whether it is new. */
export async function insertTicket(tx: Tx, one: NewTicket): Promise<boolean> {
  const kept = sealRow(tx, 'ticket', one.id, { text: one.text, email: one.email });
  const { rowCount } = await tx.query(
    `insert into ticket (id, person_key, kind, priority, line, state, page, correlation_id, reported_at, answer_by, solve_by,
       answered_at, solved_at, known_error_id, taken_by, taken_by_name, text, email, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) on conflict (id) do nothing`,
    [
      ...[one.id, one.personKey, one.kind, one.priority, one.line, one.state, one.page, one.correlationId],
      ...[one.reportedAt, one.answerBy, one.solveBy, one.answeredAt ?? null, one.solvedAt ?? null],
      ...[one.knownErrorId ?? null, one.takenBy ?? null, one.takenByName ?? null],
      ...[kept.text, kept.email, kept.sealed],
    ],
  );
  return rowCount === 1;
}

export async function findTicket(tx: Tx, id: string): Promise<TicketRow | undefined> {
  const { rows } = await tx.query<TicketRow & Sealed>(`select ${columns} from ticket where id = $1`, [id]);
  return opened(tx, rows)[0];
}

/** The same, kept from others until the transaction ends. */
export async function lockTicket(tx: Tx, id: string): Promise<TicketRow | undefined> {
  const sql = `select ${columns} from ticket where id = $1 for update`;
  return opened(tx, (await tx.query<TicketRow & Sealed>(sql, [id])).rows)[0];
}

/** What a report is due by: an answer while nobody has given one, then the solution. */
const due = 'case when answered_at is null then least(answer_by, solve_by) else solve_by end';
export const dueOf = ({ answeredAt, answerBy, solveBy }: TicketRow): Date =>
  answeredAt === null && answerBy < solveBy ? answerBy : solveBy;

export async function ticketsAfter(
  tx: Tx,
  asked: {
    line?: Line | undefined;
    state?: TicketState | 'open' | undefined;
    kind?: TicketKind | undefined;
    late?: boolean | undefined;
    takenBy?: string | undefined;
  },
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket
     where ($1::smallint is null or line = $1) and ($2::text is null or state = $2 or ($2 = 'open' and solved_at is null))
       and ($3::text is null or kind = $3) and (not $4 or (solved_at is null and ${due} < $5)) and ($6::uuid is null or taken_by = $6)
       and ($7::timestamptz is null or (solve_by, id) > ($7, $8::uuid))
     order by solve_by, id limit $9`,
    [
      ...[asked.line ?? null, asked.state ?? null, asked.kind ?? null, asked.late ?? false, tx.now],
      ...[asked.takenBy ?? null, at ?? null, id ?? null, limit],
    ],
  );
  return opened(tx, rows);
}

/** Newest first. */
export async function ticketsOf(
  tx: Tx,
  personKey: string,
  [at, id]: readonly string[] = [],
  limit: number,
): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket where person_key = $1
       and ($2::timestamptz is null or (reported_at, id) < ($2, $3::uuid)) order by reported_at desc, id desc limit $4`,
    [personKey, at ?? null, id ?? null, limit],
  );
  return opened(tx, rows);
}

export async function ownTickets(tx: Tx, personKey: string, after: string | null, count: number): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket where person_key = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return opened(tx, rows);
}

export interface Change {
  readonly state: TicketState;
  readonly line: Line;
  readonly takenBy: string | null;
  readonly takenByName: string | null;
  readonly answeredAt: Date | null;
  readonly solvedAt: Date | null;
  readonly priority: Priority;
  readonly answerBy: Date;
  readonly solveBy: Date;
  readonly knownErrorId: string | null;
  readonly incidentId: string | null;
}
/** A new term, a new line or a new state may be late anew. */
export const changeTicket = (tx: Tx, row: TicketRow, change: Partial<Change>) => {
  const one = { ...row, ...change };
  return tx.query(
    `update ticket set state = $2, line = $3, taken_by = $4, taken_by_name = $5, answered_at = $6, solved_at = $7, priority = $8,
       answer_by = $9, solve_by = $10, known_error_id = $11, incident_id = $12,
       late_told_at = case when state = $2 and line = $3 and answer_by = $9 and solve_by = $10
         and answered_at is not distinct from $6 then late_told_at end
     where id = $1`,
    [
      ...[row.id, one.state, one.line, one.takenBy, one.takenByName, one.answeredAt, one.solvedAt, one.priority],
      ...[one.answerBy, one.solveBy, one.knownErrorId, one.incidentId],
    ],
  );
};

export interface NewEntry {
  readonly kind: string;
  readonly side: 'reporter' | 'desk' | 'clock';
  readonly shown: boolean;
  readonly byName?: string | null;
  readonly line?: Line | null;
  readonly text?: string | undefined;
  readonly at?: Date;
}
export async function addEntry(tx: Tx, ticketId: string, one: NewEntry): Promise<string> {
  const id = newId();
  const kept = one.text === undefined ? { text: null, sealed: null } : sealRow(tx, 'entry', id, { text: one.text });
  await tx.query(
    `insert into entry (id, ticket_id, at, kind, side, by_name, line, shown, text, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, ticketId, one.at ?? tx.now, one.kind, one.side, one.byName ?? null, one.line ?? null, one.shown],
      ...[kept.text, kept.sealed],
    ],
  );
  return id;
}

export interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly side: 'reporter' | 'desk' | 'clock';
  readonly byName: string | null;
  readonly line: Line | null;
  readonly shown: boolean;
  readonly text: string | null;
}
export async function entriesOf(tx: Tx, ticketId: string, shownOnly: boolean): Promise<EntryRow[]> {
  const { rows } = await tx.query<EntryRow & Sealed>(
    `select id, at, kind, side, by_name as "byName", line, shown, text, sealed from entry
     where ticket_id = $1 and (shown or not $2) order by place`,
    [ticketId, shownOnly],
  );
  return rows.map((row) => openRow(tx, 'entry', row.id, row) as EntryRow);
}

/** Past a term and not told of yet, those longest late first; kept from others until the transaction ends. */
export async function lockLate(tx: Tx, limit: number): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket where solved_at is null and late_told_at is null and ${due} < $1 and state <> 'waiting'
     order by solve_by, id limit $2 for update skip locked`,
    [tx.now, limit],
  );
  return opened(tx, rows);
}
export const markLate = (tx: Tx, id: string) =>
  tx.query('update ticket set late_told_at = $2 where id = $1', [id, tx.now]);

export async function lockSolvedBefore(tx: Tx, before: Date, limit: number): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket where state = 'solved' and solved_at < $1 order by solved_at limit $2 for update skip locked`,
    [before, limit],
  );
  return opened(tx, rows);
}

/** Those that wait for a known error, kept from others until the transaction ends. */
export async function lockOfKnownError(tx: Tx, knownErrorId: string): Promise<TicketRow[]> {
  const { rows } = await tx.query<TicketRow & Sealed>(
    `select ${columns} from ticket where known_error_id = $1 and solved_at is null order by id for update`,
    [knownErrorId],
  );
  return opened(tx, rows);
}

export async function eraseOver(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from ticket where id in
       (select id from ticket where solved_at < $1 order by solved_at limit $2 for update skip locked)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
