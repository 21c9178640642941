// SPDX-License-Identifier: Apache-2.0
/** Event sub-processes: started by an event while their scope is under way. */
import { describe, expect, test } from 'vitest';
import { drawn, event, sub, triggered, undone, user } from './drawings.ts';
import { playing } from './played.ts';

const starts = (kind: string, attributes = '', inner = '') =>
  kind === 'timer'
    ? `<startEvent id="e-s" ${attributes}><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></startEvent>`
    : kind === 'conditional'
      ? `<startEvent id="e-s" ${attributes}><conditionalEventDefinition><condition>late</condition></conditionalEventDefinition></startEvent>`
      : event('startEvent', 'e-s', kind, attributes, inner);
const beside = 'isInterrupting="false"';

describe('an event sub-process', () => {
  test.each(['message', 'timer', 'signal', 'conditional', 'escalation'])(
    'started by %s goes on beside, any number of times',
    async (kind) => {
      const game = await playing(drawn(`${user('a')}${triggered('e', starts(kind, beside))}`, 'start > a > end'));
      expect(game.awaited()).toEqual(['e-s']);
      game.occurs('e-s');
      game.occurs('e-s');
      expect(game.stands()).toEqual(['a', 'e-do', 'e-do']);
      game.complete('a');
      game.complete('e-do');
      expect(game.awaited()).toEqual(['e-s']);
      game.complete('e-do');
      expect([game.left(), game.awaited()]).toEqual([0, []]);
    },
  );

  test.each(['message', 'timer', 'signal', 'conditional', 'error', 'escalation'])(
    'started by %s that interrupts stops all else, once',
    async (kind) => {
      const other = triggered('f', event('startEvent', 'f-s', 'message', beside));
      const game = await playing(
        drawn(
          `${user('a')}${user('b')}<parallelGateway id="g"/>${triggered('e', starts(kind))}${other}`,
          'start > g > a > end',
          'g > b > end',
        ),
      );
      game.occurs('f-s');
      game.occurs('e-s');
      expect([game.stands(), game.awaited()]).toEqual([['e-do'], []]);
      game.complete('e-do');
      expect(game.left()).toBe(0);
    },
  );

  test('nothing can occur where nothing is under way', async () => {
    const game = await playing(drawn(`${user('a')}${triggered('e', starts('message'))}`, 'start > a > end'));
    game.complete('a');
    expect(() => game.occurs('e-s')).toThrow('e-s occurs where nothing is under way');
  });

  test('in a sub-process it stops that alone, which then is done', async () => {
    const inside = sub('s', `${user('a')}${triggered('e', starts('message'))}`, 's-i > a > s-o');
    const game = await playing(drawn(`${inside}${user('b')}`, 'start > s > b > end'));
    expect(game.awaited()).toEqual(['e-s s']);
    game.occurs('e-s', 's');
    expect(game.stands()).toEqual(['e-do']);
    game.complete('e-do');
    expect(game.stands()).toEqual(['b']);
  });

  test('of a sub-process for each item it stops one item', async () => {
    const inside = sub(
      's',
      `<multiInstanceLoopCharacteristics stoa:items="family"/>${user('a')}${triggered('e', starts('message'))}`,
      's-i > a > s-o',
    );
    const game = await playing(drawn(inside, 'start > s > end'), { count: () => 2 });
    expect(game.awaited()).toEqual(['e-s s', 'e-s s']);
    game.occurs('e-s', 's');
    expect(game.stands()).toEqual(['a', 'e-do']);
  });

  test('an error is taken by the scope, before the boundary around it; with its code before without', async () => {
    const failing = event('endEvent', 'failed', 'error', '', 'errorRef="lost"');
    const any = triggered('f', event('startEvent', 'f-s', 'error'));
    const inside = (more: string) => sub('s', `${user('a')}${failing}${more}`, 's-i > a > failed');
    const xml = (more: string) =>
      drawn(
        `${inside(more)}${event('boundaryEvent', 'caught', 'error', 'attachedToRef="s"')}${user('repair')}<exclusiveGateway id="x"/>`,
        'start > s > x > end',
        'caught > repair > x',
      ).replace('<process', '<error id="lost" errorCode="lost"/><process');
    const own = await playing(xml(any + triggered('e', starts('error', '', 'errorRef="lost"'))));
    own.complete('a');
    expect(own.stands()).toEqual(['e-do']);
    const outer = await playing(xml(''));
    outer.complete('a');
    expect(outer.stands()).toEqual(['repair']);
    const again = await playing(
      xml(triggered('e', starts('error'), event('endEvent', 'again', 'error'), 'e-s > again')),
    );
    again.complete('a');
    expect([again.stands(), again.left()]).toEqual([['repair'], 1]);
  });

  test('work that fails raises its error to the nearest that takes it', async () => {
    const inside = sub('s', `${user('a')}`, 's-i > a > s-o');
    const game = await playing(drawn(`${inside}${triggered('e', starts('error'))}`, 'start > s > end'));
    game.raises('error', 'lost', 'a');
    expect(game.stands()).toEqual(['e-do']);
    const nobody = await playing(drawn(inside, 'start > s > end'));
    nobody.raises('error', 'lost', 'a');
    expect(nobody.left()).toBe(0);
  });

  test('an escalation goes on beside what raised it', async () => {
    const up = event('intermediateThrowEvent', 'up', 'escalation');
    const game = await playing(
      drawn(`${up}${user('a')}${triggered('e', starts('escalation', beside))}`, 'start > up > a > end'),
    );
    expect(game.stands()).toEqual(['a', 'e-do']);
  });

  test('can undo what was done in its scope', async () => {
    const undo = triggered('e', starts('message'), event('endEvent', 'over', 'compensate'), 'e-s > over');
    const game = await playing(
      drawn(sub('s', `${user('a')}${undone('a')}${user('b')}${undo}`, 's-i > a > b > s-o'), 'start > s > end'),
    );
    game.complete('a');
    game.occurs('e-s', 's');
    expect(game.stands()).toEqual(['over', 'undo-a']);
    game.complete('undo-a');
    expect([game.left(), game.ended]).toEqual([0, ['over', 'end']]);
  });
});

describe('messages, signals and escalations', () => {
  test('what is thrown is told to the host, and to what waits in the same process', async () => {
    const signal = (element: string, id: string, more = '') => event(element, id, 'signal', more, 'signalRef="go"');
    const xml = drawn(
      `${user('a')}<parallelGateway id="g"/>${signal('intermediateCatchEvent', 'wait')}${signal('intermediateThrowEvent', 'send')}
       ${event('endEvent', 'letter', 'message', '', 'messageRef="m"')}${triggered('e', signal('startEvent', 'e-s', beside))}`,
      'start > g > a > send > letter',
      'g > wait > end',
    ).replace('<process', '<signal id="go" name="Go"/><message id="m" name="Letter"/><process');
    const game = await playing(xml);
    game.complete('a');
    expect(game.thrown).toEqual(['send signal Go']);
    expect(game.stands()).toEqual(['send', 'wait']);
    expect(game.awaited()).toEqual(['e-s']);
    game.complete('send');
    expect(game.thrown).toEqual(['send signal Go', 'letter message Letter']);
  });

  test('an escalation is taken by the boundary with its code, which interrupts nothing', async () => {
    const take = (code: string) =>
      `${event('boundaryEvent', `at-${code}`, 'escalation', 'attachedToRef="s" cancelActivity="false"', `escalationRef="${code}"`)}${user(`do-${code}`)}<endEvent id="end-${code}"/>`;
    const up = event('intermediateThrowEvent', 'up', 'escalation', '', 'escalationRef="small"');
    const xml = drawn(
      `${sub('s', `${up}${user('a')}`, 's-i > up > a > s-o')}${take('big')}${take('small')}`,
      'start > s > end',
      'at-big > do-big > end-big',
      'at-small > do-small > end-small',
    ).replace(
      '<process',
      '<escalation id="big" escalationCode="big"/><escalation id="small" escalationCode="small"/><process',
    );
    const game = await playing(xml);
    expect(game.stands()).toEqual(['a', 'do-small']);
    game.complete('a');
    expect(game.stands()).toEqual(['do-small']);
  });

  test('a condition at a boundary that does not interrupt starts its branch beside the task', async () => {
    const when =
      '<boundaryEvent id="when" attachedToRef="a" cancelActivity="false"><conditionalEventDefinition><condition>late</condition></conditionalEventDefinition></boundaryEvent>';
    const game = await playing(
      drawn(`${user('a')}${when}${user('b')}<endEvent id="eb"/>`, 'start > a > end', 'when > b > eb'),
    );
    expect(game.awaited()).toEqual(['when a']);
    expect(game.index.node('when').event?.condition).toBe('late');
    game.occurs('when', 'a');
    expect(game.stands()).toEqual(['a', 'b']);
  });

  test('a process with several starts begins at the one its host chooses', async () => {
    const xml = drawn(
      `${event('startEvent', 'letter', 'message')}${user('a')}${user('b')}<exclusiveGateway id="x"/>`,
      'start > a > x > end',
      'letter > b > x',
    );
    const game = await playing(xml);
    expect(game.index.startsOf(undefined).map(({ id }) => id)).toEqual(['start', 'letter']);
    expect(game.stands()).toEqual(['a']);
    game.start('letter');
    expect(game.stands()).toEqual(['a', 'b']);
  });
});
