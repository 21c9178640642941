// SPDX-License-Identifier: Apache-2.0
export { type CertificateAuthority, type CertificateProfile, circuitAuthority } from './certificates.ts';
export { useComplaint, withinPathLength } from './certificate-use.ts';
export { certificatesIn, chainTo, isSelfSigned, isTrusted } from './chain.ts';
export { fileKeys, type Keys, personKey } from './keys.ts';
export { readCertificateRequest, signCertificateRequest } from './requests.ts';
export { ocspRequest, type OcspStatus, type RevocationReason, revocationReasons } from './revocation.ts';
export { type RevocationList, revocationListsIn, revocationOf, serialOf } from './revocation-lists.ts';
