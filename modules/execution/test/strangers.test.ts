// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with work that is not theirs to decide, and with days that no calendar reaches. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions } from './instructions.ts';
import { ministry, postId } from './world.ts';

const world = await ministry();
const { b, head, one, two, letter, work } = world;
const { inDays, give, tree, partOf, report, decide } = instructions(world);
const refused = (code: string) => ({ code });
/** A leader like the head, on a post that has to carry the instruction out. */
const deputy = b.person({
  ...{ id: one.id, name: 'Person one' },
  duties: [
    ...one.duties,
    { code: 'documents.leader', organisationId: one.duties[0]?.organisationId ?? '', postId: postId('one') },
  ],
});

test('a leader who carries an instruction out neither accepts, puts off nor takes back what another one gave', async () => {
  const id = await letter();
  const { id: resolution } = await give(id, 'one', ['two'], { control: true });
  const acts = async () => (await work(id, deputy)).may.map(({ act }) => act);
  const asked = await b.call(contract.askExtension, { id: resolution, until: inDays(60), reason: 'More time' }, deputy);
  const grant = (as: typeof head) => b.call(contract.decideExtension, { id: asked.id, granted: true }, as);
  await expect(grant(deputy)).rejects.toMatchObject(refused('execution.not-with-you'));
  expect(await acts()).not.toContain('decide-extension');
  await grant(head);
  const withdraw = b.call(contract.withdrawResolution, { id: resolution, reason: 'Not for me' }, deputy);
  await expect(withdraw).rejects.toMatchObject(refused('execution.not-with-you'));
  await report(id, 'two', two);
  // The responsible one hears the co-executors.
  expect(await acts()).toContain('decide-report');
  await decide(id, 'two', deputy);
  await report(id, 'one', deputy);
  await expect(decide(id, 'one', deputy)).rejects.toMatchObject(refused('execution.not-with-you'));
  expect(await acts()).not.toContain('decide-report');
  expect(await acts()).not.toContain('withdraw-resolution');
  await decide(id, 'one', head);
  expect((await tree(id))[0]?.state).toBe('executed');
});

test('what a leader gave to a post of their own is theirs to decide', async () => {
  const id = await letter();
  await give(id, 'one', [], {}, deputy);
  await report(id, 'one', deputy);
  await decide(id, 'one', deputy);
  expect((await tree(id))[0]?.state).toBe('executed');
});

test('no instruction is due so late that the next one would have no day', async () => {
  const late = { dueOn: '9999-12-30', recurrence: 'monthly' };
  const id = await letter();
  await expect(give(id, 'one', [], late)).rejects.toMatchObject(refused('execution.due-impossible'));
  await give(id, 'one');
  const [given] = await tree(id);
  const ask = { id: given?.id ?? '', until: '9999-12-30', reason: 'Never' };
  await expect(b.call(contract.askExtension, ask, one)).rejects.toMatchObject(refused('execution.due-impossible'));
  // A document may be due whenever its card says; then the term of its kind holds for the instruction.
  const far = await letter({ dueOn: '9999-12-30' });
  await give(far, 'two', [], { recurrence: 'monthly' });
  await report(far, 'two', two);
  await decide(far, 'two', head);
  expect((await tree(far)).map(({ state }) => state).sort()).toEqual(['executed', 'open']);
  expect(await partOf(far, 'two')).not.toBe('');
});

test('a phrase kept by many presses at once is one phrase', async () => {
  for (const text of ['Please answer in time', 'Please talk to me', 'For your information', 'Prepare a draft']) {
    const keep = () => b.call(contract.keepPhrase, { text }, one);
    const ids = (await Promise.all(Array.from({ length: 30 }, keep))).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  }
});
