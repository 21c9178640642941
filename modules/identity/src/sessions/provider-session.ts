// SPDX-License-Identifier: Apache-2.0
/** The provider's session and ours are one: it is known here from the moment somebody signs in, and lives no longer. */
import type { Tx } from '@stoa/kernel';
import type { AdapterPayload } from 'oidc-provider';
import { methodsOf } from '../factors/methods.ts';
import { findSession, keepSession } from './sessions.ts';

export async function keepProviderSession(tx: Tx, { uid, accountId, amr, loginTs }: AdapterPayload): Promise<void> {
  if (uid && accountId) await keepSession(tx, uid, accountId, methodsOf(amr), new Date((loginTs ?? 0) * 1000));
}

/** Somebody's session whose record here ended is over; one in which nobody signed in yet may go on. */
export const providerSessionLives = async (tx: Tx, { uid, accountId }: AdapterPayload): Promise<boolean> =>
  !accountId || (uid !== undefined && (await findSession(tx, { uid })) !== undefined);
