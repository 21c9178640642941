// SPDX-License-Identifier: Apache-2.0
/** What an external authority is asked, and whether it has answered. */
import { refuse, type Tx } from '@stoa/kernel';
import type { CertificateRequest } from '../contract.ts';
import { placeRequest } from './store.ts';

export interface RequestRow {
  id: string;
  subsystem_id: string | null;
  profile: CertificateRequest['profile'];
  common_name: string;
  hosts: string;
  request: string;
  renewed_from: string | null;
  requested_at: Date;
  state: CertificateRequest['state'];
  reason: string | null;
  chain: string | null;
  valid_until: Date | null;
}

export interface WantedFromOutside {
  readonly subsystemId: string | undefined;
  readonly profile: CertificateRequest['profile'];
  readonly commonName: string;
  readonly hosts?: readonly string[];
  readonly publicKeyHash: Buffer;
  /** PKCS#10, PEM. */
  readonly request: string;
  readonly renewedFrom?: string | undefined;
}

/** What was asked last for this key and purpose. */
export async function lastRequest(tx: Tx, wanted: WantedFromOutside): Promise<RequestRow | undefined> {
  const { profile, commonName, hosts = [] } = wanted;
  const { rows } = await tx.query<RequestRow>(
    `select * from certificate_request
     where public_key_hash = $1 and profile = $2 and common_name = $3 and hosts = $4 order by id desc limit 1`,
    [wanted.publicKeyHash, profile, commonName, hosts.join(',')],
  );
  return rows[0];
}

/** Asks once; refuses `exchange.certificate-rejected` where that was the answer to `last`. */
export async function askOutside(tx: Tx, wanted: WantedFromOutside, last: RequestRow | undefined): Promise<void> {
  if (last?.state === 'rejected')
    refuse('forbidden', 'exchange.certificate-rejected', `The authority rejected the request: ${last.reason}`);
  if (last?.state !== 'waiting') await placeRequest(tx, wanted);
}

/**
 * The newest chain issued for this; asks where there is none, or none that is valid beyond `until`. The requests are
 * locked before they are read, whatever their state: an answer that comes meanwhile is waited for, and nothing is asked
 * again.
 */
export async function issuedOutside(tx: Tx, wanted: WantedFromOutside, until: Date): Promise<string | undefined> {
  const { profile, commonName, hosts = [] } = wanted;
  const { rows } = await tx.query<{ state: RequestRow['state']; chain: string; valid_until: Date }>(
    `select state, chain, valid_until from certificate_request
     where public_key_hash = $1 and profile = $2 and common_name = $3 and hosts = $4 order by id for update`,
    [wanted.publicKeyHash, profile, commonName, hosts.join(',')],
  );
  const [issued] = rows
    .filter((row) => row.state === 'issued' && row.valid_until > tx.now)
    .sort((one, other) => other.valid_until.getTime() - one.valid_until.getTime());
  if (!issued || issued.valid_until < until) await placeRequest(tx, wanted);
  return issued?.chain;
}
