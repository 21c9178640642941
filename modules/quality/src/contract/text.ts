// SPDX-License-Identifier: Apache-2.0
import { Type } from 'typebox';

/** Text without the zero character and halves of surrogate pairs, which PostgreSQL does not store. */
export const text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000\\ud800-\\udfff]*$' });
