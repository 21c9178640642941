// SPDX-License-Identifier: Apache-2.0
/**
 * Ways back. A lost password takes the address known and facts of the register; everything lost takes the facts first, then a
 * day in which a sign-in ends it, then the address. At a front office two officials decide. Nobody talks anybody out of it.
 */
import { findAccount, forgetFactors, type KnownAccount, replacePassword } from '@stoa/identity/contract';
import { audit, isRefusal, job, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, type OutputOf, type Principal, Uuid } from '@stoa/kernel/contract';
import { identifierText } from '@stoa/kernel/text';
import { Type } from 'typebox';
import type * as contract from './contract.ts';
import { idOf, linkInvalid } from './links.ts';
import * as proof from './proof.ts';
import { todayOf } from './registering.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

const system = { kind: 'system' } as const;
const waitsHours = 24;
const validHours = 24;
const takenSeconds = 30;
type Proof = Pick<InputOf<typeof contract.recoverEverything>, keyof proof.SaidFacts | 'mrz'>;

const hoursAfter = (at: Date, hours: number) => new Date(at.getTime() + hours * 3_600_000);

/** Whose facts these are, proven; undefined for nobody's. Refuses: accounts.proof-missing and what a register refuses. */
async function provenKey(
  module: ModuleRuntime,
  given: Proof,
): Promise<{ personKey: string | undefined; tried: string }> {
  if (given.mrz) {
    const passport = proof.passportOf(todayOf({ module, now: module.clock.now() }), given.mrz);
    const personKey = proof.passportKey(module, passport);
    await module.tx(system, (tx) => proof.claimAttempt(tx, 'recovery', personKey));
    const known = await module.tx(system, (tx) => store.passportOf(tx, personKey));
    const same = known?.mark === proof.passportMark(module, passport);
    return { personKey: same ? personKey : undefined, tried: personKey };
  }
  const { number: typed, familyName, birthOn, documentNumber } = given;
  if (!typed || !familyName || !birthOn || !documentNumber)
    return refuse(
      'invalid',
      'accounts.proof-missing',
      'Give all facts of the register, or the lines of your passport.',
    );
  const number = proof.registerNumber(module, typed);
  const entry = await proof.guessedEntry(module, 'recovery', number);
  const said = { number, familyName, birthOn, documentNumber };
  const personKey = proof.numberKey(module, number);
  return { personKey: entry && proof.fits(entry, said) ? personKey : undefined, tried: personKey };
}

/** Puts a way back on its way; one at a time for each person, the last is good. */
export async function begin(
  tx: Tx,
  { personId, personKey, email }: Pick<KnownAccount, 'personId' | 'personKey' | 'email'>,
  kind: store.RecoveryKind,
): Promise<string> {
  const id = newId();
  const readyAt = kind === 'everything' ? hoursAfter(tx.now, waitsHours) : tx.now;
  await store.putRecovery(tx, { id, personId, kind, readyAt, expiresAt: hoursAfter(readyAt, validHours) });
  if (kind === 'everything') {
    await tell(tx, { key: id, matter: 'recovery-waits', personKey });
    await sendWhenReady.enqueue(tx, { id }, { key: id, runAt: readyAt });
  } else await tell(tx, { key: id, matter: 'recover-link', personKey, email, link: { kind: 'recover', id } });
  return id;
}

interface Wanted {
  readonly kind: 'password' | 'everything';
  readonly login?: string | undefined;
  readonly personKey?: string | undefined;
}

/** What follows is done by a job: an answer takes the same time for everybody. */
export const settle = job(
  'accounts.settle-recovery',
  Type.Object({
    kind: Type.Union([Type.Literal('password'), Type.Literal('everything')]),
    login: Type.Optional(Type.String()),
    personKey: Type.Optional(Type.String()),
  }),
  async (module, { kind, ...by }) => {
    const { found } = await module.call(findAccount, by);
    if (!found || found.closed || !found.email) return;
    await module.tx(system, (tx) => begin(tx, found, kind));
  },
  { tx: false },
);

async function ask(tx: Tx, { kind, login, personKey }: Wanted): Promise<{ sent: true }> {
  const id = newId();
  if (login || personKey)
    await settle.enqueue(tx, { kind, ...(login ? { login } : {}), ...(personKey ? { personKey } : {}) }, { key: id });
  await audit(tx, {
    action: 'accounts.recovery-asked',
    object: { type: 'recovery', id },
    ...(personKey ? { subject: personKey } : {}),
    details: { kind },
  });
  return { sent: true };
}

/** Refuses: accounts.too-many-attempts. */
export async function recoverPassword(
  tx: Tx,
  { login: typed }: InputOf<typeof contract.recoverPassword>,
): Promise<{ sent: true }> {
  const login = identifierText(typed).toLowerCase();
  await proof.claimAttempt(tx, 'login', login);
  return ask(tx, { kind: 'password', login });
}

/** Refuses: accounts.number-invalid, accounts.register-away, accounts.too-many-attempts, accounts.mrz-invalid, accounts.proof-missing. */
export async function recoverEverything(
  module: ModuleRuntime,
  input: InputOf<typeof contract.recoverEverything>,
  principal: Principal,
): Promise<{ sent: true }> {
  const { personKey } = await provenKey(module, input);
  return module.tx(principal, (tx) => ask(tx, { kind: 'everything', personKey }));
}

const rowOf = async (tx: Tx, id: string | null): Promise<store.RecoveryRow> =>
  (await store.readyRecovery(tx, id)) ?? linkInvalid();

/** Who signed in meanwhile has lost nothing: the way back is closed. */
const isStopped = (row: store.RecoveryRow, { signedInAt }: KnownAccount): boolean =>
  row.kind === 'everything' && signedInAt !== undefined && new Date(signedInAt) > row.created_at;

/** After the day of waiting the link goes to the address, unless somebody signed in. */
export const sendWhenReady = job(
  'accounts.send-recovery',
  Type.Object({ id: Uuid }),
  async (module, { id }) => {
    const row = await module.tx(system, (tx) => rowOf(tx, id)).catch(() => undefined);
    if (!row) return;
    const { found } = await module.call(findAccount, { personId: row.person_id });
    await module.tx(system, async (tx) => {
      if (!found || found.closed || isStopped(row, found)) await store.useRecovery(tx, id);
      else
        await tell(tx, {
          key: `${id}-ready`,
          matter: 'recover-link',
          personKey: found.personKey,
          link: { kind: 'recover', id },
        });
    });
  },
  { tx: false },
);

/** Refuses: accounts.link-invalid. */
export async function describeRecovery(tx: Tx, token: string): Promise<OutputOf<typeof contract.describeRecovery>> {
  const { kind } = await rowOf(tx, idOf(tx.module, 'recover', token));
  return { kind };
}

/** Refuses: accounts.link-invalid, accounts.proof-wrong, identity.password-weak, and what a proof refuses. */
export async function finishRecovery(
  module: ModuleRuntime,
  { token, password, ...given }: InputOf<typeof contract.finishRecovery>,
  principal: Principal,
): Promise<{ login: string }> {
  const row = await module.tx(principal, (tx) => rowOf(tx, idOf(module, 'recover', token)));
  const { found } = await module.call(findAccount, { personId: row.person_id });
  if (!found || found.closed || isStopped(row, found)) return linkInvalid();
  if (row.kind === 'password') {
    const { personKey } = await provenKey(module, given);
    if (personKey !== found.personKey)
      refuse('forbidden', 'accounts.proof-wrong', 'These facts are not those of the person of this account.');
  }
  await module.tx(principal, async (tx) => (await store.takeRecovery(tx, row.id, takenSeconds)) || linkInvalid());
  // Whoever lost everything has no second factor left to sign in with.
  if (row.kind !== 'password') await module.call(forgetFactors, { personId: row.person_id });
  const { login } = await module
    .call(replacePassword, { personId: row.person_id, password })
    .catch(async (error: unknown) => {
      // A password that is too weak is mended at once.
      if (isRefusal(error)) await module.tx(principal, (tx) => store.leaveRecovery(tx, row.id));
      throw error;
    });
  await module.tx(principal, async (tx) => {
    if (!(await store.useRecovery(tx, row.id))) linkInvalid();
    await audit(tx, {
      action: 'accounts.recovery-finished',
      object: { type: 'recovery', id: row.id },
      subject: found.personKey,
      details: { kind: row.kind },
    });
    await tell(tx, { key: `${row.id}-done`, matter: 'password-replaced', personKey: found.personKey });
  });
  return { login };
}

export const dropOldRecoveries = (tx: Tx) => store.dropRecoveries(tx, hoursAfter(tx.now, -30 * 24));
