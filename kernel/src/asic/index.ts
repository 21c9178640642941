// SPDX-License-Identifier: Apache-2.0
/**
 * Signatures over sets of files: XAdES in ASiC-E, written, read and checked. Works in browsers and in Node; imports
 * nothing of Node.
 */
export * from './bytes.ts';
export {
  certificateFingerprint,
  hasPolicy,
  type Issuers,
  issuersOf,
  type KnownCertificate,
  maySign,
  namePart,
  readCertificate,
  readCrl,
  readTimestamp,
  type RevocationList,
  revokedAt,
  type Timestamp,
  validAt,
} from './certificates.ts';
export {
  type Container,
  type ContainerFault,
  type ContainerFile,
  containerType,
  isFileName,
  namesInContainer,
  openContainer,
  packContainer,
  readContainer,
  writeManifest,
} from './container.ts';
export {
  readSignature,
  type Signature,
  signatureValue,
  signedInfo,
  signedProperties,
  toSign,
  writeSignature,
} from './xades.ts';
export {
  type FileReport,
  fileReport,
  type Finding,
  finding,
  type FindingCode,
  type SignatureReport,
  type Verdict,
  verdictOf,
} from './findings.ts';
export { holderOf, timeFinding, type Trust, trustedChain, validityFinding, verifyContainer } from './verify.ts';
