// SPDX-License-Identifier: Apache-2.0
/** The directory as a table that a spreadsheet opens, in the form in which organisations are imported. */
import type { Tx } from '@stoa/kernel';
import { writeCsv } from '@stoa/kernel/text';
import { today } from '../directory.ts';
import { type DirectoryFilter, listOrganisations } from '../queries.ts';
import { organisationColumns, organisationRow } from './rows.ts';

/** More are not exported at once. */
const mostRows = 100_000;

export async function directoryTable(tx: Tx, filter: DirectoryFilter): Promise<string> {
  const found = await listOrganisations(tx, filter, null, today(tx), mostRows);
  return writeCsv([organisationColumns, ...found.map(organisationRow)]);
}
