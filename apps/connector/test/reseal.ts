// SPDX-License-Identifier: Apache-2.0
/** What a cheating exchange could do: change a container and put its own seal under it again. */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import { signFiles } from '../../../modules/exchange/src/evidence/seal.ts';
import { openContainer, packContainer, readSignature, type Signature, writeSignature } from '@stoa/kernel/asic';

/** @param rest replaces what the seal does not sign */
export async function reseal(
  key: KeyObject,
  bytes: Buffer,
  change: (files: Map<string, Uint8Array>) => void,
  rest: Partial<Pick<Signature, 'authorities' | 'crls'>> = {},
): Promise<Buffer> {
  const container = openContainer(bytes) ?? expect.fail('no container');
  const signature = readSignature([...container.signatures.values()][0] ?? '') ?? expect.fail('no signature');
  const files = new Map(container.files);
  change(files);
  const list = [...files].map(([name, content]) => ({ name, mimeType: 'text/plain', content }));
  const certificate = new X509Certificate(Buffer.from(signature.certificate, 'base64'));
  const at = new Date(signature.signingTime);
  const { authorities, crls } = signature;
  const signed = { ...(await signFiles(list, { key, certificate }, at)), authorities, crls, ...rest };
  return Buffer.from(packContainer(list, [writeSignature(signed)], at));
}
