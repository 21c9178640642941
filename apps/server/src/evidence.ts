// SPDX-License-Identifier: Apache-2.0
/** `stoa evidence verify`: an exported exchange, checked from the file alone; no platform and no settings are needed. */
import { readFile } from 'node:fs/promises';
import { type Check, type Report, verifyEvidence } from '@stoa/exchange/verifier';
import { certificateFingerprint } from '@stoa/kernel/asic';
import { sentencesIn } from '@stoa/portal';

const marks = { good: 'holds ', bad: 'BROKEN', note: 'note  ' } as const;
const verdicts = {
  good: 'verdict-good',
  bad: 'verdict-bad',
  unproven: 'verdict-unproven',
  untrusted: 'verdict-untrusted',
} as const;

/**
 * Prints each check; answers 0 when all hold and lead back to the trusted authority, 1 when not, 2 for unreadable files.
 * @param trusted certificate of the authority, PEM or DER
 */
export async function verifyEvidenceFile(file: string, trusted: string | undefined, json: boolean): Promise<number> {
  const read = (path: string) => readFile(path).catch(() => undefined);
  const [container, certificate] = [await read(file), trusted && (await read(trusted))];
  const anchor = certificate && (await certificateFingerprint(Uint8Array.from(certificate)));
  if (!container || (trusted && !anchor)) {
    process.stderr.write(container ? `${trusted} is no certificate in PEM or DER.\n` : `${file} cannot be read.\n`);
    return 2;
  }
  const report = await verifyEvidence(container, anchor ? [anchor] : []);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describe(report));
  return report.verdict === 'good' ? 0 : 1;
}

function describe({ verdict, checks, messages }: Report): string {
  const say = sentencesIn('en');
  const line = ({ code, state, params }: Check) => `  ${marks[state]} ${say(`evidence.${code}-${state}`, params)}`;
  return `${[
    say(`evidence.${verdicts[verdict]}`),
    say(`evidence.${verdicts[verdict]}-text`),
    '',
    say('evidence.container'),
    ...checks.map(line),
    ...messages.flatMap(({ client, target, checks: own }, i) => [
      say('evidence.message', { number: i + 1, client, target }),
      ...own.map(line),
    ]),
  ].join('\n')}\n`;
}
