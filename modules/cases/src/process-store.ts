// SPDX-License-Identifier: Apache-2.0
/** SQL that writes where a process stands: tokens, timers, tasks, messages, invoices, outputs. */
import { jsonOf, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Token } from './process-stepper.ts';
import type { RuleReason } from './views.ts';

export const insertToken = (tx: Tx, caseId: string, token: Token) =>
  tx.prepared(
    'cases-token',
    'insert into token (id, case_id, node, arrived_by, since_at) values ($1, $2, $3, $4, $5)',
    [token.id, caseId, token.node, token.arrivedBy ?? null, tx.now],
  );

/** Whether the token was still there: only then may its node be left. */
export async function removeToken(tx: Tx, id: string): Promise<boolean> {
  return (await tx.prepared('cases-token-gone', 'delete from token where id = $1', [id])).rowCount === 1;
}

export const removeAllTokens = (tx: Tx, caseId: string) => tx.query('delete from token where case_id = $1', [caseId]);

export const failToken = (tx: Tx, id: string, error: string) =>
  tx.query(`update token set state = 'failed', error = $2 where id = $1`, [id, error.slice(0, 1000)]);

export async function resumeToken(tx: Tx, caseId: string, id: string): Promise<boolean> {
  const sql = `update token set state = 'waiting', error = null where id = $2 and case_id = $1 and state = 'failed'`;
  return (await tx.query(sql, [caseId, id])).rowCount === 1;
}

export const insertTimer = (
  tx: Tx,
  timer: { id: string; caseId: string; tokenId: string; node: string; dueAt: Date },
) =>
  tx.query('insert into timer (id, case_id, token_id, node, due_at) values ($1, $2, $3, $4, $5)', [
    timer.id,
    timer.caseId,
    timer.tokenId,
    timer.node,
    timer.dueAt,
  ]);

export const insertTask = (
  tx: Tx,
  task: {
    id: string;
    caseId: string;
    tokenId: string;
    node: string;
    duty: string;
    officeId: string;
    regionCode: string;
  },
) =>
  tx.query(
    `insert into task (id, case_id, token_id, node, duty, office_id, region_code, state, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8)`,
    [task.id, task.caseId, task.tokenId, task.node, task.duty, task.officeId, task.regionCode, tx.now],
  );

export const setTask = (
  tx: Tx,
  id: string,
  state: 'open' | 'claimed' | 'waiting' | 'done',
  assignee?: { id: string; name: string } | null,
) =>
  tx.query(
    `update task set state = $2, closed_at = case when $2 = 'done' then $3::timestamptz end,
       assignee_id = case when $4 then $5 else assignee_id end, assignee_name = case when $4 then $6 else assignee_name end where id = $1`,
    [id, state, tx.now, assignee !== undefined, assignee?.id ?? null, assignee?.name ?? null],
  );

/** Tasks of a token that was taken away, or of the whole case. */
export const cancelTasks = (tx: Tx, caseId: string, tokenId: string | null) =>
  tx.query(
    `update task set state = 'cancelled', closed_at = $3 where case_id = $1 and ($2::uuid is null or token_id = $2)
       and state in ('open', 'claimed', 'waiting')`,
    [caseId, tokenId, tx.now],
  );

export const insertRequest = (
  tx: Tx,
  message: {
    id: string;
    caseId: string;
    kind: 'request' | 'card';
    node: string;
    checkName: string | null;
    type: string;
    content: unknown;
  },
) => {
  const kept = sealRow(tx, 'message', message.id, { content: message.content });
  return tx.query(
    `insert into message (id, case_id, kind, node, check_name, type, content, state, created_at, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9)`,
    [
      message.id,
      message.caseId,
      message.kind,
      message.node,
      message.checkName,
      message.type,
      jsonOf(kept.content),
      tx.now,
      kept.sealed,
    ],
  );
};

export const markSent = (tx: Tx, id: string) =>
  tx.query(`update message set state = 'sent', sent_at = $2 where id = $1 and state = 'queued'`, [id, tx.now]);

/** Whether this is the first answer. */
export async function keepResponse(
  tx: Tx,
  id: string,
  answer: { state: 'answered' | 'rejected'; responseId: string; sender: string; response: unknown; rejection: unknown },
): Promise<boolean> {
  const kept = await sealMore(tx, 'message', id, { response: answer.response, rejection: answer.rejection });
  const { rowCount } = await tx.query(
    `update message set state = $2, answered_at = $3, response_id = $4, sender = $5, response = $6, rejection = $7, sent_at = coalesce(sent_at, $3), sealed = $8
     where id = $1 and answered_at is null`,
    [
      id,
      answer.state,
      tx.now,
      answer.responseId,
      answer.sender,
      jsonOf(kept.response),
      jsonOf(kept.rejection),
      kept.sealed,
    ],
  );
  return rowCount === 1;
}

export async function insertInvoice(
  tx: Tx,
  invoice: {
    caseId: string;
    node: string;
    invoiceId: string;
    amountMinor: number;
    currency: string;
    reasons: readonly RuleReason[];
  },
): Promise<void> {
  await tx.query(
    `insert into invoice (case_id, node, invoice_id, amount_minor, currency, reasons) values ($1, $2, $3, $4, $5, $6)
     on conflict (case_id, node) do nothing`,
    [
      invoice.caseId,
      invoice.node,
      invoice.invoiceId,
      invoice.amountMinor,
      invoice.currency,
      JSON.stringify(invoice.reasons),
    ],
  );
}

/** Whether this is the first time the invoice is reported as paid. */
export async function markPaid(tx: Tx, invoiceId: string): Promise<boolean> {
  const sql = 'update invoice set paid_at = $2 where invoice_id = $1 and paid_at is null';
  return (await tx.query(sql, [invoiceId, tx.now])).rowCount === 1;
}

/** The case whose fee it was; undefined when it was marked before. */
export async function markRefunded(tx: Tx, invoiceId: string): Promise<string | undefined> {
  const sql =
    'update invoice set refunded_at = $2 where invoice_id = $1 and refunded_at is null returning case_id as "caseId"';
  return (await tx.query<{ caseId: string }>(sql, [invoiceId, tx.now])).rows[0]?.caseId;
}

interface NewOutput {
  readonly id: string;
  readonly caseId: string;
  readonly node: string;
  readonly code: string;
  readonly title: LocalText;
  readonly number: string;
  readonly verificationCode: string;
  readonly validUntil: string | null;
  readonly sha256: string;
  readonly pdf: Buffer;
  readonly facts: readonly { label: LocalText; value: string }[];
}

export const insertOutput = (tx: Tx, output: NewOutput) => {
  const kept = sealRow(tx, 'output', output.id, { facts: output.facts });
  return tx.query(
    `insert into output (id, case_id, node, code, title, number, verification_code, issued_at, valid_until, sha256, pdf, facts, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      output.id,
      output.caseId,
      output.node,
      output.code,
      output.title,
      output.number,
      output.verificationCode,
      tx.now,
      output.validUntil,
      output.sha256,
      output.pdf,
      jsonOf(kept.facts),
      kept.sealed,
    ],
  );
};

export async function revokeOutput(tx: Tx, id: string, reason: string): Promise<boolean> {
  const kept = await sealMore(tx, 'output', id, { revocation_reason: reason });
  const sql =
    'update output set revoked_at = $2, revocation_reason = $3, sealed = $4 where id = $1 and revoked_at is null';
  return (await tx.query(sql, [id, tx.now, kept.revocation_reason, kept.sealed])).rowCount === 1;
}

export const insertClarification = (
  tx: Tx,
  row: { id: string; caseId: string; taskId: string; field: string; question: string; previous: unknown },
) => {
  const kept = sealRow(tx, 'clarification', row.id, { question: row.question, previous: row.previous });
  return tx.query(
    'insert into clarification (id, case_id, task_id, field, question, previous, asked_at, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [row.id, row.caseId, row.taskId, row.field, kept.question, jsonOf(kept.previous), tx.now, kept.sealed],
  );
};

export const answerClarification = async (tx: Tx, id: string, answer: unknown, note: string | null) => {
  const kept = await sealMore(tx, 'clarification', id, { answer, note });
  const values = [id, tx.now, jsonOf(kept.answer), kept.note, kept.sealed];
  await tx.query(
    'update clarification set answered_at = $2, answer = $3, note = $4, sealed = $5 where id = $1',
    values,
  );
};

/** A clarification nobody will answer any more. */
export const dropClarifications = (tx: Tx, caseId: string) =>
  tx.query('update clarification set answered_at = $2 where case_id = $1 and answered_at is null', [caseId, tx.now]);
