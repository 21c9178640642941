// SPDX-License-Identifier: Apache-2.0
/** The durable log: entries, bodies sealed at rest, what must be committed before anything goes on. */
export { openBody, sealBody } from './body-encryption.ts';
export { createDurableLog, type LoggedMessage, type Recording, writeLast, writeMessages } from './durable-log.ts';
export { requestEntry, signatureFacts } from './entries.ts';
export { refusedAnswer } from './refused-answer.ts';
export { eraseBodies, readChunk, sweepBodies } from './store.ts';
export { bodySpool, readStoredBody } from './stored-body.ts';
