// SPDX-License-Identifier: Apache-2.0
import { save } from './drafts/saving.ts';

export const saved = save;
