// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { providerOf } from './provider.ts';
import { principalOfPerson, principalOfSession } from './sessions.ts';

/** The principal of a portal session or of an access token of the OpenID provider; undefined for anything else. */
export async function principalOfToken(module: ModuleRuntime, token: string): Promise<Principal | undefined> {
  const system = { kind: 'system' } as const;
  const session = await module.tx(system, (tx) => principalOfSession(tx, token));
  if (session) return session;
  const accessToken = await providerOf(module)
    .AccessToken.find(token)
    .catch(() => undefined);
  const personId = accessToken?.isValid ? accessToken.accountId : undefined;
  return personId ? module.tx(system, (tx) => principalOfPerson(tx, personId)) : undefined;
}
