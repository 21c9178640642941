// SPDX-License-Identifier: Apache-2.0
import type { FilterField } from '../../design/components/FilterForm/fields.ts';

/** What services are narrowed by: where they are given, and by whom. */
export const regionFields = (
  t: (key: string) => string,
  regions: readonly { readonly code: string; readonly name: string }[],
): FilterField[] => [
  {
    ...({ kind: 'choice', name: 'region', label: t('regions.region'), any: t('regions.any') } as const),
    options: regions.map(({ code, name }) => ({ value: code, text: name })),
  },
  {
    ...({ kind: 'choice', name: 'level', label: t('regions.level'), any: t('regions.any') } as const),
    options: ['state', 'regional', 'municipal'].map((level) => ({ value: level, text: t(`level.${level}`) })),
  },
];
