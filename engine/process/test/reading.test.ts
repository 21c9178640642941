// SPDX-License-Identifier: Apache-2.0
/** What public editors draw is read: any encoding, several pools, and all that is there for people. */
import { expect, test } from 'vitest';
import { ProcessFault, readModel, readProcess } from '../src/index.ts';
import { definitions, drawn, flows, user } from './drawings.ts';

const named = (xml: string, encoding: string) => xml.replace('UTF-8', encoding);

test.each([
  [
    'ISO-8859-1',
    Buffer.from(
      named(drawn(user('a', '', '').replace('Task a', 'Prüfung'), 'start > a > end'), 'ISO-8859-1'),
      'latin1',
    ),
  ],
  [
    'UTF-16',
    Buffer.from(
      `\uFEFF${named(drawn(user('a').replace('Task a', 'Prüfung'), 'start > a > end'), 'UTF-16')}`,
      'utf16le',
    ),
  ],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${drawn(user('a').replace('Task a', 'Prüfung'), 'start > a > end')}`)],
])('a file in %s is read, and kept byte for byte', async (_, bytes) => {
  const { source, processes } = await readModel(bytes);
  expect(processes[0]?.plan?.nodes.map(({ name }) => name)).toContain('Prüfung');
  expect(Buffer.compare(Buffer.from(source as Uint8Array), bytes)).toBe(0);
});

test('a file that is not in the encoding it names is refused with the cure', async () => {
  const bytes = Buffer.from(drawn(user('a').replace('Task a', 'Prüfung'), 'start > a > end'), 'latin1');
  await expect(readModel(bytes)).rejects.toThrow('save it as UTF-8');
  await expect(readModel(Buffer.from(named(drawn(''), 'KLINGON')))).rejects.toThrow('KLINGON');
});

const pool = (id: string, executable: boolean) =>
  `<process id="${id}" isExecutable="${executable}"><startEvent id="${id}s"/><endEvent id="${id}e"/>${flows(`${id}s > ${id}e`)}</process>`;

test('of several pools the one that is executable runs', async () => {
  const parts =
    '<collaboration id="c"><participant id="x" processRef="a"/><participant id="y" processRef="b"/></collaboration>';
  const xml = definitions(`${parts}${pool('a', false)}${pool('b', true)}`);
  expect((await readProcess(xml)).id).toBe('b');
  const { processes, kept } = await readModel(xml);
  expect(processes.map(({ id, executable }) => [id, executable])).toEqual([
    ['a', false],
    ['b', true],
  ]);
  expect(kept).toContainEqual({ type: 'Collaboration', id: 'c', name: '' });
});

test('none or several executable processes are refused with the cure', async () => {
  await expect(readProcess(definitions(pool('a', false)))).rejects.toThrow('set isExecutable="true"');
  await expect(readProcess(definitions(pool('a', true) + pool('b', true)))).rejects.toThrow(
    'keep isExecutable="true" on one',
  );
});

test('what is drawn for people is read and kept beside the plan', async () => {
  const xml = drawn(
    [
      '<laneSet id="ls"><lane id="office" name="Office"><flowNodeRef>a</flowNodeRef></lane></laneSet>',
      '<dataObject id="do"/><dataObjectReference id="file" name="File" dataObjectRef="do"/>',
      '<dataStoreReference id="register" name="Register"/>',
      user('a'),
      '<textAnnotation id="note"><text>By law</text></textAnnotation><group id="g"/>',
    ].join(''),
    'start > a > end',
  );
  const { processes, kept } = await readModel(xml);
  expect(processes[0]?.faults).toEqual([]);
  expect(processes[0]?.plan?.nodes.map(({ id }) => id).sort()).toEqual(['a', 'end', 'start']);
  expect(kept.map(({ type, id }) => `${type} ${id}`)).toEqual([
    'Lane office',
    'TextAnnotation note',
    'Group g',
    'DataObject do',
    'DataObjectReference file',
    'DataStoreReference register',
  ]);
});

test.each([
  ['no XML', 'hello'],
  ['nothing', ''],
  ['another language', '<html/>'],
  ['an entity that grows', '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>'],
  ['a cut file', drawn(user('a'), 'start > a > end').slice(0, 300)],
])('%s is refused, not thrown about', async (_, xml) => {
  await expect(readProcess(xml)).rejects.toThrow(ProcessFault);
});

test('FEEL is read with and without the sign that others put before it', async () => {
  const xml = drawn(
    `${user('a')}${user('b')}<exclusiveGateway id="x" default="x-b"/><exclusiveGateway id="y"/>`,
    'start > x >[= answers.old] a > y > end',
    'x > b > y',
  );
  const { edges } = await readProcess(xml);
  expect(edges.find(({ id }) => id === 'x-a')?.condition).toBe('answers.old');
});
