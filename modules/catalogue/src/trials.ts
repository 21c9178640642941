// SPDX-License-Identifier: Apache-2.0
/** Versions that are open to some only. */
import { createHash } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import * as queries from './queries.ts';

/** Which of a thousand parts somebody falls in, the same each time they come for this version. */
export const partOf = (version: string, who: string): number =>
  createHash('sha256').update(`${version} ${who}`).digest().readUInt32BE(0) % 1000;

/** The version somebody begins with where it is not the one everybody gets. */
export async function trialVersion(
  tx: Tx,
  serviceId: string,
  { person, organisation }: { person?: string; organisation?: string },
): Promise<string | undefined> {
  const who = organisation ?? person;
  if (!who) return undefined;
  const trials = await queries.trialsOf(tx, serviceId, tx.now);
  return trials.find(
    ({ version, people, organisations, perMille }) =>
      (person !== undefined && people.includes(person)) ||
      (organisation !== undefined && organisations.includes(organisation)) ||
      partOf(version, who) < perMille,
  )?.version;
}
