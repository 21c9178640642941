// SPDX-License-Identifier: Apache-2.0
/** Proofs of possession beside an access token at this API (RFC 9449 section 7). */
import { hash } from 'node:crypto';
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { firstUse } from '../sign-in/provider-records.ts';

/** Seconds that the clocks of both sides may differ. */
const tolerance = 60;

const invalid = (): never =>
  refuse('unauthenticated', 'identity.dpop-invalid', 'The DPoP proof does not fit this request. Make a new one.', {
    challenge: 'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA"',
  });

/** @param thumbprint of the key the token is bound to. Refuses: identity.dpop-invalid. */
export async function demandProof(
  module: ModuleRuntime,
  { token, proof = '', method, url = '' }: { token: string; proof?: string; method?: string; url?: string },
  thumbprint: string,
): Promise<void> {
  const verified = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256', 'EdDSA'],
    currentDate: module.clock.now(),
  }).catch(invalid);
  const { payload, protectedHeader } = verified;
  const { htm, htu, iat, jti, ath } = payload;
  const now = module.clock.now().getTime() / 1000;
  const asked = typeof htu === 'string' && URL.canParse(htu) ? new URL(htu) : undefined;
  const fits =
    protectedHeader.jwk !== undefined &&
    (await calculateJwkThumbprint(protectedHeader.jwk)) === thumbprint &&
    htm === method &&
    asked !== undefined &&
    asked.origin + asked.pathname === url &&
    typeof iat === 'number' &&
    Math.abs(now - iat) <= tolerance &&
    typeof jti === 'string' &&
    jti.length <= 200 &&
    ath === hash('sha256', token, 'base64url');
  if (!fits) return invalid();
  const expiresAt = new Date((iat + 2 * tolerance) * 1000);
  const first = await module.tx({ kind: 'system' }, (tx) => firstUse(tx, `${thumbprint} ${jti}`, expiresAt));
  if (!first) invalid();
}
