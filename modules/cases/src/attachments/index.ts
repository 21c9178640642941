// SPDX-License-Identifier: Apache-2.0
/** Files that an applicant attaches: their content looked at, kept sealed, served to who may read the answers. */
export { attach, fileFor, remove } from './attachments.ts';
