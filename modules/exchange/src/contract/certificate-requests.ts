// SPDX-License-Identifier: Apache-2.0
/** What waits for an external authority (`STOA_EXCHANGE_CA=external`), and its answers. */
import { Instant, operation, IdPageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

export const RequestProfile = Type.Union(
  [
    Type.Literal('tls-client'),
    Type.Literal('message-signing'),
    Type.Literal('seal'),
    Type.Literal('tls-server'),
    Type.Literal('hub-signing'),
  ],
  { description: 'what the certificate is for; the guide to operation has the extensions each needs' },
);
const State = Type.Union([Type.Literal('waiting'), Type.Literal('issued'), Type.Literal('rejected')]);

export const CertificateRequest = Type.Object({
  id: Uuid,
  subsystemId: Type.Optional(Type.Union([SubsystemId], { description: 'missing: the exchange itself' })),
  profile: RequestProfile,
  commonName: Type.String(),
  hosts: Type.Array(Type.String(), { description: 'names and addresses that a server certificate must be for' }),
  request: Type.String({ description: 'PKCS#10, PEM' }),
  requestedAt: Instant,
  renewal: Type.Boolean({ description: 'asked for with a key that is still valid' }),
  state: State,
  reason: Type.Optional(Type.String({ description: 'why it was rejected' })),
});
export type CertificateRequest = Static<typeof CertificateRequest>;

export const listCertificateRequests = operation({
  name: 'exchange.list-certificate-requests',
  method: 'GET',
  path: '/exchange/certificate-requests',
  summary: 'Requests for the external authority, the oldest first; those that wait unless another state is asked for',
  input: Type.Object({
    state: Type.Optional(State),
    id: Type.Optional(Type.Intersect([Uuid], { description: 'this one, whatever its state' })),
    ...IdPageInput,
  }),
  output: pageOf(CertificateRequest),
  permission: 'exchange:administer',
  audit: 'none',
});

/** The connector takes its certificates up by itself. The same certificate again changes nothing. */
export const answerCertificateRequest = operation({
  name: 'exchange.answer-certificate-request',
  method: 'POST',
  path: '/exchange/certificate-requests/:id/certificate',
  summary: 'Hand over the certificate that the external authority issued; also for a request that was rejected',
  input: Type.Object({
    id: Uuid,
    chain: Type.String({ maxLength: 50_000, description: 'PEM: the certificate, after it intermediates if any' }),
  }),
  output: CertificateRequest,
  permission: 'exchange:administer',
  audit: 'exchange.certificate-request-answered',
  about: { type: 'certificate-request', id: 'id', facts: [] },
  refusals: [
    'exchange.certificate-request-unknown',
    'exchange.certificate-request-closed',
    'exchange.chain-malformed',
    'exchange.certificate-key-differs',
    'exchange.certificate-subject-differs',
    'exchange.certificate-untrusted',
    'exchange.certificate-profile-differs',
    'exchange.certificate-not-valid',
    'exchange.certificate-revoked',
    'exchange.revocation-list-missing',
  ],
});

export const rejectCertificateRequest = operation({
  name: 'exchange.reject-certificate-request',
  method: 'POST',
  path: '/exchange/certificate-requests/:id/rejection',
  summary: 'Say that the external authority does not certify this key, and why',
  input: Type.Object({ id: Uuid, reason: visibleText(500, 1) }),
  output: CertificateRequest,
  permission: 'exchange:administer',
  audit: 'exchange.certificate-request-rejected',
  about: { type: 'certificate-request', id: 'id', facts: ['reason'] },
  refusals: ['exchange.certificate-request-unknown', 'exchange.certificate-request-closed'],
});
