// SPDX-License-Identifier: Apache-2.0
import { audit, describeError, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { requestTimestamp } from '@stoa/kernel/ledger';
import { certificatesIn } from '@stoa/kernel/keys';
import { type Authority, currentLists, issueCrl, listMissing, stillWaiting } from '../certificates/index.ts';
import type { exportEvidence as operation } from '../contract.ts';
import { packContainer, writeSignature } from '@stoa/kernel/asic';
import { evidenceFiles } from './export-files.ts';
import { type Seal, sealOf, signFiles } from './seal.ts';

/** The time-stamping authority is asked between two transactions: it may take its time. */
export async function exportEvidence(
  module: ModuleRuntime,
  authority: Authority,
  { entryId, withBodies = true, untimed = false }: InputOf<typeof operation>,
  principal: Principal,
): Promise<OutputOf<typeof operation>> {
  const seal = (await module.tx(principal, (tx) => sealOf(tx, authority))) ?? stillWaiting();
  const { files, messageId, at } = await module.tx(principal, async (tx) => ({
    ...(await evidenceFiles(tx, authority, entryId, withBodies)),
    at: tx.now,
  }));
  const { tsaUrl } = module.config;
  const stamp = tsaUrl && !untimed ? (data: Buffer) => stampOrRefuse(module, tsaUrl, data) : undefined;
  const signed = await signFiles(files, seal, at, stamp);
  // A list from after the signature: it speaks about the certificate as it was then.
  const crls = await module.tx(principal, async (tx) => {
    await audit(tx, { action: 'exchange.evidence-exported', object: { type: 'message', id: entryId } });
    return revocationLists(tx, authority, seal);
  });
  const signature = writeSignature({
    ...signed,
    authorities: certificatesIn(authority.bundlePem).map(({ raw }) => raw.toString('base64')),
    crls: crls.map((crl) => crl.toString('base64')),
  });
  return {
    fileName: `evidence-${messageId.replace(/[^A-Za-z0-9-]/g, '_')}.asice`,
    level: stamp ? 'B-LT' : 'B-B',
    container: Buffer.from(packContainer(files, [signature], at)).toString('base64'),
  };
}

/** Of our own authority a list from now; of an external one those it last published, its own about the seal among them. */
async function revocationLists(tx: Tx, authority: Authority, { certificate }: Seal): Promise<Buffer[]> {
  if (authority.issuer) return [await issueCrl(tx, authority.issuer)];
  const lists = await currentLists(authority);
  return lists.some(({ issuer }) => certificate.checkIssued(issuer)) ? lists.map(({ der }) => der) : listMissing();
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
