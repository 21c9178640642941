// SPDX-License-Identifier: Apache-2.0
/** Certificates, which everybody may check. */
import { ServiceId, Version } from '@stoa/catalogue/contract';
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** `CR-000012`. */
export const CertificateNumber = Type.String({ pattern: '^CR-[0-9]{6,9}$' });
/** `expired`: its end is over. */
export const CertificateState = Type.Enum(['valid', 'reopened', 'withdrawn', 'expired']);

export const Certificate = Type.Object({
  number: CertificateNumber,
  serviceId: ServiceId,
  version: Version,
  title: LocalText,
  kind: Type.Enum(['tested', 'shipped']),
  state: CertificateState,
  issuedAt: Instant,
  until: Type.Optional(CalendarDate),
  sealed: Type.Boolean(),
});
export type Certificate = Static<typeof Certificate>;

export const listCertificates = operation({
  name: 'certification.list-certificates',
  method: 'GET',
  path: '/certification/certificates',
  summary: 'Certificates of versions of public services, the newest first',
  input: Type.Object({ service: Type.Optional(Type.String({ maxLength: 64 })), ...PageInput }),
  output: pageOf(Certificate),
  permission: 'public',
  audit: 'none',
});

export const getCertificate = operation({
  name: 'certification.get-certificate',
  method: 'GET',
  path: '/certification/certificates/:number',
  summary: 'A certificate with the signed words, the seal and what checking them gave now',
  input: Type.Object({ number: CertificateNumber }),
  output: Type.Object({
    ...Certificate.properties,
    reason: Type.Optional(Type.String()),
    /** The bytes that are sealed, JSON. */
    statement: Type.String(),
    sha256: Type.String(),
    /** Digest and signed bytes were compared now. */
    intact: Type.Boolean(),
    /** Serial of the seal's certificate, and its XAdES signature. */
    sealSerial: Type.Optional(Type.String()),
    sealXml: Type.Optional(Type.String()),
    sealedAt: Type.Optional(Instant),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['certification.certificate-unknown'],
});

/** Of one that is in force: nothing is released by it from now on. What is released stays until it is taken back. */
export const withdrawCertificate = operation({
  name: 'certification.withdraw-certificate',
  method: 'POST',
  path: '/certification/certificates/:number/withdrawal',
  summary: 'Withdraw a certificate with a reason that everybody reads',
  input: Type.Object({ number: CertificateNumber, reason: visibleText(1000, 5) }),
  output: Type.Object({ number: CertificateNumber }),
  permission: 'certification:run',
  audit: 'certification.certificate-withdrawn',
  about: { type: 'certificate', id: 'number', facts: [] },
  refusals: ['certification.certificate-unknown', 'certification.certificate-not-valid'],
});
