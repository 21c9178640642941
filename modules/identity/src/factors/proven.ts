// SPDX-License-Identifier: Apache-2.0
/** Who changes their factors has given the best they have, in the portal. */
import { demandSignIn, refuse, type Tx } from '@stoa/kernel';
import type { SignInMethod } from '../contract.ts';
import { levelOf } from './methods.ts';
import { offersOf } from './offers.ts';

/** Refuses: identity.no-session, kernel.stronger-sign-in-needed. */
export async function demandProven(tx: Tx): Promise<{ personId: string; sessionId: string }> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.sessionId || principal.client)
    return refuse('conflict', 'identity.no-session', 'Sign in through the portal to do this.');
  const { id: personId, sessionId } = principal;
  const { rows } = await tx.query<{ methods: SignInMethod[] }>('select methods from session where id = $1', [
    sessionId,
  ]);
  const given = levelOf(rows[0]?.methods ?? []);
  if (given < 2 && (await offersOf(tx, personId)).length > 0)
    demandSignIn({ ...principal, assurance: given }, { level: 2 }, tx.now);
  return { personId, sessionId };
}
