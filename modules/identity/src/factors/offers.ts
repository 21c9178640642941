// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { SignInMethod } from '../contract.ts';

const active = 'confirmed_at is not null and suspended_at is null';

/** What a person can give beside a password. Mail stands in only where there is nothing better. */
export async function offersOf(tx: Tx, personId: string): Promise<SignInMethod[]> {
  const { rows } = await tx.query<{ kinds: string[]; recovery: boolean; mail: boolean }>(
    `select array(select distinct kind from factor where person_id = p.id and ${active}) as kinds, p.email is not null as mail,
       exists (select 1 from recovery_code where person_id = p.id and used_at is null) as recovery
     from person p where p.id = $1`,
    [personId],
  );
  const { kinds = [], recovery, mail } = rows[0] ?? {};
  if (kinds.length === 0) return mail ? ['mail'] : [];
  return [
    ...(kinds.includes('passkey') ? ['pop' as const] : []),
    ...(kinds.includes('totp') ? ['otp' as const] : []),
    ...(recovery ? ['recovery' as const] : []),
  ];
}

export interface PasskeyRow {
  readonly id: string;
  readonly person_id: string;
  readonly credential_id: string;
  readonly public_key: Buffer;
  readonly counter: number;
  readonly suspended_at: Date | null;
}

/** Locked: of two answers at once the second sees the counter of the first. */
export async function lockPasskey(tx: Tx, credentialId: string): Promise<PasskeyRow | undefined> {
  const { rows } = await tx.query<PasskeyRow>(
    'select id, person_id, credential_id, public_key, counter, suspended_at from factor where credential_id = $1 for update',
    [credentialId],
  );
  return rows[0];
}

export async function passkeysOf(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select credential_id as id from factor where person_id = $1 and credential_id is not null',
    [personId],
  );
  return rows.map(({ id }) => id);
}

export interface TotpRow {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
  readonly sealed: string | null;
  readonly last_step: number | null;
}

export async function totpOf(tx: Tx, personId: string, lock: 'for update' | '' = ''): Promise<TotpRow[]> {
  const { rows } = await tx.query<TotpRow>(
    `select id, name, secret, sealed, last_step from factor where person_id = $1 and kind = 'totp' and ${active} order by id ${lock}`,
    [personId],
  );
  return rows;
}
