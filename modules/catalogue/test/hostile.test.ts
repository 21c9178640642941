// SPDX-License-Identifier: Apache-2.0
/** What somebody sends or publishes to stop the platform: a refusal with a code, soon. */
import { loadCountry } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import catalogue from '../src/index.ts';
import { checkPackage } from '../src/linter.ts';
import { publish, publishServices } from '../src/publication.ts';
import { changed } from './fixtures.ts';

const b = await bench(catalogue);
await publishServices(b.module);
const cases = { kind: 'service', id: 'cases' } as const;
const country = await loadCountry();

const dmn = (inside: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="x" name="x" namespace="urn:x">${inside}</definitions>`;
const literal = (text: string) =>
  `<literalExpression><text>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text></literalExpression>`;
const deciding = (text: string) => dmn(`<decision id="fee" name="fee">${literal(text)}</decision>`);

/** Of a version whose fee is decided by this file; as it was read long ago, so what the linter refuses is here too. */
let serial = 0;
async function evaluated(xml: string, context: unknown) {
  const pkg = await b.call(contract.getPackage, { id: 'work-permit' }, cases);
  serial += 1;
  const version = `sha256:${String(serial).padStart(64, '0')}`;
  await b.module.tx({ kind: 'system' }, (tx) => publish(tx, { ...pkg, version, decisions: { fee: xml } }));
  await b.drain();
  const path = `/api/catalogue/services/work-permit/versions/${version}/decisions/fee`;
  return b.http(cases).post(path, typeof context === 'string' ? `{"context":${context}}` : { context });
}

const nested = `{"l":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
const forever = dmn(
  `<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n"/>${literal('f(n + 1)')}</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement></businessKnowledgeModel><decision id="fee" name="fee"><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>${literal('f(1)')}</decision>`,
);

test.each<[string, string, unknown, string]>([
  ['a function that calls itself for ever', forever, {}, 'catalogue.decision-too-large'],
  ['a range of 10^9', deciding('count(for i in 1..1000000000 return i)'), {}, 'catalogue.decision-too-large'],
  ['a range whose end is sent', deciding('sum(for i in 1..n return i)'), { n: 1e15 }, 'catalogue.decision-too-large'],
  [
    'lists multiplied',
    deciding('count(for a in l, b in l, c in l return 1)'),
    { l: Array.from({ length: 400 }, () => 1) },
    'catalogue.decision-too-large',
  ],
  [
    'a text that doubles',
    deciding('string length(for i in 1..60 return if i = 1 then t else partial[-1] + partial[-1])'),
    { t: 'xxxxxxxx' },
    'catalogue.decision-too-large',
  ],
  ['lists inside lists', deciding('count(l)'), nested, 'kernel.text-malformed'],
  ['a number past all', deciding('n * 10 ** 6000'), { n: 1e308 }, 'catalogue.decision-input-missing'],
  [
    'a pattern that goes back and back',
    deciding('matches(t, "^(a+)+$")'),
    { t: `${'a'.repeat(200)}!` },
    'catalogue.decision-too-large',
  ],
  ['what every object has', deciding('constructor'), {}, 'catalogue.decision-input-missing'],
  [
    'a context without the values',
    deciding('answers.months'),
    { answers: { __proto__: { months: 3 } } },
    'catalogue.decision-input-missing',
  ],
  ['a day that does not exist', deciding('date(day)'), { day: '2026-02-29' }, 'catalogue.decision-input-missing'],
  ['a year nobody prints', deciding('date(day)'), { day: '999999999-01-01' }, 'catalogue.decision-input-missing'],
])('%s is refused', async (_, xml, context, code) => {
  const { status, body } = await evaluated(xml, context);
  expect(body).toMatchObject({ code });
  expect(status).toBe(422);
});

test.each<[string, string, unknown, unknown]>([
  ['a leap day', 'date(day) + duration("P1Y")', { day: '2024-02-29' }, '2025-02-28'],
  ['a name with spaces', 'a lange nahme + 1', { 'a lange nahme': 1 }, 2],
  ['a name in Cyrillic', 'возраст заявителя + 1', { 'возраст заявителя': 1 }, 2],
  ['a name in Arabic', 'العمر + 1', { العمر: 1 }, 2],
  [
    'an hour that a change of clocks skips',
    'string(date and time("2026-03-29T02:30:00@Europe/Berlin") + duration("PT1H"))',
    {},
    '2026-03-29T04:30:00@Europe/Berlin',
  ],
  [
    'the last of 34 digits',
    'string(9999999999999999999999999999999999 - n)',
    { n: 1 },
    '9999999999999999999999999999999998',
  ],
  ['a fee in decimals', '0.1 + n', { n: 0.2 }, 0.3],
])('%s is taken', async (_, text, context, fee) => {
  const { status, body } = await evaluated(deciding(text), context);
  expect([status, body]).toMatchObject([200, { outputs: [{ fee }] }]);
});

const needs = (id: string) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
const imports = '<import name="b" namespace="urn:b" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>';

test.each<[string, Record<string, string>, string]>([
  [
    'entities that grow',
    { 'fee.dmn': '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>' },
    'the file has a DTD',
  ],
  [
    'a file of 10 MB',
    { 'fee.dmn': deciding(' '.repeat(10_000_000)) },
    'fee.dmn: the file is longer than 4000000 characters',
  ],
  ['a decision that says nothing', { 'fee.dmn': deciding(' ') }, 'fee.dmn: fee: there is no expression'],
  ['a fee that is no amount', { 'fee.dmn': deciding('12') }, 'fee.dmn: the fee must give amountMinor'],
  [
    'a table of 4 MB',
    {
      'fee.dmn': dmn(
        `<decision id="fee" name="fee"><decisionTable id="t"><input><inputExpression typeRef="number"><text>answers.months</text></inputExpression></input><output name="amountMinor" typeRef="number"/>${Array.from({ length: 10_000 }, (_, n) => `<rule id="r${n}"><inputEntry><text>[${n}..${n + 1})</text></inputEntry><outputEntry><text>${n}</text></outputEntry></rule>${' '.repeat(180)}`).join('')}</decisionTable></decision>`,
      ),
    },
    'fee.dmn: the table has too many combinations',
  ],
  ['an expression of a megabyte', { 'fee.dmn': deciding('('.repeat(1_000_000)) }, 'fee.dmn: fee'],
  ['elements without a name', { 'fee.dmn': dmn('<decision id="fee"/>') }, 'fee.dmn: fee: the element has no name'],
  [
    'a decision that needs itself',
    { 'fee.dmn': dmn(`<decision id="fee" name="fee">${needs('fee')}${literal('1')}</decision>`) },
    'the decision needs itself: fee → fee',
  ],
  [
    'files that import each other',
    {
      'fee.dmn': dmn(`${imports}<decision id="fee" name="fee">${literal('1')}</decision>`),
      'other.dmn': dmn(imports.replace('urn:b', 'urn:x')).replace('namespace="urn:x">', 'namespace="urn:b">'),
    },
    'the file imports itself',
  ],
  [
    'a file that imports what is not there',
    {
      'fee.dmn': dmn(
        `${imports}<decision id="fee" name="fee"><informationRequirement><requiredDecision href="urn:b#rate"/></informationRequirement>${literal('b.rate')}</decision>`,
      ),
    },
    'no file of the package has "rate"',
  ],
])('a package with %s is not published', async (_, files, sentence) => {
  const { pkg, problems } = await checkPackage(
    await changed(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, () => text]))),
    country,
  );
  expect(problems.map(({ file, message }) => `${file}: ${message}`).join('\n')).toContain(sentence);
  expect(pkg).toBeUndefined();
});
