// SPDX-License-Identifier: Apache-2.0
/** Lists of cases: of an applicant, and for auditors of everybody. */
import { pageOfRows, servicesFor, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { findSentCases, listCases } from '../contract.ts';
import { applicantIdOf, asPerson } from './applicant.ts';
import { summaryOf } from './case-file.ts';
import * as queries from './queries.ts';

/** Sent cases of everybody, for auditors. */
export async function sentCases(tx: Tx, input: InputOf<typeof findSentCases>): Promise<OutputOf<typeof findSentCases>> {
  return pageOfRows(input, (count) => queries.listCases(tx, { ...input, drafts: false }, count), summaryOf);
}

export async function myCases(tx: Tx, input: InputOf<typeof listCases>): Promise<OutputOf<typeof listCases>> {
  const { actingFor } = asPerson(tx.principal);
  const own = { services: servicesFor(actingFor, 'read'), visitId: actingFor?.visit?.id };
  const filter = { ...input, ...own, applicantId: applicantIdOf(tx.principal) };
  return pageOfRows(input, (count) => queries.listCases(tx, filter, count), summaryOf);
}
