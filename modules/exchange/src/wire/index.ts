// SPDX-License-Identifier: Apache-2.0
/** What travels between connector and hub; imported by the connector and by the hub only. */
export * from './message-signature.ts';
export * from './xroad.ts';
export * from './algorithms.ts';
export * from './ask.ts';
export * from './body.ts';
export * from './collect.ts';
export * from './session.ts';
export * from './answering-line.ts';
export * from './asking-line.ts';
export { LineBroken, tunnelAuthority } from './line-message.ts';
export * from './headers.ts';
export * from './parts.ts';
export * from './webhook.ts';
