// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { applicantIdOf } from './applicant.ts';
import { summaryOf } from './case-file.ts';
import type { listCases } from './contract.ts';
import * as queries from './queries.ts';

export async function myCases(tx: Tx, input: InputOf<typeof listCases>): Promise<OutputOf<typeof listCases>> {
  const { items, nextCursor } = await queries.listCases(tx, { ...input, applicantId: applicantIdOf(tx.principal) });
  return { items: items.map(summaryOf), ...(nextCursor ? { nextCursor } : {}) };
}
