// SPDX-License-Identifier: Apache-2.0
/** What is broken, or made to hurt, is refused in a sentence, and soon. */
import { expect, test } from 'vitest';
import { indexProcess, ProcessFault, readProcess, soundnessFaults } from '../src/index.ts';
import { definitions, drawn, user } from './drawings.ts';

const many = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => part(at)).join('');
const process = (inner: string): string =>
  definitions(`<process id="p" isExecutable="true"><startEvent id="start"/>${inner}</process>`);
const flow = (id: string, from: string, to: string) =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;
const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">${many(9, (at) => `<!ENTITY ${'b'.repeat(at + 1)} "${`&${at === 0 ? 'a' : 'b'.repeat(at)};`.repeat(10)}">`)}]>`;

test.each<[string, string, string]>([
  ['10 MB', process(`<documentation>${'x'.repeat(10_000_000)}</documentation>`), 'larger than 2 MB'],
  ['an entity bomb', `${bomb}${definitions('<process id="p" name="&bbbbbbbbb;"/>')}`, 'declares entities of its own'],
  [
    'an entity bomb in a value',
    definitions('<process id="p" isExecutable="true"/>').replace('<definitions', `${bomb}<definitions`),
    'declares entities of its own',
  ],
  [
    'an entity of a file',
    process(user('a', '', 'name="&xxe;"'))
      .replace('<definitions', '<!DOCTYPE d [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><definitions')
      .replace('name="Task a"', ''),
    'declares entities of its own',
  ],
  [
    'sub-processes 10,000 deep',
    process(many(10_000, (at) => `<subProcess id="s${at}">`) + '</subProcess>'.repeat(10_000)),
    'nested more than 100 deep',
  ],
  ['an id in another script', process('<userTask id="Задача"/>'), 'write ids in Latin letters, names in any script'],
  ['comments that never end', definitions('<!--'.repeat(400_000)), 'no BPMN 2.0'],
  ['values that never end', definitions('<a b="'.repeat(300_000)), 'more than 100 kB of attributes'],
  ['unknown elements', process('<x:y xmlns:x="u"/>'.repeat(60_000)), 'unrecognized element'],
  ['8,001 elements', process(many(8001, (at) => `<userTask id="a${at}"/>`)), 'has more than 8000 elements'],
  [
    'an element without an id',
    process('<userTask name="Ask"/>'),
    'a UserTask in process "p" has no id: give each element an id',
  ],
  [
    'a flow without an id',
    process(`${user('a')}<sequenceFlow sourceRef="start" targetRef="a"/>`),
    'a SequenceFlow in process "p" has no id',
  ],
  ['an id that is there twice', process(user('a') + user('a')), 'duplicate ID <a>'],
  [
    'a flow to nowhere',
    process(flow('f', 'start', 'nowhere')),
    '"f" in process "p": the sequence flow leads nowhere: connect both of its ends',
  ],
  ['a flow to itself', process(flow('f', 'f', 'f')), '"f" in process "p": it leads across a border'],
  [
    'a flow into a sub-process',
    process(`<subProcess id="s"><startEvent id="i"/>${user('a')}</subProcess>${flow('f', 'start', 'a')}`),
    '"f" in process "p": it leads across a border, to "Task a" (a)',
  ],
  [
    'a boundary event on itself',
    process('<boundaryEvent id="b" attachedToRef="b"><messageEventDefinition/></boundaryEvent>'),
    '"b" in process "p": it stands on no activity',
  ],
  [
    'a boundary event on nothing',
    process('<boundaryEvent id="b"><messageEventDefinition/></boundaryEvent>'),
    '"b" in process "p": it stands on no activity',
  ],
  [
    'sub-processes in a circle',
    process('<subProcess id="s"><startEvent id="i"/><subProcess id="t"><subProcess id="s"/></subProcess></subProcess>'),
    'duplicate ID <s>',
  ],
  [
    'links in a circle',
    process(
      many(
        2000,
        (at) =>
          `<intermediateThrowEvent id="l${at}"><linkEventDefinition name="n"/></intermediateThrowEvent><intermediateCatchEvent id="c${at}"><linkEventDefinition name="n"/></intermediateCatchEvent>`,
      ),
    ),
    'link "n" has 2000 other ends here',
  ],
  ['a process without an id', definitions('<process isExecutable="true"><startEvent id="s"/></process>'), 'has no id'],
])('%s is refused', async (_, xml, fault) => {
  const refused = await readProcess(xml).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(ProcessFault);
  expect((refused as ProcessFault).message).toContain(fault);
});

test('names in every script, with spaces, and ids that are words of the language are read as they are', async () => {
  const names = ['أمر بالدفع', 'Өтініш қарау', '审 查', 'Заява № 5', '👩‍⚖️ court', 'a "quoted" <name>'];
  const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'task.1-a', 'toString', 'valueOf'];
  const quoted = (text: string) => text.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const xml = drawn(
    names.map((name, at) => `<userTask id="${ids[at]}" name="${quoted(name)}"/>`).join(''),
    ['start', ...ids, 'end'].join(' > '),
  );
  const plan = await readProcess(xml);
  expect(soundnessFaults(plan)).toEqual([]);
  expect(ids.map((id) => indexProcess(plan).node(id).name)).toEqual(names);
});

test('values that hold the signs of tags are no nesting', async () => {
  const long = Array.from({ length: 120 }, (_, at) => `t${at}`);
  const xml = drawn(
    long.map((id) => `<userTask id="${id}" stoa:when="a > b" name='x > "y"'/>`).join(''),
    ['start', ...long, 'end'].join(' > '),
  );
  expect((await readProcess(xml)).nodes.length).toBe(122);
});

const rows: [string, string][] = [
  [
    'a fork of 1,000',
    `<parallelGateway id="g"/>${flow('f', 'start', 'g')}${many(1000, (at) => user(`a${at}`) + flow(`f${at}`, 'g', `a${at}`))}`,
  ],
  [
    'events beside 500 steps',
    many(
      500,
      (at) =>
        `${user(`a${at}`)}${flow(`f${at}`, at ? `a${at - 1}` : 'start', `a${at}`)}<boundaryEvent id="b${at}" attachedToRef="a${at}" cancelActivity="false"><messageEventDefinition/></boundaryEvent>${user(`c${at}`)}${flow(`g${at}`, `b${at}`, `c${at}`)}`,
    ),
  ],
  [
    'a choice of 500',
    `<inclusiveGateway id="g" default="f0"/><inclusiveGateway id="j"/>${flow('f', 'start', 'g')}${many(500, (at) => user(`a${at}`) + flow(`f${at}`, 'g', `a${at}`).replace('/>', `>${at ? '<conditionExpression xsi:type="tFormalExpression">x</conditionExpression>' : ''}</sequenceFlow>`) + flow(`h${at}`, `a${at}`, 'j'))}`,
  ],
];
test.each(rows)('%s is called too tangled', async (_, inner) => {
  expect(soundnessFaults(await readProcess(process(inner))).join()).toContain('too many to be checked');
});

test('1,000 steps in a row that can be undone are looked through', async () => {
  const xml = process(
    `${many(1000, (at) => user(`a${at}`) + flow(`f${at}`, at ? `a${at - 1}` : 'start', `a${at}`))}${many(100, (at) => `<userTask id="u${at}" isForCompensation="true"/><boundaryEvent id="b${at}" attachedToRef="a${at}"><compensateEventDefinition/></boundaryEvent><association id="s${at}" sourceRef="b${at}" targetRef="u${at}"/>`)}
     <endEvent id="back"><compensateEventDefinition/></endEvent>${flow('last', 'a999', 'back')}`,
  );
  expect(soundnessFaults(await readProcess(xml))).toEqual([]);
});
