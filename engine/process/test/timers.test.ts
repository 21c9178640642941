// SPDX-License-Identifier: Apache-2.0
/** Timers, scripts and rules: what they say is read for the host, and what says nothing is refused. */
import { describe, expect, test } from 'vitest';
import { indexProcess, ProcessFault, readProcess } from '../src/index.ts';
import { drawn, triggered, user } from './drawings.ts';

const timed = (element: string, form: string, text: string, attributes = '', id = 't') =>
  `<${element} id="${id}" ${attributes}><timerEventDefinition><time${form}>${text}</time${form}></timerEventDefinition></${element}>`;
const places = {
  catch: (form: string, text: string) => drawn(timed('intermediateCatchEvent', form, text), 'start > t > end'),
  boundary: (form: string, text: string) =>
    drawn(`${user('a')}${timed('boundaryEvent', form, text, 'attachedToRef="a"')}`, 'start > a > end', 't > end'),
  'boundary beside': (form: string, text: string) =>
    drawn(
      `${user('a')}${timed('boundaryEvent', form, text, 'attachedToRef="a" cancelActivity="false"')}`,
      'start > a > end',
      't > end',
    ),
  'event sub-process': (form: string, text: string) =>
    drawn(`${user('a')}${triggered('e', timed('startEvent', form, text, '', 'e-s'))}`, 'start > a > end').replaceAll(
      'e-s',
      't',
    ),
  'event sub-process beside': (form: string, text: string) =>
    drawn(
      `${user('a')}${triggered('e', timed('startEvent', form, text, 'isInterrupting="false"', 'e-s'))}`,
      'start > a > end',
    ).replaceAll('e-s', 't'),
  start: (form: string, text: string) => drawn(timed('startEvent', form, text), 'start > end', 't > end'),
};
const faults = (xml: string): Promise<readonly string[]> =>
  readProcess(xml).then(
    () => [],
    (error: unknown) => (error instanceof ProcessFault ? error.problems : Promise.reject(error as Error)),
  );

describe.each(Object.entries(places))('a timer at a %s', (place, at) => {
  const cycles = ['R3/PT1H', 'R/P1D', 'R2/2026-03-01T09:00:00Z/P1D', '= again'];
  test.each<[string, string]>([
    ['Duration', 'P3D'],
    ['Duration', 'P10WD'],
    ['Duration', 'P1DT12H30M'],
    ['Duration', '= answers.days'],
    ['Date', '2028-02-29'],
    ['Date', '2026-03-01T09:00:00+05:00'],
    ['Date', '= answers.day'],
    ...cycles.map((cycle): [string, string] => ['Cycle', cycle]),
  ])('by %s %s', async (form, text) => {
    const xml = at(form, text);
    if (form === 'Cycle' && !place.endsWith('beside') && place !== 'start') {
      expect((await faults(xml)).join()).toContain('its cycle would occur once, since it interrupts');
      return;
    }
    const node = indexProcess(await readProcess(xml)).node('t');
    expect(node[form.toLowerCase() as 'date']).toBe(text);
    if (place.startsWith('event')) expect(node.event?.kind).toBe('timer');
  });

  test.each([
    ['Duration', 'soon'],
    ['Duration', 'P'],
    ['Duration', 'P1DT'],
    ['Duration', '='],
    ['Date', '2026-02-30'],
    ['Date', 'tomorrow'],
    ['Date', '2026-03-01T25:00:00Z'],
    ['Cycle', 'R0/P1D'],
    ['Cycle', 'P1D'],
    ['Cycle', 'R3/2026-02-30/P1D'],
  ])('not by %s %s', async (form, text) => {
    const found = (await faults(at(form, text))).join();
    expect(found).toContain('"t" in ');
    expect(found).toContain(`not "${text}"`);
  });
});

test('a timer that says nothing, or two things, is refused; at a start its host may say it', async () => {
  const xml = places.catch('Duration', 'P3D');
  expect((await faults(places.catch('Duration', ''))).join()).toContain('a timer needs a duration such as');
  expect((await faults(xml.replace('</timer', '<timeDate>2026-01-01</timeDate></timer'))).join()).toContain(
    'its timer has a duration and a date, of which one is executed: keep one',
  );
  expect(await faults(places.start('Duration', ''))).toEqual([]);
  expect((await faults(places['event sub-process']('Duration', ''))).join()).toContain('a timer needs');
});

describe('a script task', () => {
  const script = (format: string, body: string, more = 'stoa:result="total"') =>
    drawn(`<scriptTask id="s" ${format} ${more}><script>${body}</script></scriptTask>`, 'start > s > end');

  test('gives its FEEL and the name of its value', async () => {
    const node = indexProcess(await readProcess(script('scriptFormat="text/feel"', ' 1 + 1 '))).node('s');
    expect([node.kind, node.script, node.result]).toEqual(['script', '1 + 1', 'total']);
  });

  test.each([
    [script('scriptFormat="text/javascript"', '1'), 'its script is written in "text/javascript"', 'write it in FEEL'],
    [script('', '1'), 'its script is written in ""', 'scriptFormat="text/feel"'],
    [script('scriptFormat="feel"', ' '), 'its script is empty', 'write one in FEEL'],
    [script('scriptFormat="feel"', '1', ''), 'its value is kept nowhere', 'name it in stoa:result'],
    [script('scriptFormat="feel"', '${a}'), '"${a}" is not FEEL', 'write it without'],
  ])('is refused with the cure: %#', async (xml, fault, cure) => {
    const found = (await faults(xml)).join();
    expect(found).toContain(`"s" in process "Permit" (p): ${fault}`);
    expect(found).toContain(cure);
  });
});

test('a business rule task waits until its host has decided', async () => {
  const index = indexProcess(
    await readProcess(drawn('<businessRuleTask id="r" stoa:decision="fee"/>', 'start > r > end')),
  );
  expect([index.node('r').kind, index.node('r').settings]).toEqual(['rule', { decision: 'fee' }]);
});
