// SPDX-License-Identifier: Apache-2.0
/** Requests, responses and files with the operations and states of SMEV 1.3. */
export { attachmentRequest, isAttachmentPath } from './attachment-endpoint.ts';
export { type MailboxParts, mailboxRequest } from './endpoint.ts';
export { mailboxLimits } from './limits.ts';
export { storedEntry } from './operations.ts';
export { enqueue, isKnownRequest } from './send.ts';
export { sharedTurns } from './shared-turns.ts';
export { archiveMailbox } from './sweep.ts';
