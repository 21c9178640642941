// SPDX-License-Identifier: Apache-2.0
import { Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Custody, OrganisationId } from './certificates.ts';

/** What is signed, as its owner names it: `document:<id>`. */
export const Reference = Type.String({ pattern: '^[a-z][a-z-]{1,30}:[A-Za-z0-9._-]{1,80}$' });
export const SignedFile = Type.Object({
  /** In the container: a relative path. */
  name: Type.String({ minLength: 1, maxLength: 255 }),
  mimeType: Type.String({ pattern: '^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$', maxLength: 100 }),
  /** Hex. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type SignedFile = Static<typeof SignedFile>;
const Files = Type.Array(SignedFile, { minItems: 1, maxItems: 200 });

/** As what somebody signed. */
export const Signer = Type.Object({
  name: Type.String(),
  personId: Type.Optional(Uuid),
  post: Type.Optional(LocalText),
  as: Type.Optional(Type.Enum(['holder', 'acting', 'substitute'])),
  /** In whose place. */
  inPlaceOf: Type.Optional(Type.String()),
});
export type Signer = Static<typeof Signer>;

export const SignatureLevel = Type.Enum(['B-B', 'B-T', 'B-LT']);
export const Signature = Type.Object({
  /** The one under which it was prepared: whoever prepared it knows which signatures of a reference it asked for. */
  id: Uuid,
  reference: Reference,
  organisationId: OrganisationId,
  role: Type.Enum(['sign', 'approve', 'seal']),
  signerName: Type.String(),
  signer: Signer,
  post: Type.Optional(LocalText),
  signedAt: Instant,
  certificateSerial: Type.String(),
  /** `B-B` where no time-stamping authority is set, `B-LT` once completed. */
  level: SignatureLevel,
  files: Files,
  /** XAdES, a file of its own in the container. */
  xml: Type.String(),
});
export type Signature = Static<typeof Signature>;

const signingRefusals = [
  'signing.certificate-unknown',
  'signing.certificate-revoked',
  'signing.certificate-expired',
  'signing.no-post',
];
const finishing = [
  ...signingRefusals,
  'signing.signature-unknown',
  'signing.preparation-expired',
  'signing.timestamp-away',
];

export const prepareSignature = operation({
  name: 'signing.prepare-signature',
  method: 'POST',
  path: '/signing/signatures',
  summary: 'Say what is to be signed with which key; answers what the key has to sign',
  input: Type.Object({
    reference: Reference,
    organisationId: OrganisationId,
    certificateId: Uuid,
    files: Files,
    role: Type.Enum(['sign', 'approve']),
  }),
  output: Type.Object({
    id: Uuid,
    /** The canonical SignedInfo, base64: signed with ECDSA P-256 and SHA-256. */
    toSign: Type.String(),
    algorithm: Type.Literal('ES256'),
    custody: Custody,
    /** By it a browser finds the key it keeps. */
    keyHash: Type.String(),
  }),
  permission: 'signing:self',
  audit: 'signing.signature-prepared',
  about: { type: 'signature', id: 'id', facts: [] },
  refusals: [...signingRefusals, 'signing.file-name', 'signing.signed-already'],
});

export const finishSignature = operation({
  name: 'signing.finish-signature',
  method: 'POST',
  path: '/signing/signatures/:id/value',
  summary: 'Give the value made with a key in the browser or in a file',
  input: Type.Object({
    id: Uuid,
    /** r and s side by side, base64. */
    value: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' }),
  }),
  output: Signature,
  permission: 'signing:self',
  audit: 'signing.signature-made',
  about: { type: 'signature', id: 'id', facts: ['reference', 'certificateSerial', 'level'] },
  refusals: [...finishing, 'signing.value-wrong'],
});

export const signRemotely = operation({
  name: 'signing.sign-remotely',
  method: 'POST',
  path: '/signing/signatures/:id/remote-value',
  summary: 'Have the remote signing service sign with my key there',
  input: Type.Object({ id: Uuid, code: Type.String({ minLength: 1, maxLength: 64 }) }),
  output: Signature,
  permission: 'signing:self',
  audit: 'signing.signature-made',
  about: { type: 'signature', id: 'id', facts: ['reference', 'certificateSerial', 'level'] },
  limit: 30,
  refusals: [
    ...finishing,
    'signing.value-wrong',
    'signing.not-remote',
    'signing.service-none',
    'signing.service-away',
    'signing.code-wrong',
  ],
});

/** For other modules only. The same files are sealed once. */
export const sealFiles = operation({
  name: 'signing.seal-files',
  method: 'POST',
  path: '/signing/seals',
  summary: 'Sign files with the seal of an institution',
  input: Type.Object({ reference: Reference, organisationId: OrganisationId, files: Files }),
  output: Signature,
  permission: 'signing:serve',
  audit: 'signing.files-sealed',
  about: { type: 'signature', id: 'id', facts: ['reference', 'certificateSerial', 'level'] },
  refusals: [
    'signing.organisation-unknown',
    'signing.file-name',
    'signing.timestamp-away',
    'signing.certificate-revoked',
  ],
});

/** For other modules only: whoever owns the reference decides who sees them. */
export const listSignatures = operation({
  name: 'signing.list-signatures',
  method: 'GET',
  path: '/signing/signatures',
  summary: 'All signatures made over what has this reference',
  input: Type.Object({ reference: Reference }),
  output: Type.Object({ items: Type.Array(Signature) }),
  permission: 'signing:serve',
  audit: 'none',
});
