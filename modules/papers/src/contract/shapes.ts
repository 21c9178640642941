// SPDX-License-Identifier: Apache-2.0
import { languages } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
/** Of the words on a paper. */
export const PaperLanguage = Type.Enum([...languages]);
