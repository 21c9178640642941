// SPDX-License-Identifier: Apache-2.0
/** Whose a link is, how long it holds, and where its card stands in the list. */
import { namedPeople } from '@stoa/country-xm';
import { assignTemplate, pickTemplate } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { giveBackTime, sweep } from '../src/sweep.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });

test('a bound survey opens to the person who was asked alone', async () => {
  const designer = b.person({ duties: ['quality.methodologist'] });
  const { templateCode } = await b.call(pickTemplate, { organisationType: 'labour', level: 'country' });
  const rule = { organisationType: 'labour', templateCode };
  await b.call(assignTemplate, { ...rule, bound: true }, designer);
  const { token } = await b.invite();
  await b.call(assignTemplate, rule, designer);
  const asked = { ...b.person({}), personKey: b.personKey(namedPeople.worker.snils) };
  const another = b.person({});
  for (const principal of [undefined, another]) {
    expect(await b.call(contract.openSurvey, { token }, principal)).toEqual({ state: 'bound', started: false });
    expect(await b.call(contract.seeSurvey, { token }, principal)).toEqual({ seen: false });
    for (const refused of [
      () => b.call(contract.startSurvey, { token }, principal),
      () => b.call(contract.saveAnswers, { token, answers: fullMarks }, principal),
      () => b.call(contract.submitAnswers, { token, answers: fullMarks }, principal),
    ])
      await expect(refused()).rejects.toMatchObject({ kind: 'forbidden', code: 'quality.link-bound' });
  }
  expect(await b.call(contract.openSurvey, { token }, asked)).toMatchObject({ state: 'ready' });
  expect((await b.call(contract.submitAnswers, { token, answers: fullMarks }, asked)).receiptNo).toMatch(/^Q-/);
  expect((await b.call(contract.openSurvey, { token }, asked)).state).toBe('used');
});

test('time in which the module was away is given back to links that were open, and to no others', async () => {
  const open = await b.invite();
  const used = await b.invite();
  await b.call(contract.submitAnswers, { token: used.token, answers: fullMarks });
  const expiry = async (id: string) =>
    new Date((await b.call(contract.getCard, { id }, analyst)).link?.expiresAt ?? 0).getTime();
  const [before, usedBefore] = [await expiry(open.id), await expiry(used.id)];
  await sweep(b.module);
  b.clock.advance({ minutes: 9 });
  await giveBackTime(b.module);
  expect(await expiry(open.id)).toBe(before);
  const hours = 50;
  b.clock.advance({ hours });
  await giveBackTime(b.module);
  await giveBackTime(b.module);
  expect(await expiry(open.id)).toBe(before + hours * 3_600_000);
  expect(await expiry(used.id)).toBe(usedBefore);
});

test('cards are listed newest or oldest first, page by page, each once', async () => {
  const read = async (order?: 'newest' | 'oldest') => {
    const ids: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 50; pages += 1) {
      const page = await b.call(
        contract.listCards,
        { limit: 3, ...(order && { order }), ...(cursor && { cursor }) },
        analyst,
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    return ids;
  };
  for (let more = 0; more < 4; more += 1) await b.submit();
  const newest = await read();
  expect(newest.length).toBeGreaterThan(3);
  expect(new Set(newest).size).toBe(newest.length);
  expect(await read('oldest')).toEqual([...newest].reverse());
});
