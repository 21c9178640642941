// SPDX-License-Identifier: Apache-2.0
import { audit, isStorableText, type ModuleRuntime, refuse, passwordMatches } from '@stoa/kernel';
import { noteSignIn } from '../sessions/own.ts';
import { claimAttempt, forgetAttempts, networkOf, roughly } from './attempts.ts';

const system = { kind: 'system' } as const;

interface Account {
  person_id: string;
  password_hash: string | null;
  demo: boolean;
}

/**
 * The person of a login and password. Counted first, then compared, with no transaction open meanwhile. Unknown logins,
 * wrong passwords and accounts of a demo that is off are answered alike.
 * Refuses: identity.sign-in-refused, identity.sign-in-delayed, kernel.busy.
 * @param address network address of the browser
 */
export async function checkPassword(
  module: ModuleRuntime,
  given: { login: string; password: string; address: string; browser?: string | undefined },
): Promise<string> {
  const login = given.login.trim().toLowerCase().slice(0, 200);
  const network = networkOf(given.address);
  const readable = isStorableText(login) && isStorableText(given.password) && given.password.length <= 200;
  const account = await module.tx(system, async (tx) => {
    await claimAttempt(tx, login, network);
    if (!readable) return undefined;
    const { rows } = await tx.query<Account>('select person_id, password_hash, demo from account where login = $1', [
      login,
    ]);
    return rows[0];
  });
  const usable = account && (!account.demo || module.config.demo) ? account : undefined;
  const good = readable && (await passwordMatches(given.password, usable?.password_hash ?? undefined));
  await module.tx(system, async (tx) => {
    if (good) await forgetAttempts(tx, login, network);
    // What was typed as a login may be a password: only accounts that exist are named.
    else if (account) {
      const note = {
        succeeded: false,
        methods: ['pwd' as const],
        network: roughly(given.address),
        browser: given.browser,
      };
      await noteSignIn(tx, account.person_id, note);
      await audit(tx, { action: 'identity.sign-in-failed', object: { type: 'person', id: account.person_id } });
    }
  });
  if (good && usable) return usable.person_id;
  return refuse(
    'unauthenticated',
    'identity.sign-in-refused',
    'The login or the password is wrong. Check both and try again.',
  );
}
