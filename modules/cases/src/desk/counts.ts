// SPDX-License-Identifier: Apache-2.0
/** How the cases of the offices of who asks go. */
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { asPerson, todayOf } from '../case/index.ts';
import type * as contract from '../contract.ts';
import * as queries from './queries.ts';

const weekMs = 7 * 86_400_000;
const usualWeeks = 26;

export async function countWork(tx: Tx, input: InputOf<typeof contract.countWork>): Promise<contract.WorkCounts> {
  const places = await queries.placesOf(tx, asPerson(tx.principal).duties);
  const since = new Date(tx.now.getTime() - (input.weeks ?? usualWeeks) * weekMs);
  const offices = new Map(places.map(({ officeId, office }) => [officeId, office]));
  const services = new Map(places.map(({ serviceId, title }) => [serviceId, title]));
  return {
    offices: [...offices].map(([id, name]) => ({ id, name })),
    services: [...services].map(([id, title]) => ({ id, title })),
    weeks: await queries.weeksOf(tx, places, since),
    open: await queries.openOf(tx, places, todayOf(tx)),
    officers: await queries.officersOf(tx, places),
  };
}
