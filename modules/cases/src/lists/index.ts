// SPDX-License-Identifier: Apache-2.0
/** Lists in an application: their entries added, changed, removed, imported and read. */
export { entries, importTable, remove, saveEntry } from './lists.ts';
