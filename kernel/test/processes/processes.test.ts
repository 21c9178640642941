// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { event, flows, sub, triggered, undone, user } from '../../../engine/process/test/drawings.ts';
import { b, later, paper, processes, within } from './papers.ts';

const timed = (kind: string, text: string) =>
  `<timerEventDefinition><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;
const members = ['Aida', 'Timur', 'Olga'];
const each = (attributes: string, inner = '') =>
  `<multiInstanceLoopCharacteristics ${attributes}>${inner}</multiInstanceLoopCharacteristics>`;

test('a step that is done leads on, once however often it is reported', async () => {
  const one = await paper(user('write') + user('sign'), ['start > write > sign > end']);
  const [token] = await one.standing();
  expect(await within((tx) => processes.complete(tx, one, token?.id ?? ''))).toBe(true);
  expect(await within((tx) => processes.complete(tx, one, token?.id ?? ''))).toBe(false);
  expect(await one.waits()).toEqual(['sign']);
  await one.finish('sign');
  expect([await one.ended(), await one.waits()]).toEqual(['end', []]);
});

test('a vote of three is three tasks, and ends as soon as two agree', async () => {
  const until = '<completionCondition>count(results.vote[item = "yes"]) &gt;= 2</completionCondition>';
  const one = await paper(
    user('vote', each('stoa:items="members" stoa:item="member"', until)) + user('sign'),
    ['start > vote > sign > end'],
    { members },
  );
  expect(one.happened()).toEqual(['+vote 0', '+vote 1', '+vote 2']);
  await one.finish('vote', 'yes', 2);
  await one.finish('vote', 'no', 0);
  expect(await one.waits()).toEqual(['vote 1']);
  expect(await within((tx) => processes.contextAt(tx, one, 'vote', [1]))).toMatchObject({
    ...{ member: 'Timur', loopCounter: 2 },
    ...{ numberOfInstances: 3, numberOfCompletedInstances: 2, numberOfActiveInstances: 1 },
  });
  await one.finish('vote', 'yes', 1);
  expect(await one.waits()).toEqual(['sign']);
  const { results } = await within((tx) => processes.contextAt(tx, one, 'sign', []));
  expect(results).toMatchObject({ vote: ['no', 'yes', 'yes'], sign: null });
});

test('what came of a step is unreadable in the database', async () => {
  const one = await paper(user('vote'), ['start > vote > end']);
  await one.finish('vote', 'a name nobody else may read');
  expect(await b.dump()).not.toContain('a name nobody else may read');
});

test('one after the other, each with its own item, in a sub-process', async () => {
  const inner = `<startEvent id="s"/>${user('check')}<endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="check"/><sequenceFlow id="b" sourceRef="check" targetRef="e"/>`;
  const loop = each('isSequential="true" stoa:items="members" stoa:item="member"');
  const one = await paper(`<subProcess id="family">${inner}${loop}</subProcess>`, ['start > family > end'], {
    members,
  });
  for (const at of [0, 1, 2]) {
    expect(one.happened().at(-1)).toBe(`+check ${at}`);
    await one.finish('check');
  }
  expect(await one.ended()).toBe('end');
});

test('a timer at the edge of a sub-process calls off all that is in it', async () => {
  const inner = `<startEvent id="s"/>${user('check')}<endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="check"/><sequenceFlow id="b" sourceRef="check" targetRef="e"/>`;
  const late = `<boundaryEvent id="late" attachedToRef="family">${timed('timeDuration', 'P3D')}</boundaryEvent>`;
  const one = await paper(`<subProcess id="family">${inner}</subProcess>${late}<endEvent id="lapsed"/>`, [
    'start > family > end',
    'late > lapsed',
  ]);
  await later({ days: 2 });
  expect(await one.waits()).toEqual(['family', 'check']);
  await later({ days: 1, seconds: 1 });
  expect(one.happened().slice(1)).toEqual(['!late', '-check', '-family']);
  expect(await one.ended()).toBe('lapsed');
});

test('work that was done before the time is up is not called off', async () => {
  const late = `<boundaryEvent id="late" attachedToRef="write">${timed('timeDuration', 'PT1H')}</boundaryEvent>`;
  const one = await paper(`${user('write')}${late}<endEvent id="lapsed"/>${user('sign')}`, [
    'start > write > sign > end',
    'late > lapsed',
  ]);
  await one.finish('write');
  await later({ hours: 2 });
  expect(await one.waits()).toEqual(['sign']);
});

test('a condition that has come true is seen when what it sees has changed', async () => {
  const when =
    '<conditionalEventDefinition><condition xsi:type="tFormalExpression">paid</condition></conditionalEventDefinition>';
  const data = { paid: false };
  const one = await paper(
    `<intermediateCatchEvent id="paid">${when}</intermediateCatchEvent>`,
    ['start > paid > end'],
    data,
  );
  await within((tx) => processes.reconsider(tx, one));
  expect(await one.waits()).toEqual(['paid']);
  data.paid = true;
  await within((tx) => processes.reconsider(tx, one));
  expect(await one.ended()).toBe('end');
});

test('the first of several events wins, by time or by what comes', async () => {
  const choice =
    `<eventBasedGateway id="which"/><receiveTask id="answer" stoa:waitsFor="answer"/>` +
    `<intermediateCatchEvent id="silence">${timed('timeDuration', 'P5D')}</intermediateCatchEvent><endEvent id="tacit"/>`;
  const lines = ['start > which > answer > end', 'which > silence > tacit'];
  const [answered, silent] = [await paper(choice, lines), await paper(choice, lines)];
  expect(await within((tx) => processes.receive(tx, answered, ({ settings }) => settings.waitsFor === 'answer'))).toBe(
    true,
  );
  expect(await answered.ended()).toBe('end');
  await later({ days: 6 });
  expect([await silent.ended(), await answered.ended()]).toEqual(['tacit', 'end']);
  expect(await within((tx) => processes.receive(tx, silent, () => true))).toBe(false);
});

test('a signal reaches everything in the process that waits for it', async () => {
  const signal = '<signalEventDefinition signalRef="stop"/>';
  const one = await paper(
    `<parallelGateway id="fork"/><parallelGateway id="meet"/>${user('write')}<intermediateThrowEvent id="call">${signal}</intermediateThrowEvent>` +
      `<intermediateCatchEvent id="hear">${signal}</intermediateCatchEvent>`,
    ['start > fork > write > call > meet > end', 'fork > hear > meet'],
  );
  await one.finish('write');
  expect(await one.ended()).toBe('end');
});

test('what is done is undone for each item, the last first', async () => {
  const one = await paper(
    `${user('reserve', each('stoa:items="members" stoa:item="member"'))}${undone('reserve')}${user('check')}` +
      event('intermediateThrowEvent', 'back', 'compensate'),
    ['start > reserve > check > back > end'],
    { members },
  );
  for (const item of [1, 0, 2]) await one.finish('reserve', undefined, item);
  await one.finish('check');
  for (const item of [2, 0, 1]) {
    expect(one.happened().at(-1)).toBe(`+undo-reserve ${item}`);
    await one.finish('undo-reserve');
  }
  expect([await one.ended(), await one.standing()]).toEqual(['end', []]);
});

test('a transaction that is cancelled undoes what was done in it and leaves by its own way', async () => {
  const inner = `${user('pay')}${undone('pay')}<exclusiveGateway id="ok" default="ok-deal-o"/><endEvent id="no"><cancelEventDefinition/></endEvent>`;
  const deal = sub('deal', inner, 'deal-i > pay > ok > deal-o', 'ok >[refused] no').replaceAll(
    'subProcess',
    'transaction',
  );
  const one = await paper(
    `${deal}${event('boundaryEvent', 'off', 'cancel', 'attachedToRef="deal"')}<endEvent id="void"/>`,
    ['start > deal > end', 'off > void'],
    { refused: true },
  );
  await one.finish('pay');
  expect(one.happened()).toEqual(['+pay', '+undo-pay']);
  await one.finish('undo-pay');
  expect(await one.ended()).toBe('void');
});

test('a reminder comes as often as it is drawn, however late somebody looks', async () => {
  const remind = `<boundaryEvent id="remind" attachedToRef="write" cancelActivity="false">${timed('timeCycle', 'R3/P1D')}</boundaryEvent>`;
  const one = await paper(`${user('write')}${remind}<manualTask id="tell"/><endEvent id="told"/>`, [
    'start > write > end',
    'remind > tell > told',
  ]);
  const told = () => one.happened().filter((what) => what === '+tell').length;
  await later({ hours: 25 });
  expect(told()).toBe(1);
  await later({ days: 1 });
  await later({ days: 5 });
  expect(told()).toBe(3);
  await later({ days: 9 });
  expect([told(), await one.waits()]).toEqual([3, ['write']]);
});

test('a process that lasts too long is given up as a whole, by a date that the data say', async () => {
  const start = `<startEvent id="late-s">${timed('timeDate', '=lastDay')}</startEvent>`;
  const one = await paper(`${user('write')}${triggered('late', start)}`, ['start > write > end'], {
    lastDay: '2020-01-01',
  });
  await later({ seconds: 1 });
  expect(await one.waits()).toEqual(['late', 'late-do']);
  await one.finish('late-do');
  expect(await one.ended()).toBe('late-o');
});

test('a called process sees what it is given, and gives back what it found', async () => {
  const called =
    `<process id="hearing" isExecutable="false"><startEvent id="s"/>${user('hear', '', 'stoa:result="heard"')}<scriptTask id="weigh" scriptFormat="feel" stoa:result="weight"><script>count(names) * (if results.heard = "yes" then 1 else 0)</script></scriptTask><endEvent id="e"/>` +
    `${flows('s > hear > weigh > e')}</process>`;
  const map = (from: string, to: string) =>
    `<assignment><from xsi:type="tFormalExpression">${from}</from><to xsi:type="tFormalExpression">${to}</to></assignment>`;
  const call =
    `<callActivity id="ask" calledElement="hearing"><dataInputAssociation id="i"><targetRef>x</targetRef>${map('members', 'names')}</dataInputAssociation>` +
    `<dataOutputAssociation id="o"><targetRef>x</targetRef>${map('results.weight', 'weight')}</dataOutputAssociation></callActivity>`;
  const one = await paper(call + user('sign'), ['start > ask > sign > end'], { members }, called);
  await one.finish('ask.hear', 'yes');
  const { results } = await within((tx) => processes.contextAt(tx, one, 'sign', []));
  expect(results).toMatchObject({ ask: { weight: 3 } });
});

test('a way of its own: a step more, one passed by with all that is in it, and the rest as it was', async () => {
  const one = await paper(`${sub('family', user('check'), 'family-i > check > family-o')}${user('sign')}`, [
    'start > family > sign > end',
  ]);
  const node = { id: 'lawyer', name: 'Ask the lawyer', settings: {} };
  await within((tx) => processes.change(tx, one, [{ insert: { after: 'sign', node } }, { skip: 'family' }]));
  expect(one.happened()).toEqual(['+check', '-family', '-check', '+sign']);
  await one.finish('sign');
  expect(await one.waits()).toEqual(['lawyer']);
  await expect(within((tx) => processes.change(tx, one, [{ skip: 'nowhere' }]))).rejects.toThrow('no such step');
  await one.finish('lawyer');
  expect(await one.ended()).toBe('end');
});

test('a plan that changes under a token moves it, and timers go along', async () => {
  const late = (id: string) =>
    `<boundaryEvent id="late" attachedToRef="${id}">${timed('timeDuration', 'P3D')}</boundaryEvent>`;
  const drawing = (id: string) =>
    [`${user(id)}${late(id)}<endEvent id="lapsed"/>`, [`start > ${id} > end`, 'late > lapsed']] as const;
  const one = await paper(...drawing('write'));
  const other = await paper(...drawing('draft'));
  await expect(within((tx) => processes.migrate(tx, one, other.plan))).rejects.toThrow(
    'map it to a step of its kind: draft',
  );
  await within((tx) => processes.migrate(tx, one, other.plan, { write: 'draft' }));
  one.pin(other.plan);
  expect(await one.waits()).toEqual(['draft']);
  await later({ days: 3, seconds: 1 });
  expect(await one.ended()).toBe('lapsed');
});
