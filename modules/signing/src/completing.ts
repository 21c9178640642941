// SPDX-License-Identifier: Apache-2.0
/** B-T becomes B-LT: the signature carries its chain and what the authority said of its certificate after the stamp. */
import { X509Certificate } from 'node:crypto';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { readSignature, writeSignature } from '@stoa/kernel/asic';
import { ocspRequest } from '@stoa/kernel/keys';
import { authorityOf } from './authority.ts';
import { certificatesWhere, incomplete, type SignatureRow } from './queries.ts';
import { ocspAnswer } from './revocation.ts';
import { setSigned } from './store.ts';

const atOnce = 50;
/** The answer must be from after the stamp, whose clock is another one. */
const afterMs = 5000;

export const completeSignatures = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    for (const row of await incomplete(tx, new Date(tx.now.getTime() - afterMs), atOnce)) await complete(tx, row);
  });

async function complete(tx: Tx, row: SignatureRow): Promise<void> {
  const signature = readSignature(row.xml ?? '');
  const [certificate] = await certificatesWhere(tx, 'id = $1', [row.certificateId]);
  if (!signature || !certificate) throw new Error('what was written can be read');
  const issuer = new X509Certificate((await authorityOf(tx.module)).certificatePem);
  const answer = await ocspAnswer(tx, await ocspRequest(new X509Certificate(certificate.pem), issuer));
  const whole = {
    ...signature,
    authorities: [issuer.raw.toString('base64')],
    ocsps: [answer.toString('base64')],
  };
  await setSigned(tx, row.id, writeSignature(whole), 'B-LT');
}
