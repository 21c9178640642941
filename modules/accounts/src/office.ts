// SPDX-License-Identifier: Apache-2.0
/** What officials do alone: look a person up, and say that they came with their document. Its people see each look. */
import { findAccount, type KnownAccount, setProofing } from '@stoa/identity/contract';
import { audit, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { digitsText, identifierText } from '@stoa/kernel/text';
import type * as contract from './contract.ts';
import type { PersonView } from './contract.ts';
import type { MrzDocument } from './mrz.ts';
import { asPerson } from './principals.ts';
import { numberKey } from './proof.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

export async function accountOf(module: ModuleRuntime, personId: string): Promise<KnownAccount> {
  const { found } = await module.call(findAccount, { personId });
  return found ?? refuse('missing', 'accounts.person-unknown', 'There is no such person.');
}

export function demandAnother(tx: Tx, ...people: (string | null | undefined)[]): void {
  if (people.includes(asPerson(tx).id))
    refuse('forbidden', 'accounts.for-oneself', 'This is your own account. Ask a colleague.');
}

export async function viewOf(tx: Tx, { personKey, ...account }: KnownAccount): Promise<PersonView> {
  const known = await store.passportOf<MrzDocument>(tx, personKey);
  if (!known) return account;
  const { issuer, number, birthOn } = known.facts;
  return { ...account, passport: { issuer, number, ...(birthOn ? { birthOn } : {}) } };
}

export const auditOfPerson = (tx: Tx, action: string, { personId, personKey }: KnownAccount, purpose?: string) =>
  audit(tx, {
    action,
    object: { type: 'person', id: personId },
    subject: personKey,
    ...(purpose ? { purpose } : {}),
  });

/** By an exact number of the register, otherwise by an exact login: nobody browses people. */
export async function findPerson(
  tx: Tx,
  { by, purpose }: InputOf<typeof contract.findPerson>,
): Promise<{ found?: PersonView }> {
  const { module } = tx;
  const number = digitsText(by);
  const { country } = module;
  const isNumber = /^\d{6,}$/.test(number) && country.isNumber(country.personScheme, number);
  const { found } = await module.call(
    findAccount,
    isNumber ? { personKey: numberKey(module, number) } : { login: identifierText(by) },
  );
  if (found) await auditOfPerson(tx, 'accounts.person-sought', found, purpose);
  else
    await audit(tx, {
      action: 'accounts.person-sought',
      object: { type: 'person', id: 'nobody' },
      details: { purpose },
    });
  return found ? { found: await viewOf(tx, found) } : {};
}

/** Refuses: accounts.person-unknown. */
export async function readPerson(tx: Tx, personId: string): Promise<PersonView> {
  const found = await accountOf(tx.module, personId);
  await auditOfPerson(tx, 'accounts.person-read', found);
  return viewOf(tx, found);
}

/** Refuses: accounts.person-unknown, accounts.for-oneself, accounts.proofing-not-higher. */
export async function raiseProofing(
  tx: Tx,
  { personId, proofing, document }: InputOf<typeof contract.raiseProofing>,
): Promise<{ proofing: number }> {
  demandAnother(tx, personId);
  const found = await accountOf(tx.module, personId);
  if (found.closed || found.proofing >= proofing)
    refuse('conflict', 'accounts.proofing-not-higher', 'It is known as well already who this person is.');
  await tx.module.call(setProofing, { personId, proofing });
  await audit(tx, {
    action: 'accounts.proofing-raised',
    object: { type: 'person', id: personId },
    subject: found.personKey,
    details: { proofing, document },
  });
  await tell(tx, {
    key: `proofing-${personId}-${proofing}-${tx.now.getTime()}`,
    matter: 'proofing-raised',
    personKey: found.personKey,
  });
  return { proofing };
}
