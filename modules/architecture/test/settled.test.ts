// SPDX-License-Identifier: Apache-2.0
/** What was settled in a process of another module comes in once, and from there alone. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, register } from './world.ts';

const { b, architect, ofLabour, added, at } = await register();
const from = { kind: 'service', id: 'ict' } as const;
const settled = (more: object) => ({
  ...{ id: newId(), organisationId: labour, title: 'A step', reason: 'It was taken', items: [], attested: [] },
  ...{ saidByName: 'Who said it', decidedByName: 'Who decided', ...more },
});

test('nobody but the modules that settle it writes so', async () => {
  for (const as of [architect, ofLabour, b.person()])
    await expect(b.call(contract.takeSettled, settled({}), as)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a change is in force once with both names, and of what is as it was said it is attested', async () => {
  const [id, other] = [await added({ facts: { users: 1 } }), await added()];
  const items = [{ do: 'set' as const, id, revision: 1, facts: { users: 2 }, from: '2024-01-01' }];
  const step = settled({ items, attested: [{ id: other, revision: 1 }] });
  expect(await b.call(contract.takeSettled, step, from)).toEqual({ id: step.id, changedMeanwhile: [] });
  await b.call(contract.takeSettled, step, from);
  expect(await at(id)).toMatchObject({ facts: { users: 2 }, revision: 2 });
  expect((await at(other)).attestedAt).toBe(b.clock.now().toISOString());
  const { items: changes } = await b.call(contract.listChanges, {}, architect);
  expect(changes.find((one) => one.id === step.id)).toMatchObject({
    ...{ state: 'approved', askedByName: 'Who said it', decidedByName: 'Who decided' },
  });
  const late = settled({ attested: [{ id, revision: 1 }] });
  expect(await b.call(contract.takeSettled, late, from)).toMatchObject({ changedMeanwhile: [id] });
  const strange = settled({ organisationId: interior, attested: [{ id: other, revision: 1 }] });
  expect(await b.call(contract.takeSettled, strange, from)).toMatchObject({ changedMeanwhile: [other] });
});
