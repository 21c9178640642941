// SPDX-License-Identifier: Apache-2.0
/** SMPP 3.4, for this module and for programs that play a message centre. */
export * from './pdu.ts';
export { type SmsPart, smsParts, textOfPart } from './text.ts';
