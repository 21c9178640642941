// SPDX-License-Identifier: Apache-2.0
import { loadCountry } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { checkPackage, lintPackage } from '../src/linter.ts';
import { readPackageFiles, versionOf } from '../src/package-files.ts';
import { addressCertificateFolder, changed, workPermitFolder } from './fixtures.ts';

const country = await loadCountry();

const problems = async (changes: Parameters<typeof changed>[0]) =>
  (await checkPackage(await changed(changes), country)).problems.map(({ file, message }) => `${file}: ${message}`);

const consent = (code: string) => (text: string) => text.replace('"matches": {', `"consent": "${code}", "matches": {`);

test('the packages of this installation have no problems', async () => {
  expect(await lintPackage(workPermitFolder)).toEqual([]);
  expect(await lintPackage(addressCertificateFolder)).toEqual([]);
});

test('a change of one letter is another version', async () => {
  const before = versionOf(await readPackageFiles(workPermitFolder));
  const after = versionOf(await changed({ 'load.yaml': (text) => text.replace('20000', '20001') }));
  expect(after).not.toBe(before);
  expect(versionOf(await readPackageFiles(workPermitFolder))).toBe(before);
});

test.each([
  ['a missing file', { 'process.bpmn': undefined }, 'process.bpmn: the file is missing'],
  ['a file that does not parse', { 'data.schema.json': (t: string) => t.slice(1) }, 'data.schema.json: cannot be read'],
  ['a part that is empty', { 'outputs.yaml': () => 'permit:' }, 'a part is not where it should be'],
  [
    'a missing deadline',
    { 'service.yaml': (t: string) => t.replace('deadlineWorkingDays: 15', '') },
    'deadlineWorkingDays',
  ],
  [
    'no time for an officer',
    { 'service.yaml': (t: string) => t.replace('deadlineWorkingDays: 15', 'deadlineWorkingDays: 0') },
    'an officer decides, so deadlineWorkingDays',
  ],
  [
    'a missing translation',
    { 'pages.yaml': (t: string) => t.replace('uk: Ваша компанія, ', '') },
    '/pages/0/title is not translated: uk',
  ],
  [
    'an unreachable node',
    { 'process.bpmn': (t: string) => t.replace(/^.*"f20".*\n/gm, '') },
    '"cardIssued" leads to no end event',
  ],
  [
    'a node nothing leads to',
    { 'process.bpmn': (t: string) => t.replace(/^.*"f1".*\n/gm, '') },
    '"askFee" cannot be reached from the start',
  ],
  [
    'a consent that the country does not know',
    { 'data.schema.json': consent('nothing-here') },
    'register "worker" names consent "nothing-here", which the country pack has not: criminal-record-identity',
  ],
  [
    'more read than people agree to',
    { 'data.schema.json': consent('criminal-record-identity') },
    'register "worker" gives person.citizenship, person.document, person.address, which people do not agree to',
  ],
  [
    'a consent of somebody else than the applicant',
    { 'data.schema.json': consent('criminal-record-identity') },
    'register "worker" is read by consent: ask it by a number of the applicant alone',
  ],
  [
    'an element outside the subset',
    { 'process.bpmn': (t: string) => t.replace('<userTask', '<complexGateway') },
    'ComplexGateway is not in the executable subset',
  ],
  [
    'a gateway without a default',
    { 'process.bpmn': (t: string) => t.replace('default="f17" ', '') },
    '"Granted?" (decided) needs a condition on every flow',
  ],
  [
    'an unknown action',
    { 'process.bpmn': (t: string) => t.replace('stoa:action="invoice"', 'stoa:action="bill"') },
    '"askFee" needs stoa:action=',
  ],
  [
    'a node without words',
    { 'texts.yaml': (t: string) => t.replace(/ {2}review: .*\n/, '') },
    'texts.yaml has no words under nodes for "Review and decide" (review)',
  ],
  [
    'a second officer for what nobody can choose',
    {
      'process.bpmn': (t: string) =>
        t.replace('stoa:outcomes="grant refuse"', 'stoa:outcomes="grant refuse" stoa:secondEyes="grand"'),
    },
    '"review" wants a second officer for "grand", which is none of its outcomes',
  ],
  [
    'an unknown register',
    {
      'data.schema.json': (t: string) =>
        t.replace('"register": "worker", "value": "familyName"', '"register": "nobody", "value": "familyName"'),
    },
    'comes from register "nobody"',
  ],
  [
    'an identifier the country does not have',
    { 'data.schema.json': (t: string) => t.replace('xm-snils', 'xm-passport') },
    '"workerSnils" has format "xm-passport", which the country pack does not check',
  ],
  [
    'a format that does not exist',
    { 'data.schema.json': (t: string) => t.replace('"format": "date"', '"format": "day"') },
    '"workerBirthOn" has format "day", which does not exist',
  ],
  [
    'a mistyped identifier in a scenario',
    { 'scenarios/granted-engineer.yaml': (t: string) => t.replaceAll('14567890105', '14567890104') },
    'the answer "workerSnils" does not fit (check-digits)',
  ],
  [
    'a date without bounds',
    { 'data.schema.json': (t: string) => t.replace('"x-earliest": "today", ', '') },
    '"startsOn" is a date: it needs x-earliest and x-latest',
  ],
  [
    'a date from a register without bounds',
    {
      'data.schema.json': (t: string) =>
        t.replace(
          '"x-earliest": "today-130y", "x-latest": "today", "x-concept": "person.birthOn", "x-source": { "kind": "typed" }',
          '"x-concept": "person.birthOn", "x-source": { "kind": "register", "register": "worker", "value": "birthOn" }',
        ),
    },
    '"workerBirthOn" is a date: it needs x-earliest and x-latest',
  ],
  [
    'a bound that is no day',
    { 'data.schema.json': (t: string) => t.replace('"x-latest": "today+2y"', '"x-latest": "2027-02-30"') },
    '"startsOn" is a date: it needs x-earliest and x-latest',
  ],
  [
    'a bound in words',
    { 'data.schema.json': (t: string) => t.replace('"x-latest": "today+2y"', '"x-latest": "soon"') },
    'data.schema.json or pages.yaml',
  ],
  [
    'a date out of bounds in a scenario',
    { 'scenarios/granted-engineer.yaml': (t: string) => t.replace('startsOn: "2027-01-11"', 'startsOn: "2020-01-11"') },
    'the answer "startsOn" does not fit (date-range): Enter a date from 20 November 2026 to 20 November 2028',
  ],
  [
    'a scenario without its day',
    { 'scenarios/granted-engineer.yaml': (t: string) => t.replace('today: 2026-11-20', '') },
    '"today" must say on which day it happens',
  ],
  [
    'a scenario that answers what is not asked',
    { 'scenarios/granted-engineer.yaml': (t: string) => t.replace('months: 24', 'months: 24, weeks: 3') },
    'data.schema.json has no weeks',
  ],
  [
    'an identifier whose check digits nobody looks at',
    { 'data.schema.json': (t: string) => t.replace('"format": "xm-snils", ', '') },
    '"workerSnils" is an identifier with check digits: give it the format "xm-snils"',
  ],
  [
    'a text that turns others round',
    { 'pages.yaml': (t: string) => t.replace('ru: Регион,', 'ru: "Регион\u202e",') },
    'must match format "visible-text"',
  ],
  [
    'a pattern nobody reads for',
    { 'data.schema.json': (t: string) => t.replace('"x-normalise": "phone", ', '') },
    '"contactPhone" has a pattern: say by x-normalise how it is read',
  ],
  [
    'a question about somebody else with a number alone',
    { 'data.schema.json': (t: string) => t.replace('"matches": { "workerBirthOn": "birthOn" },', '') },
    'register "worker" is asked about somebody else with a number alone',
  ],
  [
    'a second fact that everybody knows',
    { 'data.schema.json': (t: string) => t.replace('"matches": { "workerBirthOn"', '"matches": { "occupation"') },
    '"occupation" of matches of register "worker" must be a required, typed person.birthOn or person.document',
  ],
  [
    'a question about a person whom the package does not name',
    { 'service.yaml': (t: string) => t.replace('field: workerSnils', 'field: contactEmail') },
    'register "worker" is asked about the person of "workerSnils": name that field under subjects',
  ],
  [
    'a field without a source',
    {
      'data.schema.json': (t: string) =>
        t.replace('"kind": "typed" } },\n    "workAddress"', '"kind": "guessed" } },\n    "workAddress"'),
    },
    'data.schema.json or pages.yaml',
  ],
  [
    'register data asked again',
    {
      'data.schema.json': (t: string) => t.replace('"x-concept": "job.address"', '"x-concept": "organisation.address"'),
    },
    '"workAddress" asks again for organisation.address, which register "company" gives',
  ],
  [
    'a choice the schema does not allow',
    { 'pages.yaml': (t: string) => t.replace('value: XM-03', 'value: XM-04') },
    'the choices of "workRegion"',
  ],
  [
    'a field on no page',
    { 'pages.yaml': (t: string) => t.replace('[contactEmail, contactPhone]', '[contactEmail]') },
    '"contactPhone" is on no page',
  ],
  [
    'a marker that would not be executed',
    {
      'process.bpmn': (t: string) =>
        t.replace(/(<userTask id="review"[^>]*) \/>/, '$1><standardLoopCharacteristics /></userTask>'),
    },
    '"Review and decide" (review) in process "Work permit" (work-permit): its loop marker is not executed without a limit',
  ],
  [
    'a paper for each of several',
    {
      'process.bpmn': (t: string) =>
        t.replace(
          /(<serviceTask id="issuePermit"[^>]*) \/>/,
          '$1><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>',
        ),
    },
    '"Issue the permit" (issuePermit) is done several times, but a case asks one fee and issues one paper at a step',
  ],
  [
    'a choice that waits for ever',
    {
      'process.bpmn': (t: string) =>
        t.replace('<exclusiveGateway id="diplomaDone"', '<parallelGateway id="diplomaDone"'),
    },
    'a token waits for ever at',
  ],
  [
    'an uncovered row',
    { 'fee.dmn': (t: string) => t.replace('<text>[1..12]</text>', '<text>[1..11]</text>') },
    'fee.dmn: no rule covers',
  ],
  [
    'overlapping rows',
    { 'fee.dmn': (t: string) => t.replace('<text>(12..36]</text>', '<text>[12..36]</text>') },
    'overlap at',
  ],
  [
    'a law in English alone',
    { 'texts.yaml': (t: string) => t.replace('"State Fees Act, Schedule 2, item 1":', 'another:') },
    'texts.yaml has no words under laws for "State Fees Act, Schedule 2, item 1"',
  ],
  [
    'a legal basis in English alone',
    { 'texts.yaml': (t: string) => t.replace('"Schedule 2":', 'another:') },
    'texts.yaml has no words under laws for "Schedule 2"',
  ],
  [
    'a rule without its law',
    { 'fee.dmn': (t: string) => t.replace('State Fees Act, Schedule 2, item 1', '') },
    'does not name the law',
  ],
  [
    'a rule without words',
    { 'texts.yaml': (t: string) => t.replace('  decision-record:', '  decision-other:') },
    'texts.yaml has no words under rules for "decision-record"',
  ],
  [
    'a message without words',
    { 'notifications.yaml': (t: string) => t.replace('lapsed:', 'forgotten:') },
    'there is no message "lapsed"',
  ],
  [
    'an unknown output',
    { 'process.bpmn': (t: string) => t.replace('stoa:output="refusal"', 'stoa:output="letter"') },
    'makes output "letter"',
  ],
  [
    'a scenario that does not come true',
    { 'scenarios/granted-engineer.yaml': (t: string) => t.replace('fee: 30000', 'fee: 1') },
    'expects fee 1 but it is 30000',
  ],
])('%s is found', async (_, changes, message) => {
  expect((await problems(changes)).join('\n')).toContain(message);
});
