// SPDX-License-Identifier: Apache-2.0
/** Keys for installations that are kept to be upgraded in tests: everybody can make them, so none of them is a secret. */
import { createECDH, createHmac, createPrivateKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bytesFor = (file: string) => createHmac('sha256', 'a kept release of Stoa').update(file).digest();

/** PKCS #8, of the P-256 key whose private number these bytes are. */
function p256(bytes: Buffer): string {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(bytes);
  const point = pair.getPublicKey();
  const [x, y, d] = [point.subarray(1, 33), point.subarray(33), bytes].map((part) => part.toString('base64url'));
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** PKCS #8 of an Ed25519 key (RFC 8410) is these bytes before its 32 private ones. */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const ed25519 = (bytes: Buffer): string =>
  createPrivateKey({ key: Buffer.concat([ed25519Prefix, bytes]), format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();

/** Files of a data folder's `keys` that the release made. */
export const keyFiles = [
  ...['card-digest', 'card-vault', 'database-roles', 'ledger-seal', 'message-bodies', 'oidc-cookies'],
  ...['oidc-portal-client', 'person-key', 'sign-in-flow', 'survey-token', 'survey-token-index'],
]
  .map((name) => `${name}.secret`)
  .concat(['ca', 'document-signing', 'hub-signing', 'hub-tls', 'oidc-signing'].map((name) => `${name}.p256.pem`))
  .concat('ledger.ed25519.pem');

function keyIn(file: string): Buffer | string {
  if (file.endsWith('.secret')) return bytesFor(file);
  return file.endsWith('.ed25519.pem') ? ed25519(bytesFor(file)) : p256(bytesFor(file));
}

/** Makes the folder before its first start, or again for its database. */
export function writeKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of keyFiles) writeFileSync(join(folder, file), keyIn(file), { mode: 0o600 });
}

if (process.argv[1]?.endsWith('releases/keys.ts')) writeKeys(process.argv[2] ?? '');
