// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Flow } from './flow.ts';
import { portalClientId, portalSecret, providerOf } from './provider.ts';

const expired = (): never =>
  refuse('unauthenticated', 'identity.code-refused', 'The sign-in has expired. Please sign in again.');

/** The provider's JSON. Refuses `kernel.module-away` where it does not answer in time: whoever signs in tries again. */
export const askProvider = (url: string, init: RequestInit = {}): Promise<{ ok: boolean; body: unknown }> =>
  fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
    .then(async (response) => ({ ok: response.ok, body: (await response.json()) as unknown }))
    .catch(() => refuse('unavailable', 'kernel.module-away', 'Signing in takes too long. Please try again.'));

/**
 * Exchanges the code at the token endpoint and checks the ID token (OpenID Connect Core section 3.1.3.7).
 * Refuses: identity.code-refused, kernel.module-away.
 * @returns the person, and the uid of the provider's session that the code was made in
 */
export async function redeemCode(
  module: ModuleRuntime,
  code: string,
  flow: Flow,
): Promise<{ personId: string; uid: string }> {
  const issuer = `${module.publicUrl}/oidc`;
  const stored = await providerOf(module).AuthorizationCode.find(code);
  const uid = stored?.sessionUid ?? expired();
  const credentials = Buffer.from(`${portalClientId}:${encodeURIComponent(portalSecret(module))}`).toString('base64');
  const { ok, body } = await askProvider(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${module.publicUrl}/sign-in/callback`,
      code_verifier: flow.verifier,
    }),
  });
  const answer = body as { id_token?: string };
  if (!ok || !answer.id_token) return expired();
  const keys = createLocalJWKSet((await askProvider(`${issuer}/jwks`)).body as Parameters<typeof createLocalJWKSet>[0]);
  const { payload } = await jwtVerify(answer.id_token, keys, {
    issuer,
    audience: portalClientId,
    algorithms: ['ES256'],
  });
  if (payload.nonce !== flow.nonce || !payload.sub) return expired();
  return { personId: payload.sub, uid };
}
