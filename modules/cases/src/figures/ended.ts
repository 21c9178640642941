// SPDX-License-Identifier: Apache-2.0
/** Cases that ended, as they are counted outside: no names, and of the answers only what was asked for. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { answersOf } from '../form/index.ts';
import * as queries from './queries.ts';

type Ended = OutputOf<typeof contract.listEnded>;

export function listEnded(tx: Tx, { fields, ...asked }: InputOf<typeof contract.listEnded>): Promise<Ended> {
  const wanted = fields.split(',');
  return pageOfRows(
    asked,
    (count) => queries.endedCases(tx, asked, count),
    async ({ endedAt, regionCode, personKey, ...row }) => {
      const answers = (await answersOf(tx, row.id)).filter(({ field }) => wanted.includes(field));
      return {
        ...{ ...row, endedAt: endedAt.toISOString() },
        ...(regionCode === null ? {} : { regionCode }),
        ...(personKey === null ? {} : { personKey }),
        answers: Object.fromEntries(answers.map(({ field, value }) => [field, value])),
      } as Ended['items'][number];
    },
  );
}
