// SPDX-License-Identifier: Apache-2.0
/** An application before it is sent: started, saved page by page, submitted. */
export { changedElsewhere, discard, form, lockDraft, start } from './drafts.ts';
export { isNewer, refresh, save } from './saving.ts';
export { review, submit } from './submission.ts';
