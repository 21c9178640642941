// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type { resolveToken } from '../contract.ts';
import { apiAudience, providerOf } from '../sign-in/provider.ts';
import { principalOfSoftware } from '../sign-in/software.ts';
import { demandProof } from './dpop.ts';
import { findSession, principalOfSession } from './sessions.ts';

type Presented = InputOf<typeof resolveToken>;

/** The principal of a portal session or of an access token; undefined for what is unknown, over or revoked. */
export async function principalOfToken(module: ModuleRuntime, presented: Presented): Promise<Principal | undefined> {
  if (presented.kind === 'access-token') return principalOfAccessToken(module, presented);
  return module.tx({ kind: 'system' }, async (tx) => {
    const session = await findSession(tx, { token: presented.token });
    return session && principalOfSession(tx, session);
  });
}

/**
 * A token opens this API only when it was asked for it (RFC 8707) and only within its scopes; bound to a key it comes with
 * its proof (RFC 9449 section 7). It lives no longer than the session and the grant it was made in, or than the power of the
 * software that it was made for.
 * Refuses: identity.token-not-for-here, identity.dpop-invalid.
 */
async function principalOfAccessToken(module: ModuleRuntime, presented: Presented): Promise<Principal | undefined> {
  const provider = providerOf(module);
  const ofPerson = await provider.AccessToken.find(presented.token).catch(() => undefined);
  const token = ofPerson ?? (await provider.ClientCredentials.find(presented.token).catch(() => undefined));
  if (!token?.isValid || !token.clientId) return undefined;
  if (ofPerson && !(ofPerson.grantId && (await provider.Grant.find(ofPerson.grantId)))) return undefined;
  if ((token.jkt === undefined) === (presented.scheme === 'DPoP')) return undefined;
  if (![token.aud].flat().includes(apiAudience(module)))
    refuse(
      'forbidden',
      'identity.token-not-for-here',
      `This access token is not for this interface. Ask for one with the resource ${apiAudience(module)}.`,
      { challenge: 'Bearer error="insufficient_scope"' },
    );
  if (token.jkt !== undefined) await demandProof(module, presented, token.jkt);
  const { clientId } = token;
  return module.tx({ kind: 'system' }, async (tx) => {
    if (!ofPerson) return principalOfSoftware(tx, clientId);
    const session = ofPerson.sessionUid && (await findSession(tx, { uid: ofPerson.sessionUid }));
    if (!session || session.person_id !== ofPerson.accountId) return undefined;
    const person = await principalOfSession(tx, { ...session, acting_for: null });
    return person && { ...person, client: { id: clientId, scopes: [...ofPerson.scopes] } };
  });
}
