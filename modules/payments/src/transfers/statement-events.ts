// SPDX-License-Identifier: Apache-2.0
/** Who reads the statements of the collecting account says each entry by this event. */
import { on } from '@stoa/kernel';
import { statementEntry } from '../contract.ts';
import { takeEntry } from './transfers.ts';

export const takeStatementEntries = on(statementEntry, takeEntry);
