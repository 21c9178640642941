// SPDX-License-Identifier: Apache-2.0
/** Columns of the tables, and how a row is written. */
import { languages, type LocalText } from '@stoa/kernel/contract';
import type { Organisation } from '../contract.ts';

const inLanguages = (name: string) => languages.map((language) => `${name}-${language}`);
export const textCells = (text: LocalText | undefined): string[] => languages.map((language) => text?.[language] ?? '');

export const organisationColumns = [
  ...['id', 'kind', 'sphere', ...inLanguages('name'), 'inn', 'ogrn', 'kpp', ...inLanguages('address')],
  ...['region', 'parent', 'successor', 'from', 'until'],
];
export const organisationRow = (one: Organisation): string[] => [
  ...[one.id, one.kind, one.sphere ?? '', ...textCells(one.name), one.inn ?? '', one.ogrn ?? '', one.kpp ?? ''],
  ...textCells(one.address),
  ...[one.regionCode ?? '', one.parentId ?? '', one.successorId ?? '', one.from, one.until ?? ''],
];

export const peopleColumns = [
  ...['holding', 'organisation', 'post', 'post-title', 'person', 'person-name', 'as', 'for', 'reason', 'from', 'until'],
];
