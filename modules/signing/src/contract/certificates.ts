// SPDX-License-Identifier: Apache-2.0
import { IdPageInput, Instant, LocalText, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const OrganisationId = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,63}$' });
/** Where a person's key is: in a browser, in a file of theirs, at the institution's remote signing service. */
export const PersonCustody = Type.Enum(['browser', 'file', 'remote']);
/** A seal's key is kept by the platform. */
export const Custody = Type.Enum(['browser', 'file', 'remote', 'platform']);
export const RevocationReason = Type.Enum([
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);
const Base64 = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength });

export const Certificate = Type.Object({
  id: Uuid,
  kind: Type.Enum(['person', 'institution']),
  holderName: Type.String(),
  organisationId: OrganisationId,
  /** On which post the holder was when it was issued. */
  post: Type.Optional(LocalText),
  custody: Custody,
  /** Hex without leading zeros. */
  serial: Type.String(),
  state: Type.Enum(['valid', 'expired', 'revoked']),
  validFrom: Instant,
  validUntil: Instant,
  revokedAt: Type.Optional(Instant),
  reason: Type.Optional(RevocationReason),
  /** SHA-256 of the public key (SPKI), hex: by it a browser finds the key it keeps. */
  keyHash: Type.String(),
  pem: Type.String(),
});
export type Certificate = Static<typeof Certificate>;

/** What is signed with a key to prove that whoever asks has it; UTF-8, ECDSA P-256 with SHA-256, r and s side by side. */
export const possessionText = (asked: { personId: string; organisationId: string; publicKey: string }): string =>
  ['Stoa signing certificate', asked.personId, asked.organisationId, asked.publicKey].join('\n');

export const listOwnCertificates = operation({
  name: 'signing.list-own-certificates',
  method: 'GET',
  path: '/signing/own-certificates',
  summary: 'My certificates, and where I may get one',
  input: Type.Object({}),
  output: Type.Object({
    personId: Uuid,
    items: Type.Array(Certificate),
    /** Institutions in which I am on a post now. */
    posts: Type.Array(Type.Object({ organisationId: OrganisationId, post: LocalText })),
    /** Whether the institution's remote signing service can be used here. */
    remote: Type.Boolean(),
  }),
  permission: 'signing:self',
  audit: 'none',
});

export const issueCertificate = operation({
  name: 'signing.issue-certificate',
  method: 'POST',
  path: '/signing/certificates',
  summary: 'Get a certificate for a key of mine in an institution where I am on a post; also renews',
  input: Type.Object({
    organisationId: OrganisationId,
    custody: PersonCustody,
    /** SPKI of a P-256 key, DER in base64; not for a key at the remote service, which says it itself. */
    publicKey: Type.Optional(Base64(400)),
    /** Over `possessionText`, base64. */
    proof: Type.Optional(Base64(200)),
    /** That the remote service asks for. */
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  output: Certificate,
  permission: 'signing:self',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'signing.certificate-issued',
  about: { type: 'certificate', id: 'id', facts: ['serial', 'custody', 'organisationId'] },
  limit: 30,
  refusals: [
    'signing.no-post',
    'signing.key-unsuitable',
    'signing.proof-wrong',
    'signing.key-taken',
    'signing.key-revoked',
    'signing.service-none',
    'signing.service-away',
    'signing.code-wrong',
  ],
});

export const revokeCertificate = operation({
  name: 'signing.revoke-certificate',
  method: 'POST',
  path: '/signing/certificates/:id/revocation',
  summary: 'End a certificate at once: its holder, or a registrar',
  input: Type.Object({ id: Uuid, reason: RevocationReason }),
  output: Certificate,
  permission: 'signing:revoke',
  check: 'resource',
  audit: 'signing.certificate-revoked',
  about: { type: 'certificate', id: 'id', facts: ['serial', 'reason'] },
  refusals: ['signing.certificate-unknown'],
});

export const listCertificates = operation({
  name: 'signing.list-certificates',
  method: 'GET',
  path: '/signing/certificates',
  summary: 'Certificates of an institution, or of all; by serial',
  input: Type.Object({
    ...IdPageInput,
    organisationId: Type.Optional(OrganisationId),
    state: Type.Optional(Type.Enum(['valid', 'expired', 'revoked'])),
    serial: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{1,40}$' })),
  }),
  output: pageOf(Certificate),
  permission: 'signing:register',
  audit: 'none',
});

export const crlPath = '/api/signing/crl';
export const ocspPath = '/api/signing/ocsp';
