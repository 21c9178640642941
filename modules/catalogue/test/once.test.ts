// SPDX-License-Identifier: Apache-2.0
/** What a case does once, and in which order. */
import { loadCountry } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { checkPackage } from '../src/linter.ts';
import { changed } from './fixtures.ts';

const country = await loadCountry();

test.each([
  [
    'a decision for each of several',
    {
      'process.bpmn': (t: string) =>
        t.replace(
          /(<userTask id="review"[^>]*) \/>/,
          '$1><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>',
        ),
    },
    '"Review and decide" (review) decides several times, but a case is decided once',
  ],
  [
    'a way back to the fee',
    {
      'process.bpmn': (t: string) =>
        t
          .replace('sourceRef="start" targetRef="askFee"', 'sourceRef="start" targetRef="again"')
          .replace('sourceRef="unpaid" targetRef="lapsed"', 'sourceRef="unpaid" targetRef="again"')
          .replace(
            '<sequenceFlow id="f2"',
            '<exclusiveGateway id="again" name="Again" /><sequenceFlow id="back" sourceRef="again" targetRef="askFee" /><sequenceFlow id="f2"',
          )
          .replace(/^.*"lapsed.*\n/gm, ''),
    },
    '"Ask for the fee" (askFee) is done several times, but a case asks one fee',
  ],
  [
    'a fee waited for before it is asked for',
    {
      'process.bpmn': (t: string) =>
        t
          .replace('sourceRef="start" targetRef="askFee"', 'sourceRef="start" targetRef="payment"')
          .replace('sourceRef="askFee" targetRef="payment"', 'sourceRef="payment" targetRef="askFee"')
          .replace('sourceRef="payment" targetRef="checks"', 'sourceRef="askFee" targetRef="checks"'),
    },
    '"Payment" (payment) waits for a fee that is asked for later, or beside it',
  ],
])('%s is found', async (_, changes, expected) => {
  const { problems } = await checkPackage(await changed(changes), country);
  expect(problems.map(({ message }) => message).join('\n')).toContain(expected);
});
