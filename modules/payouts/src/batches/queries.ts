// SPDX-License-Identifier: Apache-2.0
/** SQL that reads batches and their rows. */
import { openRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Batch, Payout, PayoutState } from '../contract.ts';
import { given, type Whose } from '../people.ts';

type Dates = 'madeAt' | 'submittedAt' | 'decidedAt';
type Optional = 'fileName' | 'submittedName' | 'decidedName' | 'note';
type BatchRow = Omit<Batch, Dates | Optional> & { [K in Optional]: string | null } & {
  madeAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
};
const batchColumns = `b.id, b.number, b.programme, b.period, b.source, b.state, b.file_name as "fileName", b.made_name as "madeName",
  b.made_at as "madeAt", b.submitted_name as "submittedName", b.submitted_at as "submittedAt", b.decided_name as "decidedName",
  b.decided_at as "decidedAt", b.note, g.currency, c.rows, c.sum as "sumMinor", c.faulty, c.paid, c.back`;
const batchFrom = `batch b join programme g on g.code = b.programme cross join lateral (
  select count(*) filter (where state <> 'left-out')::integer as rows,
    coalesce(sum(amount_minor) filter (where state <> 'left-out'), 0)::bigint as sum,
    count(*) filter (where state = 'faulty')::integer as faulty,
    count(*) filter (where state in ('paid', 'voucher'))::integer as paid,
    count(*) filter (where state in ('returned', 'failed', 'repeated', 'given-up'))::integer as back
  from payout p where p.batch_id = b.id) c`;
function toBatch({ madeAt, submittedAt, decidedAt, ...row }: BatchRow): Batch {
  const { fileName, submittedName, decidedName, note, ...rest } = row;
  const dates = { submittedAt: submittedAt?.toISOString(), decidedAt: decidedAt?.toISOString() };
  return {
    ...{ ...rest, madeAt: madeAt.toISOString() },
    ...given({ fileName, submittedName, decidedName, note, ...dates }),
  };
}
export const listBatches = async (
  tx: Tx,
  asked: { programme?: string | undefined; state?: string | undefined; period?: string | undefined },
  after: string | undefined,
  count: number,
): Promise<Batch[]> =>
  (
    await tx.query<BatchRow>(
      `select ${batchColumns} from ${batchFrom} where ($1::text is null or b.programme = $1) and ($2::text is null or b.state = $2)
         and ($3::text is null or b.period = $3) and ($4::uuid is null or b.id < $4) order by b.id desc limit $5`,
      [asked.programme, asked.state, asked.period, after, count].map((one) => one ?? null),
    )
  ).rows.map(toBatch);
export async function findBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const { rows } = await tx.query<BatchRow>(`select ${batchColumns} from ${batchFrom} where b.id = $1`, [id]);
  return rows[0] && toBatch(rows[0]);
}
export const statesOf = async (tx: Tx, batchId: string) =>
  (
    await tx.query<{ state: PayoutState; count: number; sumMinor: number }>(
      `select state, count(*)::integer as count, sum(amount_minor)::bigint as "sumMinor" from payout where batch_id = $1
       group by state order by state`,
      [batchId],
    )
  ).rows;
export const badLines = async (tx: Tx, batchId: string) =>
  (
    await tx.query<{ line: number; code: string; message: string }>(
      'select line, code, message from batch_fault where batch_id = $1 order by line limit 200',
      [batchId],
    )
  ).rows;

type Nullable<K extends keyof Payout> = { [P in K]: Payout[P] | null };
type Absent = 'name' | 'bankReason' | 'endToEndId' | 'iban' | 'repeats' | 'paidOn' | 'returnedOn';
export type PayoutRow = Omit<Payout, Absent> & Nullable<Absent>;
/** A row that has not gone yet shows where it would go now. */
export async function payoutRows(
  tx: Tx,
  asked: {
    batchId?: string | undefined;
    programme?: string | undefined;
    state?: string | undefined;
    search?: string | undefined;
  },
  after: string | undefined,
  count: number,
): Promise<PayoutRow[]> {
  const { rows } = await tx.query<
    PayoutRow & { sealed: string | null; known: string | null; knownSealed: string | null }
  >(
    `select p.id, p.batch_id as "batchId", p.programme, p.period, p.beneficiary_kind as kind, p.amount_minor as "amountMinor",
       p.currency, p.reason, p.reference, p.state, p.faults, p.bank_reason as "bankReason", p.end_to_end_id as "endToEndId",
       p.repeats, p.paid_on as "paidOn", p.returned_on as "returnedOn", p.iban, p.name, p.sealed, b.id as known, b.sealed as "knownSealed"
     from payout p left join beneficiary b on b.kind = p.beneficiary_kind and b.key = p.beneficiary
     where ($1::uuid is null or p.batch_id = $1) and ($2::text is null or p.programme = $2)
       and ($3::text is null or p.state = $3 or ($3 = 'back' and p.state in ('returned', 'failed')))
       and ($4::text is null or p.end_to_end_id = $4 or starts_with(p.reference, $4))
       and ($5::uuid is null or p.id < $5) order by p.id desc limit $6`,
    [asked.batchId, asked.programme, asked.state, asked.search || undefined, after, count].map((one) => one ?? null),
  );
  return rows.map(({ known, knownSealed, ...row }) => {
    if (row.sealed !== null || known === null) return openRow(tx, 'payout', row.id, row);
    const { sealed: _, ...clear } = row;
    return { ...clear, ...openRow(tx, 'beneficiary', known, { iban: row.iban, name: row.name, sealed: knownSealed }) };
  });
}

interface OwnRow {
  id: string;
  title: LocalText;
  reason: LocalText;
  period: string;
  amountMinor: number;
  currency: string;
  state: PayoutState;
  paidOn: string | null;
  iban: string | null;
}
/** What somebody gets: nothing that nobody has approved. */
export const ownRows = async (
  tx: Tx,
  { kind, key }: Whose,
  after: string | undefined,
  count: number,
): Promise<OwnRow[]> =>
  (
    await tx.query<OwnRow & { sealed: string | null }>(
      `select p.id, g.title, p.reason, p.period, p.amount_minor as "amountMinor", p.currency, p.state, p.paid_on as "paidOn", p.iban,
         p.sealed
       from payout p join programme g on g.code = p.programme
       where p.beneficiary = $1 and p.beneficiary_kind = $2 and p.state not in ('ready', 'faulty', 'left-out')
         and ($3::uuid is null or p.id < $3) order by p.id desc limit $4`,
      [key, kind, after ?? null, count],
    )
  ).rows.map((row) => {
    const { name: _, ...opened } = openRow(tx, 'payout', row.id, { ...row, name: null });
    return opened;
  });

/** For the copy of a person's data: what was or is to be paid to them, with the account it went to. */
export async function ownPayouts(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<{ id: string; sealed: string | null }>(
    `select id, programme, period, amount_minor as "amountMinor", currency, reason, reference, state, paid_on as "paidOn", iban, name, sealed
     from payout where beneficiary_kind = 'person' and beneficiary = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return rows.map((row) => openRow(tx, 'payout', row.id, row));
}
