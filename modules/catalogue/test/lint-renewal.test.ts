// SPDX-License-Identifier: Apache-2.0
/** What a package says of renewing what it issues. */
import { loadCountry } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { checkPackage } from '../src/linter.ts';
import { changed } from './fixtures.ts';

const country = await loadCountry();

test.each([
  [
    'what nobody types',
    'anew: [startsOn, months]',
    'anew: [startsOn, salary]',
    'renews names "salary", which nobody types',
  ],
  [
    'what does not end',
    'outputs: [permit]',
    'outputs: [refusal]',
    'renews names the output "refusal", which does not end',
  ],
])('a renewal that names %s is refused', async (_, from, to, problem) => {
  const files = await changed({ 'service.yaml': (text: string) => text.replace(from, to) });
  const { problems } = await checkPackage(files, country);
  expect(problems.map(({ message }) => message).join()).toContain(problem);
});
