// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from 'node:crypto';
import { audit, describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { requestTimestamp } from '@stoa/kernel/ledger';
import type { exportEvidence as operation } from '../contract/evidence.ts';
import { exchangeOf } from '../exchange.ts';
import { issueCrl } from '../revocation.ts';
import { packContainer } from '../verifier/container.ts';
import { writeSignature } from '../verifier/xades.ts';
import { evidenceFiles } from './files.ts';
import { sealOf, signFiles } from './seal.ts';

/** The time-stamping authority is asked between two transactions: it may take its time. */
export async function exportEvidence(
  module: ModuleRuntime,
  { entryId, withBodies = true, untimed = false }: InputOf<typeof operation>,
  principal: Principal,
): Promise<OutputOf<typeof operation>> {
  const { authority } = exchangeOf(module);
  const { files, messageId, seal, at } = await module.tx(principal, async (tx) => ({
    ...(await evidenceFiles(tx, authority.certificatePem, entryId, withBodies)),
    seal: await sealOf(tx, authority),
    at: tx.now,
  }));
  const { tsaUrl } = module.config;
  const stamp = tsaUrl && !untimed ? (data: Buffer) => stampOrRefuse(module, tsaUrl, data) : undefined;
  const signed = await signFiles(files, seal, at, stamp);
  // A list from after the signature: it speaks about the certificate as it was then.
  const crl = await module.tx(principal, async (tx) => {
    await audit(tx, { action: 'exchange.evidence-exported', object: { type: 'message', id: entryId } });
    return issueCrl(tx, authority);
  });
  const signature = writeSignature({
    ...signed,
    authorities: [new X509Certificate(authority.certificatePem).raw.toString('base64')],
    crls: [crl.toString('base64')],
  });
  return {
    fileName: `evidence-${messageId.replace(/[^A-Za-z0-9-]/g, '_')}.asice`,
    level: stamp ? 'B-LT' : 'B-B',
    container: Buffer.from(packContainer(files, signature, at)).toString('base64'),
  };
}

async function stampOrRefuse(module: ModuleRuntime, tsaUrl: string, data: Buffer): Promise<Buffer> {
  try {
    return await requestTimestamp(tsaUrl, data);
  } catch (error) {
    module.log.warn({ err: describeError(error) }, 'no time stamp for exported evidence');
    return refuse(
      'unavailable',
      'exchange.timestamp-away',
      'The time-stamping authority does not answer. Try again later, or ask for the evidence without a time stamp.',
      { retryAfterSeconds: 60 },
    );
  }
}
