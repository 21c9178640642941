// SPDX-License-Identifier: Apache-2.0
/** How a connector comes by its certificates: a single-use token, and keys that never leave it. */
import { hash, randomBytes } from 'node:crypto';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { Authority } from './authority.ts';
import { certify, type RequestedKeys, requestedKeys } from './issued.ts';
import { putEnrolment, useEnrolment } from './store.ts';
import type * as contract from '../contract.ts';
import { requireSubsystem } from '../members/index.ts';

const tokenHours = 24;
const certificateDays = 365;

const hashOf = (text: string) => hash('sha256', text, 'buffer');

export async function allowEnrolment(tx: Tx, subsystemId: string): Promise<{ token: string; expiresAt: string }> {
  await requireSubsystem(tx, subsystemId);
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(tx.now.getTime() + tokenHours * 3_600_000);
  await putEnrolment(tx, hashOf(token), subsystemId, expiresAt);
  return { token, expiresAt: expiresAt.toISOString() };
}

/**
 * Answers certificates for both keys; the same ones when the same keys ask again with their token. A token that is
 * unknown, expired, of another subsystem or used for other keys is refused alike. Undefined while an external
 * authority is being asked: then the same keys may ask again for as long as it takes.
 */
export async function enrolConnector(
  tx: Tx,
  authority: Authority,
  hubUrl: () => string,
  input: InputOf<typeof contract.enrolConnector>,
): Promise<OutputOf<typeof contract.enrolConnector> | undefined> {
  const { subsystemId } = input;
  const { rows } = await tx.query<{ key_digest: Buffer | null; used_at: Date | null }>(
    `select key_digest, used_at from enrolment
     where token_hash = $1 and subsystem_id = $2 and (expires_at > $3 or $4 and used_at is not null) for update`,
    [hashOf(input.token), subsystemId, tx.now, !authority.issuer],
  );
  const enrolment = rows[0] ?? enrolmentRefused();
  const keys = await requestedKeys(subsystemId, input);
  if (enrolment.used_at && !enrolment.key_digest?.equals(keys.digest)) enrolmentRefused();
  await useEnrolment(tx, hashOf(input.token), keys.digest);
  const certificates = await certifyConnector(tx, authority, subsystemId, keys);
  return certificates && { ...certificates, authority: authority.bundlePem, hubUrl: hubUrl() };
}

const enrolmentRefused = (): never =>
  refuse(
    'forbidden',
    'exchange.enrolment-refused',
    'The token is unknown, used or expired. Ask the operator for a new one.',
  );

/**
 * Certificates for the two keys of a connector; undefined while an external authority is being asked.
 * @param renewedFrom key id of the certificate with which they are asked for, so that its revocation ends them too
 */
export async function certifyConnector(
  tx: Tx,
  authority: Authority,
  subsystemId: string,
  { tls, signing, requests }: RequestedKeys,
  renewedFrom?: string,
): Promise<{ tlsCertificate: string; signingCertificate: string; signingKeyId: string } | undefined> {
  const common = { subsystemId, commonName: subsystemId, days: certificateDays, renewedFrom };
  const { tlsRequest, signingRequest } = requests;
  const forChannel = { ...common, publicKey: tls, request: tlsRequest };
  const forMessages = { ...common, publicKey: signing, request: signingRequest };
  const channel = await certify(tx, authority, { ...forChannel, profile: 'tls-client' });
  const messages = await certify(tx, authority, { ...forMessages, profile: 'message-signing' });
  if (!channel || !messages) return undefined;
  return { tlsCertificate: channel.pem, signingCertificate: messages.pem, signingKeyId: messages.keyId };
}

/** Both requests are kept: whoever asked asks again. */
export const stillWaiting = (): never =>
  refuse(
    'conflict',
    'exchange.certificate-waiting',
    'The request for certificates waits for the authority of this exchange. Ask again with the same keys.',
  );
