// SPDX-License-Identifier: Apache-2.0
/**
 * Registration. The answer is the same for everybody; a job finds out what is to be said, and says it to the address. The
 * account opens when the link sent there is used.
 */
import { findAccount, openAccount } from '@stoa/identity/contract';
import { audit, isRefusal, job, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, type OutputOf, type Principal, Uuid } from '@stoa/kernel/contract';
import { emailText } from '@stoa/kernel/text';
import { Type } from 'typebox';
import type * as contract from './contract.ts';
import { demandOpen, invitationInvalid, useInvitation } from './invitations.ts';
import { idOf, linkInvalid } from './links.ts';
import type { MrzDocument } from './mrz.ts';
import * as proof from './proof.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

const system = { kind: 'system' } as const;
const validHours = 24;
export const todayOf = ({ now, module }: Pick<Tx, 'now' | 'module'>): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: module.country.timeZone }).format(now);

/** What is known of somebody who asks, until the link is used. */
interface Asking {
  /** Whether the facts are those of one person. */
  readonly proven: boolean;
  readonly personKey: string;
  readonly name: string;
  readonly email: string;
  readonly language?: 'en' | 'ru' | 'kk' | 'uk' | 'ar' | undefined;
  readonly passport?: MrzDocument;
}
type Way = 'number' | 'passport';

async function ask(tx: Tx, way: Way, facts: Asking, invitation: string | undefined): Promise<{ sent: true }> {
  const invitationId = invitation ? await useInvitation(tx, invitation) : null;
  // Whoever asks, and in whatever name: nobody's mailbox is filled.
  await proof.claimAttempt(tx, 'address', facts.email);
  const id = newId();
  const expiresAt = new Date(tx.now.getTime() + validHours * 3_600_000);
  await store.insertRegistration(tx, { id, way, facts, invitationId, expiresAt });
  await settle.enqueue(tx, { id }, { key: id });
  await audit(tx, {
    action: 'accounts.registration-asked',
    object: { type: 'registration', id },
    ...(facts.proven && way === 'number' ? { subject: facts.personKey } : {}),
    details: { way },
  });
  return { sent: true };
}

/** Refuses: accounts.number-invalid, accounts.too-many-attempts, accounts.register-away, accounts.invitation-invalid. */
export async function registerByNumber(
  module: ModuleRuntime,
  input: InputOf<typeof contract.registerByNumber>,
  principal: Principal,
): Promise<{ sent: true }> {
  const number = proof.registerNumber(module, input.number);
  const entry = await proof.guessedEntry(module, 'number', number);
  const proven = entry !== undefined && proof.fits(entry, input);
  return module.tx(principal, (tx) =>
    ask(
      tx,
      'number',
      {
        proven,
        personKey: proof.numberKey(module, number),
        name: entry ? proof.nameOfEntry(entry) : '',
        email: emailText(input.email),
        language: input.language,
      },
      input.invitation,
    ),
  );
}

/** Refuses: accounts.mrz-invalid, accounts.too-many-attempts, accounts.invitation-invalid. */
export async function registerByPassport(
  module: ModuleRuntime,
  input: InputOf<typeof contract.registerByPassport>,
  principal: Principal,
): Promise<{ sent: true }> {
  const passport = proof.passportOf(todayOf({ module, now: module.clock.now() }), input.mrz);
  const personKey = proof.passportKey(module, passport);
  await module.tx(system, (tx) => proof.claimAttempt(tx, 'number', personKey));
  const name = proof.nameOfPassport(passport);
  const email = emailText(input.email);
  return module.tx(principal, (tx) =>
    ask(tx, 'passport', { proven: true, personKey, name, email, language: input.language, passport }, input.invitation),
  );
}

const rowOf = async (tx: Tx, id: string | null): Promise<store.RegistrationRow<Asking>> =>
  (await store.openRegistration<Asking>(tx, id)) ?? linkInvalid();

/** Says to the address that the link is there, or that nothing came of it; to who has an account, that somebody tried. */
export const settle = job(
  'accounts.settle-registration',
  Type.Object({ id: Uuid }),
  async (module, { id }) => {
    const asking = await module
      .tx(system, (tx) => rowOf(tx, id))
      .catch((error: unknown) => {
        if (isRefusal(error) && error.kind === 'gone') return undefined;
        throw error;
      });
    if (!asking) return;
    const { proven, personKey, email } = asking.facts;
    const { found } = proven ? await module.call(findAccount, { personKey }) : {};
    const known = found && !found.closed;
    await module.tx(system, async (tx) => {
      if (!(await store.settleRegistration(tx, id, !proven || known === true))) return;
      if (proven && !known) await tell(tx, { key: id, matter: 'register-link', email, link: { kind: 'register', id } });
      else await tell(tx, { key: id, matter: 'register-failed', email });
      if (known) await tell(tx, { key: `${id}-known`, matter: 'somebody-registered', personKey });
    });
  },
  { tx: false },
);

/** Refuses: accounts.link-invalid. */
export async function describeRegistration(
  tx: Tx,
  token: string,
): Promise<OutputOf<typeof contract.describeRegistration>> {
  const { way, facts } = await rowOf(tx, idOf(tx.module, 'register', token));
  return { way, name: facts.name, email: facts.email };
}

/**
 * Identity decides between those who finish at once: one pseudonym has one account, and one invitation opens one. What is kept
 * here follows; where the process ended in between, the next one who presses has it written down.
 * Refuses: accounts.link-invalid, accounts.invitation-invalid, accounts.account-exists, identity.login-taken, identity.person-known, identity.password-weak.
 */
export async function completeRegistration(
  module: ModuleRuntime,
  { token, login, password }: InputOf<typeof contract.completeRegistration>,
  principal: Principal,
): Promise<{ login: string }> {
  const row = await module.tx(principal, async (tx) => {
    const found = await rowOf(tx, idOf(module, 'register', token));
    if (found.invitation_id) await demandOpen(tx, found.invitation_id);
    return found;
  });
  const { personKey, name, email, language, proven } = row.facts;
  if (!proven) return linkInvalid();
  const opened = { personKey, name, email, login, password, proofing: row.way === 'number' ? 2 : 1 };
  const once = row.invitation_id ? { once: row.invitation_id } : {};
  await module
    .call(openAccount, { ...opened, ...(language ? { language } : {}), ...once })
    .catch((error: unknown) => afterAnother(module, row, login, error, principal));
  await module.tx(principal, (tx) => writeDown(tx, row, true));
  return { login };
}

/** Somebody was first: this person in another tab or before the process ended, or another guest of the invitation. */
async function afterAnother(
  module: ModuleRuntime,
  row: store.RegistrationRow<Asking>,
  login: string,
  error: unknown,
  principal: Principal,
): Promise<never> {
  if (!isRefusal(error)) throw error;
  if (error.code === 'identity.opened-once') return invitationInvalid();
  if (error.code !== 'identity.person-known') throw error;
  const { found } = await module.call(findAccount, { personKey: row.facts.personKey });
  // Of another login it is not the account of this link.
  if (found?.login === login) await module.tx(principal, (tx) => writeDown(tx, row, false));
  return refuse('conflict', 'accounts.account-exists', 'This account is open already. Sign in, or recover it.');
}

/** @param anew by who opened the account just now, whose passport replaces one entered before */
async function writeDown(tx: Tx, { id, way, facts }: store.RegistrationRow<Asking>, anew: boolean): Promise<void> {
  const { personKey, passport } = facts;
  if (passport) await store.putPassport(tx, personKey, passport, proof.passportMark(tx.module, passport), anew);
  if (!(await store.useRegistration(tx, id)) && !anew) return;
  await audit(tx, {
    action: 'accounts.registration-completed',
    object: { type: 'registration', id },
    subject: personKey,
    details: { way, ...(anew ? {} : { afterwards: true }) },
  });
  await tell(tx, { key: `${id}-open`, matter: 'registered', personKey });
}
