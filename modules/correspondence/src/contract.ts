// SPDX-License-Identifier: Apache-2.0
/** What correspondence promises: documents on their way between institutions. */
export * from './contract/admission.ts';
export * from './contract/delivery.ts';
export * from './contract/letters.ts';
export * from './contract/mail.ts';
export * from './contract/message.ts';
export * from './contract/trace.ts';
