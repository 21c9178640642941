// SPDX-License-Identifier: Apache-2.0
/** Texts that people type, as contracts ask for them. */
import { Type } from 'typebox';

/** Of texts that must be there: blanks alone are none. */
export const notBlank = '\\S';
const there = (minLength: number) => (minLength > 0 ? { minLength, pattern: notBlank } : { minLength });
/** Free text that may come to stand on a document: refused when it has a character no font at hand can draw. */
export const PrintableText = (maxLength: number, minLength = 0) =>
  Type.String({ ...there(minLength), maxLength, format: 'printable' });

export const visible = { format: 'visible-text' };
/** Words that people type: stored as text, and without characters that nobody sees or that turn others round. */
export const visibleText = (maxLength: number, minLength = 0) =>
  Type.String({ ...there(minLength), maxLength, ...visible });
