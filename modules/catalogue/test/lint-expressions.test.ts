// SPDX-License-Identifier: Apache-2.0
/** Expressions and decisions of a package that would fail when a case gets to them. */
import { loadCountry } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { checkPackage } from '../src/linter.ts';
import { changed } from './fixtures.ts';

const country = await loadCountry();

test.each([
  [
    'a name nobody defines',
    { 'decision.dmn': (t: string) => t.replace('registers.company.taxDebt', 'registers.treasury.taxDebt') },
    'decision.dmn: Advice on a work permit: input "The company owes taxes", `registers.treasury.taxDebt`: registers.treasury does not exist: use registers.company, registers.worker',
  ],
  [
    'a value of the decision that does not exist',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome =', 'decision.outcom =') },
    'process.bpmn: flow "f16", `decision.outcom = "grant"`: decision.outcom does not exist: use decision.outcome, decision.text',
  ],
  [
    'a name that stands for nothing',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome = "grant"', 'outcome = "grant"') },
    'flow "f16", `outcome = "grant"`: "outcome" does not exist here: use answers, registers',
  ],
  [
    'a number added to a text',
    {
      'outputs.yaml': (t: string) =>
        t.replace('worker: answers.workerNameLatin', 'worker: answers.workerNameLatin + answers.months'),
    },
    'outputs.yaml: value "worker" of "permit", `answers.workerNameLatin + answers.months`: answers.workerNameLatin is string and answers.months is number: "+" does not go with both; turn one into the other by string() or number()',
  ],
  [
    'a number compared with a text',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome = "grant"', 'answers.months = "12"') },
    'flow "f16", `answers.months = "12"`: answers.months is number and "12" is string: "=" does not go with both',
  ],
  [
    'a condition that is no truth',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome = "grant"', 'decision.outcome') },
    'flow "f16", `decision.outcome`: it is string where boolean is expected: compare it with something',
  ],
  [
    'a function given the wrong type',
    { 'outputs.yaml': (t: string) => t.replace('region: labels.workRegion', 'region: upper case(answers.months)') },
    'upper case() is given (number): write upper case(string: string)',
  ],
  [
    'a function given too little',
    { 'outputs.yaml': (t: string) => t.replace('region: labels.workRegion', 'region: substring(answers.workRegion)') },
    'substring() is given (string): write substring(string: string, start position: number, length?: number)',
  ],
  [
    'a text where a day is counted from',
    { 'outputs.yaml': (t: string) => t.replace(/validUntil: string.*/, 'validUntil: string(today + duration("P1M"))') },
    'today is string and duration(…) is years and months duration: "+" does not go with both',
  ],
  [
    'a day that does not exist',
    { 'outputs.yaml': (t: string) => t.replace('startsOn: answers.startsOn', 'startsOn: date("2026-02-30")') },
    '"2026-02-30" is no date',
  ],
  [
    'an expression that does not parse',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome = "grant"', 'decision.outcome = ') },
    'flow "f16", `decision.outcome =`: the expression ends where a value is expected',
  ],
  [
    'content that is no object',
    { 'process.bpmn': (t: string) => t.replace(/stoa:content="\{ recordId[^"]*"/, 'stoa:content="today"') },
    'stoa:content of "cardIssued", `today`: it is string where context is expected',
  ],
  [
    'a form that asks what only a case knows',
    { 'pages.yaml': (t: string) => t.replace('matches(answers.occupation, "^[1-3]")', 'registers.company.taxDebt') },
    'pages.yaml: askedWhen of page "diploma", `registers.company.taxDebt`: "registers" does not exist here: use answers',
  ],
  [
    'an office chosen by a truth',
    { 'service.yaml': (t: string) => t.replace('by: answers.workRegion', 'by: answers.months > 3') },
    'service.yaml: competence.by, `answers.months > 3`: it is boolean where string is expected',
  ],
  [
    'a member of an answer to a question',
    { 'decision.dmn': (t: string) => t.replace('checks.diploma.content', 'checks.diploma.contents') },
    'checks.diploma.contents does not exist: use checks.diploma.state, checks.diploma.content',
  ],
  [
    'numbers under a text',
    {
      'fee.dmn': (t: string) =>
        t.replace('typeRef="number"><text>answers.months', 'typeRef="string"><text>answers.occupation'),
    },
    'rule fee-skilled-short-small, "Months of work", `[1..12]`: [1..12] is for number, but the value is string',
  ],
  [
    'an input of another type than it says',
    { 'fee.dmn': (t: string) => t.replace('answers.months', 'answers.occupation') },
    'input "Months of work", `answers.occupation`: it is string where number is expected: wrap it in number(…)',
  ],
  [
    'an output of another type than it says',
    { 'fee.dmn': (t: string) => t.replace('<text>12000</text>', '<text>"12000"</text>') },
    'rule fee-skilled-short-small, "amountMinor", `"12000"`: it is string where number is expected',
  ],
  [
    'a cell outside the allowed values',
    { 'fee.dmn': (t: string) => t.replace('<text>0,[4..9]</text>', '<text>11,[4..9]</text>') },
    '`11,[4..9]`: 11 can never come: allowed are [0..9]',
  ],
  [
    'an output outside its values',
    {
      'decision.dmn': (t: string) =>
        t.replace(
          'name="outcome" typeRef="string" />',
          'name="outcome" typeRef="string"><outputValues><text>"grant", "reject"</text></outputValues></output>',
        ),
    },
    '`"refuse"`: it is not among the values of the output: use one of "grant", "reject"',
  ],
  [
    'a default of another type',
    {
      'decision.dmn': (t: string) =>
        t.replace(
          'name="outcome" typeRef="string" />',
          'name="outcome" typeRef="string"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>',
        ),
    },
    'default of "outcome", `0`: it is number where string is expected',
  ],
  [
    'a type that nobody knows',
    {
      'fee.dmn': (t: string) =>
        t.replace('name="amountMinor" typeRef="number"', 'name="amountMinor" typeRef="integer"'),
    },
    'output "amountMinor": the type "integer" is not known',
  ],
  [
    'input data that no case gives',
    { 'fee.dmn': (t: string) => t.replace('<decision ', '<inputData id="age" name="age"/><decision ') },
    'fee.dmn: age: nobody gives this input: use answers, registers',
  ],
  [
    'a requirement that only some rules state',
    { 'eligibility.dmn': (t: string) => t.replace('hitPolicy="COLLECT"', 'hitPolicy="FIRST"') },
    'eligibility must be a table with hit policy COLLECT',
  ],
  [
    'an eligibility question that is not asked',
    { 'eligibility.dmn': (t: string) => t.replace('<text>months</text>', '<text>weeks</text>') },
    'input "Months of work", `weeks`: "weeks" does not exist here: use employerRegistered',
  ],
  [
    'two rules with one id',
    { 'fee.dmn': (t: string) => t.replace('id="fee-other-long-large"', 'id="fee-other-long-small"') },
    'two rules have the id "fee-other-long-small"',
  ],
  [
    'a label of no field',
    { 'outputs.yaml': (t: string) => t.replace('labels.occupation', 'labels.profession') },
    'outputs.yaml: value "occupation" of "permit", `labels.profession`: labels.profession does not exist',
  ],
  [
    'a condition that asks for the result of no step',
    { 'process.bpmn': (t: string) => t.replace('decision.outcome = "grant"', 'results.advice.outcome = "grant"') },
    'flow "f16", `results.advice.outcome = "grant"`: results.advice does not exist: use results.start',
  ],
  [
    'a list that no case has',
    {
      'process.bpmn': (t: string) =>
        t.replace(
          /(<userTask id="review"[^>]*) \/>/,
          '$1><multiInstanceLoopCharacteristics stoa:items="answers.family" stoa:item="one"/></userTask>',
        ),
    },
    'list of "review", `answers.family`: answers.family does not exist',
  ],
  [
    'a completion condition about what is not counted',
    {
      'process.bpmn': (t: string) =>
        t.replace(
          /(<userTask id="review"[^>]*) \/>/,
          '$1><multiInstanceLoopCharacteristics stoa:items="[answers.months]" stoa:item="one"><completionCondition>numberOfCompleted > 1</completionCondition></multiInstanceLoopCharacteristics></userTask>',
        ),
    },
    'completion condition of "review", `numberOfCompleted > 1`: "numberOfCompleted" does not exist here',
  ],
])('%s is found', async (_, changes, message) => {
  const { problems } = await checkPackage(await changed(changes), country);
  expect(problems.map(({ file, message: sentence }) => `${file}: ${sentence}`).join('\n')).toContain(message);
});
