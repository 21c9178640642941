// SPDX-License-Identifier: Apache-2.0
/** Whether content fits its schema: at once where that is quick, else in a thread that can be stopped. */
export { checkContent, checkSchema, rootOf, whenChecked } from './check.ts';
export type { ContentSchema } from './fit.ts';
