// SPDX-License-Identifier: Apache-2.0
/** What a process asks, and nothing answers. */
import { expect, test } from 'vitest';
import { user } from '../../../engine/process/test/drawings.ts';
import { happened, later, paper, processes, within } from './papers.ts';

const timed = (kind: string, text: string) =>
  `<timerEventDefinition><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;
const each = (attributes: string) => `<multiInstanceLoopCharacteristics ${attributes}/>`;
const gate = '<exclusiveGateway id="gate" default="gate-sign"/>';
const gated = (first: string) => [`start > ${first} > gate`, 'gate >[amount = 3] end', 'gate > sign > end'];
const why = { state: 'failed', error: expect.stringContaining('amount') };

test('what came of a step is known by its new id in another plan, and changes made before stay', async () => {
  const one = await paper(user('vote') + user('sign') + user('send'), ['start > vote > sign > send > end']);
  const inserted = { after: 'vote', node: { id: 'own', name: 'Ask', settings: {} } };
  await within((tx) => processes.change(tx, one, [{ insert: inserted }]));
  await one.finish('vote', 'yes');
  const other = await paper(user('ballot') + user('sign') + user('send'), ['start > ballot > sign > send > end']);
  await within((tx) => processes.migrate(tx, one, other.plan, { vote: 'ballot' }));
  one.pin(other.plan);
  expect(await one.waits()).toEqual(['own']);
  await one.finish('own');
  const now = { ...one, plan: other.plan };
  const { results } = await within((tx) => processes.contextAt(tx, now, 'sign', []));
  expect([await one.waits(), results]).toMatchObject([['sign'], { ballot: 'yes' }]);
});

test('a way is not changed without end', async () => {
  const one = await paper(user('write'), ['start > write > end']);
  const insert = (at: number) => ({ insert: { after: 'write', node: { id: `own${at}`, name: 'Ask', settings: {} } } });
  const many = Array.from({ length: 101 }, (_, at) => insert(at));
  await expect(within((tx) => processes.change(tx, one, many))).rejects.toThrow('changed 100 times');
  await within((tx) => processes.change(tx, one, many.slice(1)));
  await expect(within((tx) => processes.change(tx, one, many.slice(0, 1)))).rejects.toThrow('changed 100 times');
});

test('only what people do is given to another duty', async () => {
  const one = await paper('<serviceTask id="send"/>', ['start > send > end']);
  const given = { replace: 'send', settings: { duty: 'registrar' } };
  await expect(within((tx) => processes.change(tx, one, [given]))).rejects.toThrow('no task of a person');
});

test('a timer that leads to what cannot be answered holds up its own process alone, and says why', async () => {
  const timer = `<intermediateCatchEvent id="wait">${timed('timeDuration', 'P1D')}</intermediateCatchEvent>`;
  const data: Record<string, unknown> = {};
  const stuck = await paper(timer + gate + user('sign'), gated('wait'), data);
  const other = await paper(timer + user('sign'), ['start > wait > sign > end']);
  await later({ days: 1, seconds: 1 });
  expect(await other.waits()).toEqual(['sign']);
  expect(await stuck.standing()).toMatchObject([{ node: 'wait', ...why }]);
  data.amount = 1;
  await later({ hours: 1 });
  expect(await stuck.waits()).toEqual(['sign']);
});

test('what comes to a process that cannot go on has come, and is looked for again', async () => {
  const data: Record<string, unknown> = {};
  const one = await paper('<receiveTask id="answer"/>' + gate + user('sign'), gated('answer'), data);
  expect(await within((tx) => processes.receive(tx, one, ({ id }) => id === 'answer'))).toBe(true);
  const [token] = await one.standing();
  expect(token).toMatchObject({ node: 'answer', ...why });
  data.amount = 1;
  happened.set(one.id, ['answer came']);
  await within((tx) => processes.again(tx, one, token?.id ?? ''));
  expect(await one.waits()).toEqual(['sign']);
});

test('of a choice of events the one that has come before is not waited for', async () => {
  const message = '<intermediateCatchEvent id="paid"><messageEventDefinition/></intermediateCatchEvent>';
  const late = `<intermediateCatchEvent id="late">${timed('timeDuration', 'P1D')}</intermediateCatchEvent>`;
  const one = await paper(
    `${user('look')}<eventBasedGateway id="choice"/>${message}${late}${user('sign')}<endEvent id="lapsed"/>`,
    ['start > look > choice > paid > sign > end', 'choice > late > lapsed'],
  );
  happened.set(one.id, ['paid came']);
  await one.finish('look');
  expect(await one.waits()).toEqual(['sign']);
});

test.each(['members', 'count', '= days', '= date("nonsense")'])(
  'work that leads to nonsense is refused: %s',
  async (text) => {
    const next = text.startsWith('=')
      ? `<intermediateCatchEvent id="next">${timed('timeDuration', text)}</intermediateCatchEvent>`
      : user('next', each(`stoa:items="${text}" stoa:item="member"`));
    const data = { members: Array.from({ length: 1001 }, String), count: 'many', days: 'soon' };
    const one = await paper(user('write') + next, ['start > write > next > end'], data);
    await expect(one.finish('write')).rejects.toMatchObject({ kind: 'conflict', code: 'kernel.process-stuck' });
    expect(await one.waits()).toEqual(['write']);
  },
);
