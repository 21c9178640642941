// SPDX-License-Identifier: Apache-2.0
/** Constructs beyond tasks and gateways, each played as the standard says. */
import { describe, expect, test } from 'vitest';
import { drawn, flows, timer, user } from './drawings.ts';
import { playing } from './played.ts';

const each = (marker: string, inner = '') =>
  `<multiInstanceLoopCharacteristics ${marker}>${inner}</multiInstanceLoopCharacteristics>`;
const asked = (name: string, body: string) => `<${name} xsi:type="tFormalExpression">${body}</${name}>`;

describe('an activity done several times', () => {
  test('side by side, each item is done once, in any order', async () => {
    const game = await playing(drawn(user('vote', each('stoa:items="officers"')), 'start > vote > end'));
    expect(game.stands()).toEqual(['vote 0', 'vote 1', 'vote 2']);
    game.complete('vote', 2);
    game.complete('vote', 0);
    expect(game.stands()).toEqual(['vote 1']);
    expect(game.ended).toEqual([]);
    game.complete('vote', 1);
    expect([game.ended, game.left()]).toEqual([['end'], 0]);
  });

  test('one after the other, the next begins when the last is done', async () => {
    const game = await playing(
      drawn(user('vote', each('isSequential="true" stoa:items="officers"')), 'start > vote > end'),
    );
    for (const item of [0, 1, 2]) {
      expect(game.stands()).toEqual([`vote ${item}`]);
      game.complete('vote');
    }
    expect([game.ended, game.left()]).toEqual([['end'], 0]);
  });

  test('a completion condition ends it early, and is told how many are done', async () => {
    const seen: unknown[] = [];
    const xml = drawn(
      user('vote', each('stoa:items="officers"', asked('completionCondition', 'done = 2'))),
      'start > vote > end',
    );
    const game = await playing(xml, {
      test: (condition, place) => {
        seen.push([condition, ...place]);
        return place.at(-1)?.done === 2;
      },
    });
    game.complete('vote', 1);
    game.complete('vote', 2);
    expect([game.ended, game.left()]).toEqual([['end'], 0]);
    expect(seen).toEqual([
      ['done = 2', { node: 'vote', item: 1, items: 3, done: 1 }],
      ['done = 2', { node: 'vote', item: 2, items: 3, done: 2 }],
    ]);
  });

  test('for nobody it is passed by', async () => {
    const game = await playing(drawn(user('vote', each('stoa:items="officers"')), 'start > vote > end'), {
      count: () => 0,
    });
    expect([game.ended, game.left()]).toEqual([['end'], 0]);
  });

  test('a sub-process for each item keeps them apart, and its conditions know their item', async () => {
    const inside = `<startEvent id="i"/>${user('ask')}<exclusiveGateway id="x" default="x-no"/>${user('yes')}<endEvent id="no"/><endEvent id="done"/>`;
    const xml = drawn(
      `<subProcess id="s">${each('stoa:items="family"')}${inside}${flows('i > ask > x >[adult] yes > done', 'x > no')}</subProcess>`,
      'start > s > end',
    );
    const game = await playing(xml, { test: (_, place) => place.at(-1)?.item === 1 });
    const [first] = game.stands();
    expect([first, game.stands().length]).toEqual(['ask', 3]);
    for (let round = 0; round < 3; round++) game.complete('ask');
    expect(game.stands()).toEqual(['yes']);
    game.complete('yes');
    expect([game.ended.at(-1), game.left()]).toEqual(['end', 0]);
  });

  test('a loop is repeated until its condition no longer holds', async () => {
    const loop = `<standardLoopCharacteristics loopMaximum="3">${asked('loopCondition', 'again')}</standardLoopCharacteristics>`;
    let again = true;
    const game = await playing(drawn(user('a', loop), 'start > a > end'), {
      test: (condition) => condition === 'not(again)' && !again,
    });
    game.complete('a');
    again = false;
    expect(game.stands()).toEqual(['a 1']);
    game.complete('a');
    expect([game.ended, game.left()]).toEqual([['end'], 0]);
  });
});

const sub = (inner: string, ...lines: string[]) =>
  `<subProcess id="s"><startEvent id="i"/>${inner}${flows(...lines)}</subProcess>`;

describe('a sub-process', () => {
  test('is left when all its tokens have ended', async () => {
    const game = await playing(
      drawn(
        sub(
          `${user('a')}${user('b')}<parallelGateway id="g"/><endEvent id="ea"/><endEvent id="eb"/>`,
          'i > g > a > ea',
          'g > b > eb',
        ) + user('c'),
        'start > s > c > end',
      ),
    );
    game.complete('b');
    expect(game.stands()).toEqual(['a']);
    game.complete('a');
    expect(game.stands()).toEqual(['c']);
  });

  test('a timer that interrupts takes all of it with it', async () => {
    const game = await playing(
      drawn(
        `${sub(`${user('a')}<endEvent id="ea"/>`, 'i > a > ea')}${timer('late', 's')}${user('c')}<exclusiveGateway id="x"/>`,
        'start > s > x > end',
        'late > c > x',
      ),
    );
    game.occurs('late', 's');
    expect([game.stands(), game.left()]).toEqual([['c'], 1]);
  });

  test('an error inside goes to the boundary that takes it; a termination ends the inside alone', async () => {
    const inside = `${user('a')}${user('b')}<parallelGateway id="g"/><endEvent id="stop">%</endEvent><endEvent id="eb"/>`;
    const boundary = '<boundaryEvent id="failed" attachedToRef="s"><errorEventDefinition/></boundaryEvent>';
    const xml = drawn(
      `${sub(inside, 'i > g > a > stop', 'g > b > eb')}${boundary}${user('repair')}${user('next')}<exclusiveGateway id="x"/>`,
      'start > s > next > x > end',
      'failed > repair > x',
    );
    const failing = await playing(xml.replace('%', '<errorEventDefinition/>'));
    failing.complete('a');
    expect([failing.stands(), failing.left()]).toEqual([['repair'], 1]);
    const stopping = await playing(xml.replace('%', '<terminateEventDefinition/>'));
    stopping.complete('a');
    expect([stopping.stands(), stopping.left()]).toEqual([['next'], 1]);
  });
});

test('a timer that interrupts nothing starts its branch beside the task', async () => {
  const game = await playing(
    drawn(
      `${user('a')}${timer('late', 'a', 'cancelActivity="false"')}${user('remind')}<endEvent id="reminded"/>`,
      'start > a > end',
      'late > remind > reminded',
    ),
  );
  game.occurs('late', 'a');
  expect(game.stands()).toEqual(['a', 'remind']);
  game.complete('a');
  expect([game.stands(), game.ended]).toEqual([['remind'], ['end']]);
});

test('an end that terminates leaves nothing behind; an error nobody takes ends the process', async () => {
  for (const event of ['terminate', 'error']) {
    const game = await playing(
      drawn(
        `${user('a')}${user('b')}<parallelGateway id="g"/><endEvent id="stop"><${event}EventDefinition/></endEvent>`,
        'start > g > a > stop',
        'g > b > end',
      ),
    );
    game.complete('a');
    expect([game.left(), game.ended]).toEqual([0, ['stop']]);
  }
});

test('an inclusive gateway takes every flow that holds and waits for exactly those', async () => {
  const xml = drawn(
    `<inclusiveGateway id="split" default="split-c"/><inclusiveGateway id="join"/>${['a', 'b', 'c', 'd'].map((id) => user(id)).join('')}`,
    'start > split >[old] a > join > d > end',
    'split >[rich] b > join',
    'split > c > join',
  );
  const both = await playing(xml, { test: () => true });
  expect(both.stands()).toEqual(['a', 'b']);
  both.complete('a');
  expect(both.stands()).toEqual(['b', 'join']);
  both.complete('b');
  expect(both.stands()).toEqual(['d']);
  const neither = await playing(xml);
  expect(neither.stands()).toEqual(['c']);
  neither.complete('c');
  expect(neither.stands()).toEqual(['d']);
});

test('of a choice of events the first to occur is followed, once', async () => {
  const paid = '<intermediateCatchEvent id="paid"><messageEventDefinition/></intermediateCatchEvent>';
  const late =
    '<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>';
  const game = await playing(
    drawn(
      `<eventBasedGateway id="g"/>${paid}${late}${user('a')}<endEvent id="lapsed"/>`,
      'start > g > paid > a > end',
      'g > late > lapsed',
    ),
  );
  expect(game.stands()).toEqual(['g']);
  game.occurs('paid', 'g');
  expect([game.stands(), game.left()]).toEqual([['a'], 1]);
});

test('a link goes on where the other end is', async () => {
  const link = (type: string, id: string) =>
    `<intermediate${type}Event id="${id}"><linkEventDefinition name="later"/></intermediate${type}Event>`;
  const game = await playing(
    drawn(`${link('Throw', 'out')}${link('Catch', 'in')}${user('a')}`, 'start > out', 'in > a > end'),
  );
  expect(game.stands()).toEqual(['a']);
});
