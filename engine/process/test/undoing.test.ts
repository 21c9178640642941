// SPDX-License-Identifier: Apache-2.0
/** Compensation and transactions: what is done is undone, the last first, one after the other. */
import { describe, expect, test } from 'vitest';
import { drawn, event, flows, sub, undone, user } from './drawings.ts';
import { playing } from './played.ts';

const back = (id: string, activity = '') =>
  event('intermediateThrowEvent', id, 'compensate', '', activity && `activityRef="${activity}"`);
const each = (marker: string) => `<multiInstanceLoopCharacteristics ${marker} stoa:items="family"/>`;

describe('compensation', () => {
  test('undoes all that is done in its scope, the last first, and then goes on', async () => {
    const game = await playing(
      drawn(
        `${user('a')}${user('b')}${user('c')}${user('d')}${undone('a')}${undone('c')}${back('t')}`,
        'start > a > b > c > t > d > end',
      ),
    );
    for (const step of ['a', 'b', 'c']) game.complete(step);
    expect(game.stands()).toEqual(['t', 'undo-c']);
    game.complete('undo-c');
    expect(game.stands()).toEqual(['t', 'undo-a']);
    game.complete('undo-a');
    expect([game.stands(), game.done()]).toEqual([['d'], []]);
    game.complete('d');
    expect([game.left(), game.ended]).toEqual([0, ['end']]);
  });

  test('of branches side by side it follows the order in which they were done', async () => {
    const xml = drawn(
      `${user('a')}${user('b')}${undone('a')}${undone('b')}<parallelGateway id="g"/><parallelGateway id="j"/>${event('endEvent', 'over', 'compensate')}`,
      'start > g > a > j > over',
      'g > b > j',
    );
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const game = await playing(xml);
      for (const step of order) game.complete(step);
      expect(game.stands()).toEqual(['over', `undo-${order[1]}`]);
      game.complete(`undo-${order[1]}`);
      game.complete(`undo-${order[0]}`);
      expect([game.left(), game.ended]).toEqual([0, ['over']]);
    }
  });

  test('of one activity undoes that alone, and nothing where it was not done', async () => {
    const xml = drawn(
      `${user('a')}${user('b')}${user('c')}${undone('a')}${undone('b')}${back('t', 'a')}<exclusiveGateway id="x" default="x-y"/><exclusiveGateway id="y"/>`,
      'start > x >[old] a > y > b > t > c > end',
      'x > y',
    );
    const did = await playing(xml, { test: () => true });
    did.complete('a');
    did.complete('b');
    expect(did.stands()).toEqual(['t', 'undo-a']);
    did.complete('undo-a');
    expect([did.stands(), did.done()]).toEqual([['c'], ['b']]);
    did.complete('c');
    expect(did.left()).toBe(0);
    const not = await playing(xml);
    not.complete('b');
    expect(not.stands()).toEqual(['c']);
  });

  test('of an activity done several times undoes each item, and says which', async () => {
    const game = await playing(drawn(`${user('a', each(''))}${undone('a')}${back('t', 'a')}`, 'start > a > t > end'));
    for (const item of [1, 0, 2]) game.complete('a', item);
    for (const item of [2, 0, 1]) {
      expect(game.stands()).toEqual(['t', `undo-a ${item}`]);
      game.complete('undo-a');
    }
    expect([game.left(), game.ended]).toEqual([0, ['end']]);
  });

  test('what ended early has undone only what was done', async () => {
    const marker = `<multiInstanceLoopCharacteristics stoa:items="family"><completionCondition>done = 1</completionCondition></multiInstanceLoopCharacteristics>`;
    const game = await playing(drawn(`${user('a', marker)}${undone('a')}${back('t')}`, 'start > a > t > end'), {
      test: () => true,
    });
    game.complete('a', 1);
    expect(game.stands()).toEqual(['t', 'undo-a 1']);
  });

  test('of a sub-process that is done undoes what was done inside it', async () => {
    const inner = sub('in', `${user('a')}${undone('a')}`, 'in-i > a > in-o');
    const game = await playing(
      drawn(
        `${sub('s', `${inner}${user('b')}${undone('b')}`, 's-i > in > b > s-o')}${user('c')}${undone('c')}${back('t', 's')}`,
        'start > s > c > t > end',
      ),
    );
    for (const step of ['a', 'b', 'c']) game.complete(step);
    expect(game.done()).toEqual(['a of in', 'c']);
    expect(game.stands()).toEqual(['t', 'undo-b']);
    game.complete('undo-b');
    expect(game.stands()).toEqual(['t', 'undo-a']);
    game.complete('undo-a');
    expect([game.left(), game.ended.at(-1)]).toEqual([0, 'end']);
  });

  test('a sub-process with something that undoes it as a whole is undone by that alone', async () => {
    const game = await playing(
      drawn(
        `${sub('s', `${user('a')}${undone('a')}`, 's-i > a > s-o')}${undone('s')}${back('t')}`,
        'start > s > t > end',
      ),
    );
    game.complete('a');
    expect([game.stands(), game.done()]).toEqual([['t', 'undo-s'], []]);
  });

  test('a sub-process for each of the family is undone for each of them', async () => {
    const inside = sub('s', `${each('')}${user('a')}${undone('a')}`, 's-i > a > s-o');
    const seen: unknown[] = [];
    const xml = drawn(`${inside}${back('t')}`, 'start > s > t > end');
    const game = await playing(xml, { count: () => 2 });
    game.complete('a');
    game.complete('a');
    expect([game.stands(), game.done()]).toEqual([['t', 'undo-a 1'], ['a 0 of s']]);
    game.complete('undo-a');
    expect([game.stands(), seen]).toEqual([['t', 'undo-a 0'], []]);
  });

  test('what is interrupted cannot be undone any more, what was never done neither', async () => {
    const xml = drawn(
      `${sub('s', `${user('a')}${undone('a')}${user('b')}`, 's-i > a > b > s-o')}${event('boundaryEvent', 'late', 'message', 'attachedToRef="s"')}<exclusiveGateway id="x"/>${back('t')}`,
      'start > s > x > t > end',
      'late > x',
    );
    const game = await playing(xml);
    game.complete('a');
    game.occurs('late', 's');
    expect([game.left(), game.ended]).toEqual([0, ['end']]);
  });

  test('what undoes may be a sub-process', async () => {
    const handler = `<subProcess id="h" isForCompensation="true"><startEvent id="hi"/>${user('call')}${user('pay')}<endEvent id="ho"/>${flows('hi > call > pay > ho')}</subProcess>`;
    const game = await playing(
      drawn(
        `${user('a')}${handler}${event('boundaryEvent', 'back', 'compensate', 'attachedToRef="a"')}<association id="as" sourceRef="back" targetRef="h"/>${back('t')}${user('b')}`,
        'start > a > t > b > end',
      ),
    );
    game.complete('a');
    expect(game.stands()).toEqual(['call', 't']);
    game.complete('call');
    game.complete('pay');
    expect(game.stands()).toEqual(['b']);
  });
});

describe('a transaction', () => {
  const xml = drawn(
    `<transaction id="s"><startEvent id="i"/>${user('a')}${user('b')}${user('c')}${undone('a')}${undone('b')}
     <parallelGateway id="g"/><endEvent id="o"/>${event('endEvent', 'no', 'cancel')}<exclusiveGateway id="x" default="x-o"/>
     ${flows('i > a > g > b > x > o', 'x >[bad] no', 'g > c > o')}</transaction>
     ${event('boundaryEvent', 'cancelled', 'cancel', 'attachedToRef="s"')}${event('boundaryEvent', 'late', 'message', 'attachedToRef="s"')}
     ${user('sorry')}<exclusiveGateway id="y"/>`,
    'start > s > y > end',
    'cancelled > sorry > y',
    'late > y',
  );

  test('that is cancelled stops, undoes what is done in it, and is left by its cancel event', async () => {
    const game = await playing(xml, { test: () => true });
    expect(game.awaited()).toEqual(['late s']);
    game.complete('a');
    game.complete('b');
    expect([game.stands(), game.awaited()]).toEqual([['no', 'undo-b'], []]);
    game.complete('undo-b');
    game.complete('undo-a');
    expect([game.stands(), game.ended]).toEqual([['sorry'], ['no']]);
    game.complete('sorry');
    expect([game.left(), game.ended]).toEqual([0, ['no', 'end']]);
  });

  test('that is not cancelled ends like a sub-process', async () => {
    const game = await playing(xml);
    for (const step of ['a', 'b', 'c']) game.complete(step);
    expect([game.left(), game.ended.at(-1)]).toEqual([0, 'end']);
  });
});
