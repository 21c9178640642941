// SPDX-License-Identifier: Apache-2.0
/** Codes that people type: of an app, of a list kept for a lost device, and sent by mail. Each is taken once. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { emit, type ModuleRuntime, newId, openRow, refuse, type Tx } from '@stoa/kernel';
import { base32, totpCode, totpStep, totpSteps } from '@stoa/kernel/totp';
import type { OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { codeOffered } from '../contract.ts';
import { totpOf } from './offers.ts';

const minutesGood = 10;
const triesEach = 5;
const mailsAnHour = 6;

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The row that is locked keeps the step: of two tabs with the same code one is refused. */
export async function takeTotp(tx: Tx, personId: string, code: string): Promise<boolean> {
  for (const row of await totpOf(tx, personId, 'for update')) {
    const secret = openRow(tx, 'factor', row.id, row).secret ?? '';
    const step = totpSteps(tx.now, row.last_step).find((one) => same(totpCode(secret, one), code));
    if (step === undefined) continue;
    await tx.query('update factor set last_step = $2, last_used_at = $3 where id = $1', [row.id, step, tx.now]);
    return true;
  }
  return false;
}

/** For people of the demo, who have no app: the next code that will be taken. */
export async function demoCode(tx: Tx, personId: string): Promise<string | undefined> {
  const [row] = await totpOf(tx, personId);
  if (!row) return undefined;
  const step = totpSteps(tx.now, row.last_step).find((one) => one >= totpStep(tx.now));
  return step === undefined ? undefined : totpCode(openRow(tx, 'factor', row.id, row).secret ?? '', step);
}

const recoveryHash = ({ keys }: ModuleRuntime, code: string): Buffer =>
  createHmac('sha256', keys.secretKey('identity-recovery-codes')).update(code.toUpperCase()).digest();

/** Ten new ones; those before are good no more. They are told this once and kept as hashes. */
export async function makeRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  const codes = Array.from({ length: 10 }, () => base32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-'));
  await tx.query('delete from recovery_code where person_id = $1', [personId]);
  await tx.query('insert into recovery_code (person_id, code_hash) select $1, unnest($2::bytea[])', [
    personId,
    codes.map((code) => recoveryHash(tx.module, code.replaceAll('-', ''))),
  ]);
  return codes;
}

export async function takeRecoveryCode(tx: Tx, personId: string, code: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update recovery_code set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null',
    [personId, recoveryHash(tx.module, code), tx.now],
  );
  return rowCount === 1;
}

const mailCode = ({ keys }: ModuleRuntime, id: string): string => {
  const mac = createHmac('sha256', keys.secretKey('identity-mail-codes')).update(id).digest();
  return String(mac.readUInt32BE() % 1_000_000).padStart(6, '0');
};

/** Refuses: identity.codes-too-many. */
export async function sendMailCode(tx: Tx, uidHash: Buffer, personId: string): Promise<void> {
  await tx.query('select 1 from person where id = $1 for update', [personId]);
  const { rows } = await tx.query<{ sent: number }>(
    'select count(*)::int as sent from mail_code where person_id = $1 and created_at > $2',
    [personId, new Date(tx.now.getTime() - 3_600_000)],
  );
  if ((rows[0]?.sent ?? 0) >= mailsAnHour)
    refuse('limit', 'identity.codes-too-many', 'Enough codes were sent. Wait an hour, or use another way.');
  const id = newId();
  await tx.query('insert into mail_code (id, uid_hash, person_id, created_at) values ($1, $2, $3, $4)', [
    id,
    uidHash,
    personId,
    tx.now,
  ]);
  await emit(tx, codeOffered, { codeId: id });
}

const goodSince = (tx: Tx) => new Date(tx.now.getTime() - minutesGood * 60_000);

/** Of the codes of this sign-in the last one counts; it is counted before it is compared. */
export async function takeMailCode(tx: Tx, uidHash: Buffer, personId: string, code: string): Promise<boolean> {
  const { rows } = await tx.query<{ id: string; tries: number }>(
    `update mail_code set tries = tries + 1 where id = (select id from mail_code where uid_hash = $1 and person_id = $2
       order by id desc limit 1) and used_at is null and created_at > $3 and tries < ${triesEach} returning id`,
    [uidHash, personId, goodSince(tx)],
  );
  const id = rows[0]?.id;
  if (!id || !same(mailCode(tx.module, id), code)) return false;
  await tx.query('update mail_code set used_at = $2 where id = $1', [id, tx.now]);
  return true;
}

/** For people of the demo: what the last mail of this sign-in says. */
export async function waitingMailCode(tx: Tx, uidHash: Buffer, personId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from mail_code where uid_hash = $1 and person_id = $2 and used_at is null order by id desc limit 1',
    [uidHash, personId],
  );
  return rows[0] && mailCode(tx.module, rows[0].id);
}

/** Refuses: identity.code-gone. */
export async function revealCode(tx: Tx, id: string): Promise<OutputOf<typeof contract.revealCode>> {
  const { rows } = await tx.query<{ email: string | null }>(
    `select p.email from mail_code c join person p on p.id = c.person_id where c.id = $1 and c.used_at is null and c.created_at > $2`,
    [id, goodSince(tx)],
  );
  const row = rows[0] ?? refuse('gone', 'identity.code-gone', 'This code was used or has expired.');
  return { code: mailCode(tx.module, id), ...(row.email ? { to: row.email } : {}) };
}
