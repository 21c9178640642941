// SPDX-License-Identifier: Apache-2.0
/** Checking evidence outside the platform: in a browser, on the command line. Imports nothing of Node. */
export { sealPolicy } from './seal-policy.ts';
export { type Check, type MessageReport, type Report } from './report.ts';
export { verifyEvidence } from './verify.ts';
