// SPDX-License-Identifier: Apache-2.0
import { hash, type KeyObject } from 'node:crypto';

/** A private key on P-256 as a JWK (RFC 7517), with an id that is the same wherever it is loaded. */
export function signingJwk(key: KeyObject): object {
  const jwk = key.export({ format: 'jwk' });
  const kid = hash('sha256', JSON.stringify([jwk.crv, jwk.x, jwk.y]), 'base64url').slice(0, 16);
  return { ...jwk, kid, use: 'sig', alg: 'ES256' };
}
