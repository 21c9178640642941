// SPDX-License-Identifier: Apache-2.0
/** An exchange that cheats: it has its own seal, and puts it under what it changed. */
import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { circuitAuthority, fileKeys } from '@stoa/kernel/keys';
import { expect } from 'vitest';
import { signFiles } from '../src/evidence/seal.ts';
import { verifyEvidence } from '../src/verifier/index.ts';
import { openContainer, packContainer, readSignature, type Signature, writeSignature } from '@stoa/kernel/asic';
import { badOnes, startEvidenceWorld } from './evidence-world.ts';

const { exchangeOnce, exported, seal, ...world } = await startEvidenceWorld();
export const { b, anchor, authority } = world;
const [one, other] = [await exchangeOnce(), await exchangeOnce()];
await seal();
export const read = (bytes: Uint8Array) => {
  const container = openContainer(bytes) ?? expect.fail('no container');
  return {
    container,
    signature: readSignature([...container.signatures.values()][0] ?? '') ?? expect.fail('no signature'),
  };
};
export const good = read((await exported(one.entryId)).bytes);
export const foreign = read((await exported(other.entryId)).bytes).container;
const sealKey = b.module.keys.ecKey('exchange-seal');
export const sealCertificate = new X509Certificate(Buffer.from(good.signature.certificate, 'base64'));
export const now = b.clock.now();
export type Files = Map<string, Uint8Array>;

export const dayMs = 86_400_000;

const own = { key: sealKey, certificate: sealCertificate };

/** Files under a seal that holds; `rest` replaces what the seal does not sign. */
export async function sealedReport(files: Files, rest: Partial<Signature> = {}, as = own) {
  const list = [...files].map(([name, content]) => ({ name, mimeType: 'text/plain', content }));
  const { authorities, crls } = good.signature;
  const signature = { ...(await signFiles(list, as, now)), authorities, crls, ...rest };
  return verifyEvidence(packContainer(list, [writeSignature(signature)], now), [anchor]);
}

/** What is wrong with the good container after a change under a seal that holds. */
export async function resealed(change: (files: Files) => void, rest: Partial<Signature> = {}, as = own) {
  const files: Files = new Map(good.container.files);
  change(files);
  return badOnes(await sealedReport(files, rest, as));
}
export const edit = (files: Files, name: string, change: (text: string) => string) => {
  const before = Buffer.from(files.get(name) ?? '').toString();
  expect(change(before)).not.toBe(before);
  files.set(name, Buffer.from(change(before)));
};

const elsewhereFolder = mkdtempSync(join(tmpdir(), 'stoa-ca-'));
/** Another authority that bears the same name. */
export const elsewhere = await circuitAuthority(fileKeys(elsewhereFolder), elsewhereFolder, b.module.config.circuit);
