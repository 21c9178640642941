// SPDX-License-Identifier: Apache-2.0
/** `stoa package replay`: what a draft's tables would have said of past cases. Nobody's data are printed. */
import { type ReplayedRules, replayRules } from '@stoa/cases/contract';
import { draftAt, onlyOne, readArguments, say, Wrong } from './arguments.ts';
import { onDatabase } from './database.ts';

export async function replay(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { cases: { type: 'string' }, country: { type: 'string' } });
  const name = onlyOne(positionals, 'the folder of the draft');
  const cases = Number(values.cases ?? 1000);
  if (!Number.isInteger(cases) || cases < 1 || cases > 5000) throw new Wrong('--cases: give a number from 1 to 5000');
  const draft = await draftAt(name, values.country);
  if (!draft) return 1;
  const { pkg } = draft;
  const found = await onDatabase((call) =>
    call(replayRules, { serviceId: pkg.serviceId, decisions: pkg.decisions, cases }),
  );
  say(
    `${pkg.serviceId}: ${found.looked} decided cases, by the draft ${pkg.version}`,
    `  decided against the advice of their own tables: ${found.against}`,
    `  that the draft's tables cannot answer:          ${found.unanswered}`,
    ...table('outcomes', found.outcomes),
    ...table('fees (minor units)', found.fees),
  );
  return 0;
}

function table(title: string, rows: ReplayedRules['outcomes']): string[] {
  const differing = rows.filter(({ was, would }) => was !== would);
  const sum = (some: typeof rows) => some.reduce((total, { count }) => total + count, 0);
  return [
    `  ${title}: ${sum(differing)} would differ, ${sum(rows) - sum(differing)} stay`,
    ...differing.map(({ was, would, count, numbers }) => `    ${was} → ${would}: ${count} (${numbers.join(', ')})`),
  ];
}
