// SPDX-License-Identifier: Apache-2.0
/** A person's own factors: seen, named, added and taken away. */
import { randomBytes } from 'node:crypto';
import { audit, newId, openRow, refuse, sealRow, type Tx } from '@stoa/kernel';
import { base32, totpCode, totpSteps } from '@stoa/kernel/totp';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import QRCode from 'qrcode';
import type * as contract from '../contract.ts';
import { closeSessionsOf } from '../sessions/sessions.ts';
import { tellPerson } from '../telling.ts';
import { makeRecoveryCodes } from './codes.ts';
import { passkeyHost } from './passkeys.ts';
import { demandProven } from './proven.ts';
import type { TotpRow } from './offers.ts';

const ownId = (tx: Tx): string | null => (tx.principal.kind === 'person' ? tx.principal.id : null);

interface Row {
  id: string;
  kind: 'passkey' | 'totp';
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  suspended_at: Date | null;
}

export async function listFactors(tx: Tx): Promise<OutputOf<typeof contract.listFactors>> {
  const { rows } = await tx.query<Row>(
    `select id, kind, name, created_at, last_used_at, suspended_at from factor
     where person_id = $1 and confirmed_at is not null order by id limit 100`,
    [ownId(tx)],
  );
  const codes = await tx.query<{ left: number }>(
    'select count(*)::int as left from recovery_code where person_id = $1 and used_at is null',
    [ownId(tx)],
  );
  return {
    items: rows.map(({ id, kind, name, created_at: at, last_used_at: used, suspended_at: suspended }) => ({
      ...{ id, kind, name, createdAt: at.toISOString(), suspended: suspended !== null },
      ...(used ? { lastUsedAt: used.toISOString() } : {}),
    })),
    recoveryCodesLeft: codes.rows[0]?.left ?? 0,
    passkeysPossible: passkeyHost(tx.module) !== undefined,
  };
}

/** One app at a time waits to be confirmed. Refuses: identity.no-session, kernel.stronger-sign-in-needed. */
export async function startTotp(tx: Tx, { name }: InputOf<typeof contract.startTotp>): Promise<{ id: string }> {
  const { personId } = await demandProven(tx);
  await tx.query(`delete from factor where person_id = $1 and confirmed_at is null`, [personId]);
  const id = await enterTotp(tx, personId, name, base32(randomBytes(20)), false);
  return { id };
}

export async function enterTotp(tx: Tx, personId: string, name: string, secret: string, confirmed: boolean) {
  const id = newId();
  const { sealed } = sealRow(tx, 'factor', id, { secret });
  await tx.query(
    `insert into factor (id, person_id, kind, name, sealed, created_at, confirmed_at) values ($1, $2, 'totp', $3, $4, $5, $6)`,
    [id, personId, name, sealed, tx.now, confirmed ? tx.now : null],
  );
  return id;
}

async function unconfirmed(tx: Tx, id: string): Promise<TotpRow & { person_id: string }> {
  const { personId } = await demandProven(tx);
  const { rows } = await tx.query<TotpRow & { person_id: string }>(
    `select id, person_id, name, secret, sealed, last_step from factor
     where id = $1 and person_id = $2 and kind = 'totp' and confirmed_at is null for update`,
    [id, personId],
  );
  return rows[0] ?? factorUnknown();
}

const factorUnknown = (): never => refuse('missing', 'identity.factor-unknown', 'You have no such factor.');

/** Refuses: identity.factor-unknown, identity.no-session, kernel.stronger-sign-in-needed. */
export async function showTotp(tx: Tx, id: string): Promise<OutputOf<typeof contract.showTotp>> {
  const row = await unconfirmed(tx, id);
  const secret = openRow(tx, 'factor', id, row).secret ?? '';
  const { rows } = await tx.query<{ login: string }>('select login from account where person_id = $1', [row.person_id]);
  const label = encodeURIComponent(`Stoa:${rows[0]?.login ?? ''}`);
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=Stoa`;
  return { id, secret, uri, picture: await QRCode.toString(uri, { type: 'svg', margin: 2 }) };
}

/**
 * The code proves that the app has the secret, and counts as given once the browser has a new token.
 * Refuses: identity.code-refused, identity.factor-unknown, identity.no-session, kernel.stronger-sign-in-needed.
 */
export async function confirmTotp(
  tx: Tx,
  { id, code }: InputOf<typeof contract.confirmTotp>,
): Promise<OutputOf<typeof contract.confirmTotp>> {
  const row = await unconfirmed(tx, id);
  const secret = openRow(tx, 'factor', id, row).secret ?? '';
  const step = totpSteps(tx.now, null).find((one) => totpCode(secret, one) === code);
  if (step === undefined)
    refuse('invalid', 'identity.code-wrong', 'This code is wrong or too old. Type the one your app shows now.', {
      errors: [{ pointer: '/code', code: 'identity.code-wrong', message: 'Type the code your app shows now.' }],
    });
  await tx.query('update factor set confirmed_at = $2, last_used_at = $2, last_step = $3 where id = $1', [
    id,
    tx.now,
    step,
  ]);
  const { principal } = tx;
  await tx.query(`update session set pending = array['otp'] where id = $1`, [
    principal.kind === 'person' ? (principal.sessionId ?? null) : null,
  ]);
  await tellPerson(tx, row.person_id, 'factor-added', id);
  await audit(tx, { action: 'identity.factor-added', object: { type: 'factor', id }, details: { kind: 'totp' } });
  return { id };
}

export async function renameFactor(tx: Tx, { id, name }: InputOf<typeof contract.renameFactor>) {
  const { rowCount } = await tx.query('update factor set name = $3 where id = $1 and person_id = $2', [
    id,
    ownId(tx),
    name,
  ]);
  return rowCount === 1 ? { id } : factorUnknown();
}

/** Refuses: identity.factor-unknown, identity.last-factor, identity.no-session, kernel.stronger-sign-in-needed. */
export async function removeFactor(tx: Tx, { id, anyway = false }: InputOf<typeof contract.removeFactor>) {
  const { personId } = await demandProven(tx);
  const { rows } = await tx.query<{ id: string; needed: boolean }>(
    `select f.id, exists (select 1 from duty_now d where d.person_id = f.person_id and (d.until_at is null or d.until_at > $2)) as needed
     from factor f where f.person_id = $1 and f.confirmed_at is not null and f.suspended_at is null order by f.id for update of f`,
    [personId, tx.now],
  );
  if (!anyway && rows.length === 1 && rows[0]?.id === id && rows[0].needed)
    refuse('conflict', 'identity.last-factor', 'Without this factor you cannot do your duties. Add another one first.');
  const { rowCount } = await tx.query('delete from factor where id = $1 and person_id = $2', [id, personId]);
  if (rowCount === 0) factorUnknown();
  await tellPerson(tx, personId, 'factor-removed', id);
  return { id };
}

/** Refuses: identity.no-session, kernel.stronger-sign-in-needed. */
export async function renewRecoveryCodes(tx: Tx): Promise<{ codes: string[] }> {
  const { personId } = await demandProven(tx);
  const codes = await makeRecoveryCodes(tx, personId);
  await tellPerson(tx, personId, 'recovery-codes', newId());
  await audit(tx, { action: 'identity.recovery-codes-renewed', object: { type: 'person', id: personId } });
  return { codes };
}

/** Everything but the password: who recovers an account begins anew. Refuses: identity.person-unknown. */
export async function forgetFactors(tx: Tx, personId: string): Promise<{ personId: string }> {
  await tellPerson(tx, personId, 'factors-forgotten', newId());
  for (const table of ['factor', 'recovery_code', 'mail_code', 'sign_in_step'])
    await tx.query(`delete from ${table} where person_id = $1`, [personId]);
  await closeSessionsOf(tx, personId);
  return { personId };
}
