// SPDX-License-Identifier: Apache-2.0
/** Algorithms of RFC 9421 section 3.3 that this exchange takes, and which key each of them goes with. */
import { constants, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { hmacSha256 } from '@stoa/kernel/hashing';

export type Algorithm = 'ed25519' | 'ecdsa-p256-sha256' | 'rsa-pss-sha512' | 'hmac-sha256';

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };

/** The algorithm a key signs with; undefined when the exchange takes no such key. */
export function algorithmOf(key: KeyObject): Algorithm | undefined {
  if (key.type === 'secret') return 'hmac-sha256';
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ecdsa-p256-sha256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'rsa-pss-sha512';
  return undefined;
}

export function signWith(key: KeyObject, data: Buffer): Buffer {
  switch (algorithmOf(key)) {
    case 'hmac-sha256':
      return hmacSha256(key, data);
    case 'ed25519':
      return sign(null, data, key);
    case 'ecdsa-p256-sha256':
      return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
    case 'rsa-pss-sha512':
      return sign('sha512', data, { key, ...pss });
    default:
      throw new Error('no signing key of this exchange');
  }
}

/** Whether the signature holds; a key is never used with another algorithm than its own. */
export function holdsWith(key: KeyObject, algorithm: Algorithm, data: Buffer, signature: Buffer): boolean {
  if (algorithmOf(key) !== algorithm) return false;
  switch (algorithm) {
    case 'hmac-sha256': {
      const expected = hmacSha256(key, data);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    }
    case 'ed25519':
      return verify(null, data, key, signature);
    case 'ecdsa-p256-sha256':
      return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'rsa-pss-sha512':
      return verify('sha512', data, { key, ...pss }, signature);
  }
}
