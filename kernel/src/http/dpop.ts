// SPDX-License-Identifier: Apache-2.0
/** Proofs of possession beside an access token (RFC 9449 section 7): whether one fits; that it is used once, who asks sees to. */
import { hash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

/** Seconds that the clocks of both sides may differ. */
const tolerance = 60;

export interface DpopRequest {
  readonly token: string;
  readonly proof?: string | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/**
 * @param thumbprint of the key the token is bound to
 * @returns what names the proof, and until when it could be used again; undefined for one that does not fit the request
 */
export async function fittingProof(
  { token, proof = '', method, url = '' }: DpopRequest,
  thumbprint: string,
  at: Date,
): Promise<{ id: string; until: Date } | undefined> {
  const verified = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256', 'EdDSA'],
    currentDate: at,
  }).catch(() => undefined);
  if (!verified?.protectedHeader.jwk) return undefined;
  const { htm, htu, iat, jti, ath } = verified.payload;
  const asked = typeof htu === 'string' && URL.canParse(htu) ? new URL(htu) : undefined;
  const fits =
    (await calculateJwkThumbprint(verified.protectedHeader.jwk)) === thumbprint &&
    htm === method &&
    asked !== undefined &&
    asked.origin + asked.pathname === url &&
    typeof iat === 'number' &&
    Math.abs(at.getTime() / 1000 - iat) <= tolerance &&
    typeof jti === 'string' &&
    jti.length <= 200 &&
    ath === hash('sha256', token, 'base64url');
  return fits ? { id: `${thumbprint} ${jti}`, until: new Date((iat + 2 * tolerance) * 1000) } : undefined;
}
