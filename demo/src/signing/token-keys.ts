// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
/** Keys of the signing service in a hardware module behind PKCS#11, by OpenSC's `pkcs11-tool`: they never leave it. */
import { execFile, execFileSync } from 'node:child_process';
import { hash, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { algorithm, type KeyStore, showing } from './keys.ts';

export interface Token {
  /** Path of the library that speaks for the module. */
  readonly library: string;
  readonly label: string;
  readonly pin: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function tokenKeyStore({ library, label, pin, env = {} }: Token): KeyStore {
  const base = ['--module', library, '--token-label', label, '--login', '--pin', pin];
  const options = { env: { ...process.env, ...env } };
  const run = (...args: string[]) => promisify(execFile)('pkcs11-tool', [...base, ...args], options);
  const certificates = new Map<string, Buffer>();
  /** Files in and out: the tool reads no pipes. */
  async function withFile<R>(content: Buffer, work: (given: string, made: string) => Promise<R>): Promise<R> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-token-'));
    try {
      writeFileSync(join(folder, 'given'), content);
      return await work(join(folder, 'given'), join(folder, 'made'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const has = (id: string) =>
    execFileSync('pkcs11-tool', [...base, '--list-objects', '--type', 'privkey', '--id', id], options).includes(id);
  const publicKeyOf = (id: string) =>
    withFile(Buffer.alloc(0), async (_, made) => {
      await run('--read-object', '--type', 'pubkey', '--id', id, '--output-file', made);
      return readFileSync(made);
    });
  return {
    credentialOf: async (userId) => {
      const id = hash('sha256', userId, 'hex').slice(0, 32);
      if (!has(id)) await run('--keypairgen', '--key-type', 'EC:prime256v1', '--id', id, '--label', id, '--usage-sign');
      if (!certificates.has(id)) {
        const spki = Uint8Array.from(await publicKeyOf(id));
        const publicKey = await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']);
        // Shown by a key of its own that is thrown away: the module signs nothing but what people ask for.
        const { privateKey } = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
        certificates.set(id, await showing(userId, { publicKey, privateKey }));
      }
      return id;
    },
    certificateOf: async (id) => certificates.get(id),
    sign: (id, digest) =>
      withFile(digest, async (given, made) => {
        await run('--sign', '--mechanism', 'ECDSA', '--id', id, '--input-file', given, '--output-file', made);
        return readFileSync(made);
      }),
  };
}
