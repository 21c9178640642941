// SPDX-License-Identifier: Apache-2.0
/** Working days and numbers of people by kind of dossier: data, for rules change them. */
import type { Kind } from '../contract.ts';
import known from './terms.json' with { type: 'json' };

export const terms: Readonly<Record<Kind, Readonly<Record<'examine' | 'answer' | 'appeal' | 'quorum', number>>>> =
  known;
