// SPDX-License-Identifier: Apache-2.0
/** The directory as a table that a spreadsheet opens, in the form in which organisations are imported. */
import type { Tx } from '@stoa/kernel';
import { writeCsv } from '@stoa/kernel/text';
import { languages } from '@stoa/kernel/contract';
import { listSpheres, today } from '../directory.ts';
import { type DirectoryFilter, listOrganisations } from '../queries.ts';
import { organisationColumns, organisationRow } from './rows.ts';

export async function spheresTable(tx: Tx): Promise<string> {
  const { version, items } = await listSpheres(tx);
  const head = ['version', 'code', ...languages.map((language) => `title_${language}`), 'formerly'];
  const titles = ({ title }: (typeof items)[number]) => languages.map((language) => title[language] ?? '');
  const rows = items.map((one) => [String(version), one.code, ...titles(one), one.formerly.join(' ')]);
  return writeCsv([head, ...rows]);
}

/** More are not exported at once. */
const mostRows = 100_000;

export async function directoryTable(tx: Tx, filter: DirectoryFilter): Promise<string> {
  const found = await listOrganisations(tx, filter, null, today(tx), mostRows);
  return writeCsv([organisationColumns, ...found.map(organisationRow)]);
}
