// SPDX-License-Identifier: Apache-2.0
/** A case as its applicant, its officer and an auditor read it. */
export { casePage } from './case-page.ts';
export { evidence } from './evidence.ts';
export { processPicture } from './process-picture.ts';
export { taskPage } from './task-page.ts';
