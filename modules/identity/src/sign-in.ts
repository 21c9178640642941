// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import { passwordMatches } from './password.ts';

/** Wrong passwords in a row before the account waits. */
const freeAttempts = 5;
const maxLockMinutes = 60;

/**
 * The person of a login and password. An unknown login and a wrong password are answered alike.
 * Refuses: identity.sign-in-refused, identity.account-locked (after five wrong passwords, one minute doubling to an hour).
 */
export async function checkPassword(tx: Tx, login: string, password: string): Promise<string> {
  const { rows } = await tx.query<{
    person_id: string;
    password_hash: string;
    failed_attempts: number;
    locked_until: Date | null;
  }>('select person_id, password_hash, failed_attempts, locked_until from account where login = $1 for update', [
    login.trim().toLowerCase(),
  ]);
  const account = rows[0];
  if (account?.locked_until && account.locked_until > tx.now) {
    refuse('limit', 'identity.account-locked', 'Too many wrong passwords. Wait a little and try again.', {
      retryAfterSeconds: Math.ceil((account.locked_until.getTime() - tx.now.getTime()) / 1000),
    });
  }
  const good = await passwordMatches(password, account?.password_hash);
  if (good && account) {
    await tx.query('update account set failed_attempts = 0, locked_until = null where login = $1', [
      login.trim().toLowerCase(),
    ]);
    return account.person_id;
  }
  return refuse(
    'unauthenticated',
    'identity.sign-in-refused',
    'The login or the password is wrong. Check both and try again.',
  );
}

/** Counts a wrong password; in a transaction of its own, since the refused one is rolled back. */
export async function countFailure(tx: Tx, login: string): Promise<void> {
  const { rows } = await tx.query<{ failed_attempts: number }>(
    'update account set failed_attempts = failed_attempts + 1 where login = $1 returning failed_attempts',
    [login.trim().toLowerCase()],
  );
  const failures = rows[0]?.failed_attempts ?? 0;
  if (failures < freeAttempts) return;
  const minutes = Math.min(maxLockMinutes, 2 ** (failures - freeAttempts));
  await tx.query('update account set locked_until = $2 where login = $1', [
    login.trim().toLowerCase(),
    new Date(tx.now.getTime() + minutes * 60_000),
  ]);
}
