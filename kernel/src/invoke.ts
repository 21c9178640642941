// SPDX-License-Identifier: Apache-2.0
/** Running one operation: validation, permission, idempotency, audit; the same from HTTP and from another module. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { demandScope, denied } from './access.ts';
import { audit } from './audit.ts';
import type { Operation, Principal } from './contract.ts';
import { insideOperation, newNotes, type Notes } from './database/scope.ts';
import { runTx, type Tx } from './database/tx.ts';
import { canonicalJson } from './ledger/canonical.ts';
import type { ModuleRuntime, OperationRoute } from './module.ts';
import { isRefusal, refuse } from './refusal.ts';
import { jsonOf, openRow, sealRow } from './seal.ts';
import { demandSignIn } from './sign-in.ts';
import { traced } from './telemetry.ts';
import { complaints, validateInput } from './validate.ts';

export interface Invocation {
  readonly input: Record<string, unknown>;
  /** The input came from a query string: numbers and booleans are text. */
  readonly fromText: boolean;
  readonly principal: Principal;
  readonly traceId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface Invoker {
  readonly module: ModuleRuntime;
  readonly pool: pg.Pool;
  /** Answers are checked against their schema (tests and development). */
  readonly checkOutput: boolean;
}

export async function invoke(at: Invoker, route: OperationRoute, invocation: Invocation): Promise<unknown> {
  const { operation, run } = route;
  try {
    demandPermission(at, operation, invocation.principal);
    if (operation.signIn) demandSignIn(invocation.principal, operation.signIn, at.module.clock.now());
    validateInput(operation.input, invocation.input, invocation.fromText);
    const output = await traced(
      () => ({ name: operation.name, kind: 'internal', traceId: invocation.traceId }),
      () => (run.tx ? inTx(at, operation, run.handler, invocation) : outsideTx(at, operation, run.handler, invocation)),
    );
    if (at.checkOutput) checkOutput(operation, output);
    return output;
  } catch (error) {
    if (isRefusal(error) && error.kind === 'forbidden') await recordRefusal(at, operation, invocation, error.code);
    throw error;
  }
}

/** Asked before the input is looked at: whoever may not call it learns nothing of what it would say. */
function demandPermission(at: Invoker, { name, permission, check }: Operation, principal: Principal): void {
  if (permission === 'public') return;
  demandScope(principal, permission, name);
  const edge = check === 'edge';
  // No policy permits anything to somebody unknown.
  if (!edge && principal.kind !== 'anonymous') return;
  if (!edge || !at.module.access.decide(principal, permission, { type: 'Module', id: at.module.name }))
    denied(principal);
}

/** Who tried what they may not is evidence too. Nobody's name is known of those who did not sign in: they are counted by the metrics. */
async function recordRefusal(at: Invoker, operation: Operation, { principal, traceId }: Invocation, code: string) {
  if (principal.kind !== 'person' && principal.kind !== 'service') return;
  await runTx(at.pool, at.module, { principal, traceId }, (tx) =>
    audit(tx, {
      action: `${at.module.name}.operation-refused`,
      object: { type: 'operation', id: operation.name },
      details: { code, permission: operation.permission },
    }),
  ).catch((err: unknown) => at.module.log.error({ err, operation: operation.name }, 'a refusal could not be recorded'));
}

type Handler = (tx: Tx, input: never) => Promise<unknown>;

async function inTx(at: Invoker, operation: Operation, handler: Handler, invocation: Invocation): Promise<unknown> {
  const { input, principal, traceId, idempotencyKey } = invocation;
  return runTx(at.pool, at.module, { principal, traceId, operation }, async (tx) => {
    const replay = idempotencyKey === undefined ? undefined : await claimKey(tx, operation, idempotencyKey, input);
    if (replay) return replay.output;
    const output = await handler(tx, input as never);
    demandAsked(operation, tx.notes);
    if (unaudited(operation, tx.notes)) await auditAsDeclared(tx, operation, input, output);
    if (idempotencyKey !== undefined) await keepAnswer(tx, operation, idempotencyKey, output);
    return output;
  });
}

/** Forgotten questions are errors, whatever the use case would have answered. */
function demandAsked({ name, check }: Operation, notes: Notes): void {
  if (check === 'resource' && !notes.authorised)
    throw new Error(`${name} says check: 'resource' but its use case never asked authorise()`);
}

const unaudited = ({ audit: action }: Operation, notes: Notes): boolean =>
  action !== 'none' && !notes.audited.has(action);

async function auditAsDeclared(tx: Tx, operation: Operation, input: object, output: unknown): Promise<void> {
  const { name, about, audit: action } = operation;
  if (!about)
    throw new Error(
      `${name} says audit: '${action}' but its use case wrote no entry, and it declares no object (about)`,
    );
  const known = { ...(typeof output === 'object' ? output : {}), ...input } as Record<string, unknown>;
  const facts = (about.facts === 'input' ? Object.keys(input) : about.facts)
    .filter((fact) => known[fact] !== undefined)
    .map((fact) => [fact, known[fact]]);
  await audit(tx, {
    action,
    object: { type: about.type, id: String(known[about.id] ?? name) },
    ...(facts.length > 0 ? { details: Object.fromEntries(facts) } : {}),
  });
}

type FreeHandler = (module: ModuleRuntime, input: never, principal: Principal) => Promise<unknown>;

/**
 * Work that waits on the network cannot share a transaction with its key: the key is taken first and kept with the
 * answer, or given back when the work fails. While it is under way the same key is refused.
 */
async function outsideTx(
  at: Invoker,
  operation: Operation,
  handler: FreeHandler,
  invocation: Invocation,
): Promise<unknown> {
  const { input, principal, traceId, idempotencyKey } = invocation;
  const inOwnTx = <R>(work: (tx: Tx) => Promise<R>) =>
    runTx(at.pool, at.module, { principal, traceId, operation }, work);
  const run = async () => {
    const notes = newNotes();
    const output = await insideOperation(operation, principal, notes, () =>
      handler(at.module, input as never, principal),
    );
    demandAsked(operation, notes);
    if (unaudited(operation, notes)) await inOwnTx((tx) => auditAsDeclared(tx, operation, input, output));
    return output;
  };
  if (idempotencyKey === undefined) return run();
  const replay = await inOwnTx((tx) => claimKey(tx, operation, idempotencyKey, input));
  if (replay) {
    if (replay.output === null)
      refuse(
        'conflict',
        'kernel.request-under-way',
        'The same request is still being worked on. Please wait a moment.',
      );
    return replay.output;
  }
  try {
    const output = await run();
    await inOwnTx((tx) => keepAnswer(tx, operation, idempotencyKey, output));
    return output;
  } catch (error) {
    await inOwnTx((tx) => releaseKey(tx, operation, idempotencyKey));
    throw error;
  }
}

/** With whom they act for: the same words for another side are another act. */
function ownerOf(principal: Principal): string {
  if (principal.kind !== 'person' && principal.kind !== 'service') return principal.kind;
  const own = `${principal.kind}:${principal.id}`;
  if (principal.kind === 'service' || !principal.actingFor) return own;
  return `${own} ${principal.actingFor.kind}:${principal.actingFor.id}`;
}

/** Takes the key for this request, or answers what the first request with it was answered. */
async function claimKey(
  tx: Tx,
  operation: Operation,
  key: string,
  input: unknown,
): Promise<{ output: unknown } | undefined> {
  const digest = hash('sha256', canonicalJson(input), 'hex');
  const id = [ownerOf(tx.principal), operation.name, key];
  const { rowCount } = await tx.query(
    `insert into idempotency (principal, operation, key, input_digest, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [...id, digest, tx.now],
  );
  if (rowCount === 1) return undefined;
  const { rows } = await tx.query<{ input_digest: string; output: unknown; sealed: string | null }>(
    'select input_digest, output, sealed from idempotency where principal = $1 and operation = $2 and key = $3',
    id,
  );
  const first = rows[0];
  if (first?.input_digest !== digest) {
    refuse(
      'conflict',
      'kernel.idempotency-key-reused',
      'This Idempotency-Key was used for another request. Use a new key.',
    );
  }
  return { output: openRow(tx, 'idempotency', id.join(' '), first).output };
}

const releaseKey = (tx: Tx, operation: Operation, key: string) =>
  tx.query('delete from idempotency where principal = $1 and operation = $2 and key = $3', [
    ownerOf(tx.principal),
    operation.name,
    key,
  ]);

function keepAnswer(tx: Tx, operation: Operation, key: string, output: unknown) {
  const id = [ownerOf(tx.principal), operation.name, key];
  const kept = sealRow(tx, 'idempotency', id.join(' '), { output: output ?? null });
  const sql = 'update idempotency set output = $4, sealed = $5 where principal = $1 and operation = $2 and key = $3';
  return tx.query(sql, [...id, jsonOf(kept.output), kept.sealed]);
}

function checkOutput(operation: Operation, output: unknown): void {
  const wrong = complaints(operation.output, JSON.parse(JSON.stringify(output ?? null)));
  if (wrong.length > 0) {
    throw new Error(
      `${operation.name} answered against its schema: ${wrong.map((w) => `${w.pointer} ${w.message}`).join('; ')}`,
    );
  }
}
