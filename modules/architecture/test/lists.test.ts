// SPDX-License-Identifier: Apache-2.0
/** The register taken out: a feed that misses nothing and repeats nothing. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { register } from './world.ts';

test('the feed goes on where it ended, repeats nothing, and shows nobody what they may not see', async () => {
  const { b, added, architect } = await register();
  const ids = [await added(), await added({ level: 2 }), await added()];
  b.clock.advance({ minutes: 2 });
  const read = (after?: string, who?: typeof architect) =>
    b.call(contract.readFeed, { limit: 2, ...(after ? { after } : {}) }, who);
  const first = await read(undefined, architect);
  const rest = await read(first.next, architect);
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
  expect((await read(rest.next, architect)).items).toEqual([]);
  expect((await read()).items.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  const fourth = await added();
  expect((await read(rest.next, architect)).items).toEqual([]);
  b.clock.advance({ minutes: 2 });
  expect((await read(rest.next, architect)).items.map(({ id }) => id)).toEqual([fourth]);
});
