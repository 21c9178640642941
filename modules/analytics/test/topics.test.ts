// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { listTopics } from '../src/cabinet/topics.ts';

test('words tell their topics with what led there', async () => {
  const texts = ['We waited two hours in the queue', 'Сотрудник был груб', 'انتظرت طويلا في الطابور', 'Fine'];
  const { items, topics } = await listTopics(undefined as never, { texts });
  expect(items[0]).toEqual([{ code: 'waiting', words: ['waited', 'hours', 'queue'] }]);
  expect(items[1]).toEqual([{ code: 'staff', words: ['сотрудник', 'груб'] }]);
  expect(items[2]?.[0]?.code).toBe('waiting');
  expect(items[3]).toEqual([]);
  expect(topics.map(({ code, count }) => [code, count])).toEqual([
    ['waiting', 2],
    ['staff', 1],
  ]);
});
