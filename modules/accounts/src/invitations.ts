// SPDX-License-Identifier: Apache-2.0
/** Officials invite people to register; who opens the invitation registers in one of the ways. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { emailText } from '@stoa/kernel/text';
import type * as contract from './contract.ts';
import { idOf } from './links.ts';
import { asPerson } from './principals.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

const validDays = 14;

export async function invite(tx: Tx, { email }: InputOf<typeof contract.invite>): Promise<{ id: string }> {
  const by = asPerson(tx);
  const id = newId();
  const facts = { email: emailText(email), name: by.name };
  await store.insertInvitation(tx, id, by.id, facts, new Date(tx.now.getTime() + validDays * 86_400_000));
  await tell(tx, { key: id, matter: 'invitation', email: facts.email, link: { kind: 'invitation', id } });
  return { id };
}

export const invitationInvalid = (): never =>
  refuse('gone', 'accounts.invitation-invalid', 'This invitation was used already or has expired. Ask for a new one.');

/** Refuses: accounts.invitation-invalid. */
export const demandOpen = async (tx: Tx, id: string | null): Promise<store.InvitationRow> =>
  (await store.openInvitation(tx, id)) ?? invitationInvalid();

const rowOf = (tx: Tx, token: string) => demandOpen(tx, idOf(tx.module, 'invitation', token));

/** Refuses: accounts.invitation-invalid. */
export async function describeInvitation(tx: Tx, token: string): Promise<OutputOf<typeof contract.describeInvitation>> {
  const { facts, expires_at: expiresAt } = await rowOf(tx, token);
  return { email: facts.email, invitedBy: facts.name, expiresAt: expiresAt.toISOString() };
}

/** Refuses: accounts.invitation-invalid. */
export async function useInvitation(tx: Tx, token: string): Promise<string> {
  return (await rowOf(tx, token)).id;
}
