// SPDX-License-Identifier: Apache-2.0
/** Requests that wait for an external authority: listed, answered, rejected. */
import { X509Certificate } from 'node:crypto';
import { type Page, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { readCertificateRequest, revocationOf } from '@stoa/kernel/keys';
import { issueRequest, putHubCertificate, rejectRequest, storeCertificate } from './store.ts';
import type * as contract from '../contract.ts';
import type { CertificateRequest } from '../contract.ts';
import { anchored, type Authority } from './authority.ts';
import { checkedChain } from './checks.ts';
import { currentLists } from './outside-lists.ts';
import type { RequestRow as Row } from './outside-requests.ts';

export async function listCertificateRequests(
  tx: Tx,
  { state = 'waiting', id, cursor, limit }: InputOf<typeof contract.listCertificateRequests>,
): Promise<Page<CertificateRequest>> {
  return pageOfRows(
    { limit },
    (count) =>
      tx.query<Row>(
        `select * from certificate_request
     where case when $4::uuid is null then state = $1 else id = $4 end and ($2::uuid is null or id > $2) order by id limit $3`,
        [state, cursor ?? null, count, id ?? null],
      ),
    shown,
  );
}

const shown = (row: Row): CertificateRequest => ({
  id: row.id,
  ...(row.subsystem_id ? { subsystemId: row.subsystem_id } : {}),
  profile: row.profile,
  commonName: row.common_name,
  hosts: hostsOf(row),
  request: row.request,
  requestedAt: row.requested_at.toISOString(),
  renewal: row.renewed_from !== null,
  state: row.state,
  ...(row.reason ? { reason: row.reason } : {}),
});
const hostsOf = ({ hosts }: Row) => (hosts ? hosts.split(',') : []);

async function lock(tx: Tx, id: string): Promise<Row> {
  const { rows } = await tx.query<Row>('select * from certificate_request where id = $1 for update', [id]);
  return rows[0] ?? refuse('missing', 'exchange.certificate-request-unknown', 'No request has this identifier.');
}

const closed = (): never =>
  refuse('conflict', 'exchange.certificate-request-closed', 'This request was answered with a certificate before.');

export async function answerCertificateRequest(
  tx: Tx,
  authority: Authority,
  { id, chain: pem }: InputOf<typeof contract.answerCertificateRequest>,
): Promise<CertificateRequest> {
  const row = await lock(tx, id);
  const asked = await readCertificateRequest(row.request);
  if (!asked) throw new Error('a stored request can be read');
  const { profile, common_name: commonName } = row;
  const wanted = { profile, commonName, hosts: hostsOf(row), publicKey: asked.publicKey };
  const certificates = checkedChain(pem, wanted, anchored(authority), tx.now);
  const [certificate] = certificates;
  if (!certificate) throw new Error('a chain begins with the certificate');
  const chain = certificates.map(String).join('');
  if (row.state === 'issued') {
    const before = new X509Certificate(row.chain ?? '');
    return before.raw.equals(certificate.raw) ? shown(row) : closed();
  }
  if (revocationOf(certificates, await currentLists(authority)))
    refuse('invalid', 'exchange.certificate-revoked', "The authority's revocation list names this certificate.");
  await keep(tx, row, chain);
  await issueRequest(tx, id, chain, certificate.validToDate);
  return shown({ ...row, state: 'issued', reason: null });
}

/** Where those who check messages look for it; what the hub shows in TLS stays with its request. */
async function keep(tx: Tx, row: Row, chain: string): Promise<void> {
  const { profile } = row;
  if (profile === 'tls-server') return;
  if (profile === 'hub-signing') return putHubCertificate(tx, chain);
  await storeCertificate(tx, {
    subsystemId: row.subsystem_id ?? undefined,
    profile,
    pem: chain,
    renewedFrom: row.renewed_from ?? undefined,
  });
}

/** A request that was rejected may still be answered with a certificate. */
export async function rejectCertificateRequest(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.rejectCertificateRequest>,
): Promise<CertificateRequest> {
  const row = await lock(tx, id);
  if (row.state === 'issued') closed();
  await rejectRequest(tx, id, reason);
  return shown({ ...row, state: 'rejected', reason });
}
