// SPDX-License-Identifier: Apache-2.0
/** SQL of attempts to pay: at which provider, for which invoices, and what became of the money. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Way } from '../contract.ts';
import { providerMark } from '../store.ts';

export interface AttemptKey {
  readonly leadId: string;
  readonly attempt: number;
}
export interface Attempt extends AttemptKey {
  readonly way: Way;
  readonly providerId: string | null;
  readonly pageUrl: string | null;
  readonly state: 'open' | 'paid' | 'abandoned' | 'refunded';
  readonly amountMinor: number;
  readonly currency: string;
  readonly refundedMinor: number;
  readonly surplusMinor: number;
  readonly returnPath: string | null;
}
export interface Allotment {
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly settledMinor: number;
  readonly refundedMinor: number;
}

const columns = `c.invoice_id as "leadId", c.attempt, c.provider as way, c.provider_id, c.page_url, c.state, c.sealed,
  coalesce(c.amount_minor, i.amount_minor) as "amountMinor", coalesce(c.currency, i.currency) as currency,
  c.refunded_minor as "refundedMinor", c.surplus_minor as "surplusMinor", coalesce(c.return_path, i.return_path) as "returnPath"`;
const from = 'from checkout c join invoice i on i.id = c.invoice_id';
type Row = Omit<Attempt, 'providerId' | 'pageUrl'> & {
  provider_id: string | null;
  page_url: string | null;
  sealed: string | null;
};

function toAttempt(tx: Tx, row: Row): Attempt {
  const {
    provider_id: providerId,
    page_url: pageUrl,
    ...rest
  } = openRow(tx, 'checkout', `${row.leadId} ${row.attempt}`, row);
  return { ...rest, providerId, pageUrl };
}

async function read(tx: Tx, rest: string, values: unknown[]): Promise<Attempt[]> {
  const { rows } = await tx.query<Row>(`select ${columns} ${from} ${rest}`, values);
  return rows.map((row) => toAttempt(tx, row));
}

export const findAttempt = async (tx: Tx, { leadId, attempt }: AttemptKey) =>
  (await read(tx, 'where c.invoice_id = $1 and c.attempt = $2', [leadId, attempt]))[0];
export const lockAttempt = async (tx: Tx, { leadId, attempt }: AttemptKey) =>
  (await read(tx, 'where c.invoice_id = $1 and c.attempt = $2 for no key update of c', [leadId, attempt]))[0];
export const attemptsOf = (tx: Tx, leadId: string) => read(tx, 'where c.invoice_id = $1 order by c.attempt', [leadId]);

/** Rows the release before wrote have no mark. */
export const lockByProvider = async (tx: Tx, way: Way, providerId: string): Promise<Attempt | undefined> =>
  (
    await read(tx, 'where c.provider = $3 and (c.provider_mark = $1 or c.provider_id = $2) for no key update of c', [
      ...[providerMark(tx, way, providerId), providerId, way],
    ])
  )[0];

/** Still open some time after they began: word of them may have been lost. Each is asked about by its own provider. */
export const oldOpenAttempts = (tx: Tx, before: Date): Promise<Attempt[]> =>
  read(
    tx,
    `where c.state = 'open' and (c.provider_id is not null or c.sealed is not null) and c.created_at < $1
     order by c.created_at desc limit 100`,
    [before],
  );

export interface PaidAttempt extends AttemptKey {
  readonly way: Way;
  /** The provider has it: one of a previous system it has not. */
  readonly known: boolean;
  readonly leftMinor: number;
}
/** Paid attempts of an invoice with what of it can still go back, the newest first. */
export async function paidAttempts(tx: Tx, invoiceId: string): Promise<PaidAttempt[]> {
  for (const own of await attemptsOf(tx, invoiceId)) await allotmentsOf(tx, own);
  const { rows } = await tx.query<PaidAttempt>(
    `select c.invoice_id as "leadId", c.attempt, c.provider as way, (c.provider_id is not null or c.sealed is not null) as known, a.settled_minor - a.refunded_minor -
       coalesce((select sum(p.amount_minor - p.done_minor) from refund_part p join refund r on r.id = p.refund_id
         where r.invoice_id = $1 and r.kind = 'payer' and p.lead_id = c.invoice_id and p.attempt = c.attempt and p.state <> 'done'), 0)::bigint as "leftMinor"
     from allotment a join checkout c on c.invoice_id = a.lead_id and c.attempt = a.attempt
     where a.invoice_id = $1 and c.state in ('paid', 'refunded') order by c.paid_at desc nulls last, c.attempt desc`,
    [invoiceId],
  );
  return rows.filter(({ leftMinor }) => leftMinor > 0);
}

export async function insertAttempt(
  tx: Tx,
  { leadId, attempt }: AttemptKey,
  values: Pick<Attempt, 'way' | 'amountMinor' | 'currency' | 'returnPath'>,
  parts: readonly { invoiceId: string; amountMinor: number }[],
): Promise<void> {
  await tx.query(
    `insert into checkout (invoice_id, attempt, state, created_at, provider, amount_minor, currency, return_path)
     values ($1, $2, 'open', $3, $4, $5, $6, $7)`,
    [leadId, attempt, tx.now, values.way, values.amountMinor, values.currency, values.returnPath],
  );
  await tx.query(
    `insert into allotment (lead_id, attempt, invoice_id, amount_minor)
     select $1, $2, invoice, amount from unnest($3::uuid[], $4::bigint[]) as t (invoice, amount)`,
    [leadId, attempt, parts.map(({ invoiceId }) => invoiceId), parts.map(({ amountMinor }) => amountMinor)],
  );
}

/** For which invoices an attempt is; one of the release before is for the whole of its own. */
export async function allotmentsOf(tx: Tx, { leadId, attempt }: AttemptKey): Promise<Allotment[]> {
  const select = () =>
    tx.query<Allotment>(
      `select invoice_id as "invoiceId", amount_minor as "amountMinor", settled_minor as "settledMinor", refunded_minor as "refundedMinor"
       from allotment where lead_id = $1 and attempt = $2 order by invoice_id`,
      [leadId, attempt],
    );
  const { rows } = await select();
  if (rows.length > 0) return rows;
  await tx.query(
    `insert into allotment (lead_id, attempt, invoice_id, amount_minor, settled_minor, refunded_minor)
     select i.id, c.attempt, i.id, i.amount_minor, case when c.state <> 'open' and i.state in ('paid', 'refunded') then i.amount_minor else 0 end,
       case when c.state = 'refunded' and i.state = 'refunded' then i.amount_minor else 0 end
     from checkout c join invoice i on i.id = c.invoice_id where c.invoice_id = $1 and c.attempt = $2 and i.amount_minor > 0
     on conflict do nothing`,
    [leadId, attempt],
  );
  return (await select()).rows;
}

export const setAllotment = (tx: Tx, { leadId, attempt }: AttemptKey, one: Allotment) =>
  tx.query(
    'update allotment set settled_minor = $4, refunded_minor = $5 where lead_id = $1 and attempt = $2 and invoice_id = $3',
    [leadId, attempt, one.invoiceId, one.settledMinor, one.refundedMinor],
  );

export const setPage = (tx: Tx, { leadId, attempt }: AttemptKey, way: Way, providerId: string, pageUrl: string) => {
  const kept = sealRow(tx, 'checkout', `${leadId} ${attempt}`, { provider_id: providerId, page_url: pageUrl });
  return tx.query(
    `update checkout set provider_id = $3, page_url = $4, sealed = $5, provider_mark = $6
     where invoice_id = $1 and attempt = $2`,
    [leadId, attempt, kept.provider_id, kept.page_url, kept.sealed, providerMark(tx, way, providerId)],
  );
};

export const setAttempt = (
  tx: Tx,
  { leadId, attempt }: AttemptKey,
  { state, refundedMinor, surplusMinor }: Pick<Attempt, 'state' | 'refundedMinor' | 'surplusMinor'>,
) =>
  tx.query(
    `update checkout set state = $3, refunded_minor = $4, surplus_minor = $5,
       paid_at = case when $3 = 'paid' then coalesce(paid_at, $6) else paid_at end where invoice_id = $1 and attempt = $2`,
    [leadId, attempt, state, refundedMinor, surplusMinor, tx.now],
  );
