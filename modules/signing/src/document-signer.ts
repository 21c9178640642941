// SPDX-License-Identifier: Apache-2.0
/** The certificate that document signatures are made with, issued by the circuit's authority. */
import { createPublicKey, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleRuntime } from '@stoa/kernel';
import { circuitAuthority } from '@stoa/kernel/keys';
import type { DocumentSigner } from '@stoa/kernel/typeset';

const keyName = 'document-signing';
const validDays = 5 * 365;
const opened = new WeakMap<ModuleRuntime, Promise<DocumentSigner>>();

/** The key is in the key store, its certificate beside it in the data folder; both are made at first use. */
export function documentSigner(module: ModuleRuntime): Promise<DocumentSigner> {
  const signer = opened.get(module) ?? open(module);
  opened.set(module, signer);
  return signer;
}

async function open(module: ModuleRuntime): Promise<DocumentSigner> {
  const { circuit } = module.config;
  const folder = join(module.dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = await circuitAuthority(module.keys, folder, circuit);
  const key = module.keys.ecKey(keyName);
  const path = join(folder, `${keyName}.crt.pem`);
  const now = module.clock.now();
  const issue = () =>
    authority.issue(
      {
        profile: 'document-signing',
        commonName: `Stoa ${circuit} document signature`,
        publicKey: createPublicKey(key),
        days: validDays,
      },
      now,
    );
  let certificatePem = await readFile(path, 'utf8').catch(() => '');
  if (!certificatePem || !authority.trusts(certificatePem, now)) {
    certificatePem = await issue();
    await writeFile(path, certificatePem);
  }
  return {
    key: await signingKey(key.export({ format: 'jwk' })),
    certificatePem,
    authorityPem: authority.certificatePem,
  };
}

const signingKey = (jwk: webcrypto.JsonWebKey): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
