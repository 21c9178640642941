// SPDX-License-Identifier: Apache-2.0
/** Cases that ended, as they are counted outside: no names, and of the answers only what was asked for. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { answersOf } from '../form/index.ts';
import { endedCases } from './queries.ts';

type Item = OutputOf<typeof contract.listEnded>['items'][number];

export const listEnded = (tx: Tx, { fields, ...asked }: InputOf<typeof contract.listEnded>) =>
  pageOfRows(
    asked,
    (count) => endedCases(tx, asked, count),
    async ({ endedAt, key, ...row }): Promise<Item> => {
      const answers = (await answersOf(tx, row.id)).filter(({ field }) => fields.split(',').includes(field));
      const said = Object.fromEntries(answers.map(({ field, value }) => [field, value])) as Item['answers'];
      return { ...row, endedAt: endedAt.toISOString(), ...(key === null ? {} : { personKey: key }), answers: said };
    },
  );
