// SPDX-License-Identifier: Apache-2.0
/** Checking evidence outside the platform: in a browser, on the command line. Imports nothing of Node. */
export { certificateFingerprint, sealPolicy } from './certificates.ts';
export { type ContainerFile, containerType, packContainer } from './container.ts';
export { type Check, type MessageReport, type Report } from './report.ts';
export { verifyEvidence } from './verify.ts';
export { type Signature, signatureValue, signedInfo, signedProperties, writeSignature } from './xades.ts';
