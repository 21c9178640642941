// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failuresText, listedFailures } from '../src/tck/failures.ts';
import { runFolder } from '../src/tck/run.ts';
import { decision, definitions, input, literalOf, needsInput } from './models.ts';

const testCase = (id: string, n: string, expected: string): string =>
  `<testCase id="${id}"><inputNode name="n"><value xsi:type="xsd:number">${n}</value></inputNode><resultNode name="twice"><expected>${expected}</expected></resultNode></testCase>`;

it('runs the cases of a folder and lists those that fail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-tck-'));
  try {
    const own = join(folder, '0001-twice');
    mkdirSync(own);
    const logic = literalOf('n * 2');
    writeFileSync(join(own, 'm.dmn'), definitions(input('n', 'number') + decision('twice', logic, needsInput('n'))));
    writeFileSync(
      join(own, 'm-test-01.xml'),
      `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>${
        testCase('right', '2', '<value xsi:type="xsd:number">4</value>') +
        testCase('wrong', '2', '<value xsi:type="xsd:number">5</value>') +
        testCase('not null', '2', '<value xsi:nil="true"/>') +
        testCase('null', 'x', '<value xsi:nil="true"/>')
      }</testCases>`,
    );
    const results = runFolder(own, 'level');
    expect(results.map(({ reason }) => reason)).toEqual([undefined, '4 instead of 5', '4 instead of null', undefined]);
    expect(results.map(({ expectsValue }) => expectsValue)).toEqual([true, true, false, false]);
    const failed = results.filter(({ reason }) => reason);
    expect([...listedFailures(failuresText(failed))]).toEqual(failed.map(({ name }) => name));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
