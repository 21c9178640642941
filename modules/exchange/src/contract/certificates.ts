// SPDX-License-Identifier: Apache-2.0
/** Certificates of connectors after they were issued: their list, the end of one before its time. */
import { Instant, operation, PageInput, pageOf } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

const KeyId = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the certificate, hex' });

const request = 'PKCS#10 in PEM, signed with the key it asks for; the common name is the subsystem';

/** What a connector asks certificates for. */
export const KeyRequests = Type.Object(
  {
    tlsRequest: Type.String({ maxLength: 4000, description: `P-256; ${request}` }),
    signingRequest: Type.String({ maxLength: 4000, description: `Ed25519, P-256 or RSA; ${request}` }),
  },
  { additionalProperties: false },
);
export type KeyRequests = Static<typeof KeyRequests>;

export const RevocationReason = Type.Union(
  [
    Type.Literal('unspecified'),
    Type.Literal('keyCompromise'),
    Type.Literal('affiliationChanged'),
    Type.Literal('superseded'),
    Type.Literal('cessationOfOperation'),
    Type.Literal('privilegeWithdrawn'),
  ],
  { description: 'RFC 5280 section 5.3.1' },
);

export const IssuedCertificate = Type.Object({
  keyId: KeyId,
  subsystemId: Type.Optional(SubsystemId),
  profile: Type.Union([Type.Literal('tls-client'), Type.Literal('message-signing'), Type.Literal('seal')]),
  serial: Type.String({ description: 'hex' }),
  validUntil: Instant,
  revokedAt: Type.Optional(Instant),
  reason: Type.Optional(RevocationReason),
  renewedFrom: Type.Optional(Type.Union([KeyId], { description: 'the certificate with whose key it was asked for' })),
});
export type IssuedCertificate = Static<typeof IssuedCertificate>;

export const listCertificates = operation({
  name: 'exchange.list-certificates',
  method: 'GET',
  path: '/exchange/certificates',
  summary:
    'Certificates in force, expired and revoked, the last to end first; engineers see those of their own subsystems',
  input: Type.Object({
    ...PageInput,
    cursor: Type.Optional(KeyId),
    subsystemId: Type.Optional(SubsystemId),
    keyId: Type.Optional(KeyId),
  }),
  output: pageOf(IssuedCertificate),
  permission: 'exchange:observe',
  audit: 'none',
});

/** With those that were renewed with it. In the hub within two seconds; the revocation list names it at once. */
export const revokeCertificate = operation({
  name: 'exchange.revoke-certificate',
  method: 'POST',
  path: '/exchange/certificates/:keyId/revocation',
  summary: 'Revoke one certificate; a second time changes nothing',
  input: Type.Object({ keyId: KeyId, reason: RevocationReason }),
  output: IssuedCertificate,
  permission: 'exchange:administer',
  audit: 'exchange.certificate-revoked',
  about: { type: 'certificate', id: 'keyId', facts: ['reason'] },
  refusals: ['exchange.certificate-unknown'],
});

/** Paths of the revocation list (DER) and the OCSP responder, which issued certificates name. */
export const crlPath = '/api/exchange/crl';
export const ocspPath = '/api/exchange/ocsp';
