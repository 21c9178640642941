// SPDX-License-Identifier: Apache-2.0
/** Production does not start while something is unsafe. */
import { type Config, ConfigError } from '@stoa/kernel';
import { type Asked, type Danger, dangers } from './dangers.ts';

export type { Asked } from './dangers.ts';

export interface Found {
  readonly danger: Danger;
  readonly what: string;
  /** Named in `STOA_ACCEPTED_RISKS`, and may be. */
  readonly accepted: boolean;
}

export const isProduction = ({ env }: Config): boolean => env.STOA_ENV === 'production';

/** The settings as this process was started with them. */
export const askedOf = (config: Config): Asked => ({
  config,
  uid: process.getuid?.(),
  nodeOptions: [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' '),
});

/** Codes of `STOA_ACCEPTED_RISKS`. Throws ConfigError where it names one that there is not, or that cannot be accepted. */
function acceptedBy({ env }: Config): readonly string[] {
  const codes = (env.STOA_ACCEPTED_RISKS ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean);
  const known = dangers.filter(({ acceptable }) => acceptable).map(({ code }) => code);
  for (const code of codes)
    if (!known.includes(code))
      throw new ConfigError(`STOA_ACCEPTED_RISKS names "${code}", which is none of: ${known.join(', ')}`);
  return codes;
}

/** Everything that is unsafe. Throws ConfigError about `STOA_ACCEPTED_RISKS`. */
export async function dangersOf(asked: Asked): Promise<Found[]> {
  const accepted = acceptedBy(asked.config);
  const found: Found[] = [];
  for (const danger of dangers) {
    const what = await danger.found(asked);
    if (what) found.push({ danger, what, accepted: accepted.includes(danger.code) });
  }
  return found;
}

/** One line of what is wrong and how it is mended. */
export const lineOf = ({ danger, what }: Found): string => `${danger.code}: ${what}. ${danger.mend}`;

/** Throws ConfigError with a line for each danger that nobody accepted; nothing where this is no production. */
export async function demandSafe(asked: Asked): Promise<void> {
  if (!isProduction(asked.config)) return;
  const open = (await dangersOf(asked)).filter(({ accepted }) => !accepted);
  if (open.length === 0) return;
  throw new ConfigError(
    [
      'Production (STOA_ENV=production) does not start while this is unsafe:',
      ...open.map((one) => `  ${lineOf(one)}`),
      'What is protected in another way can be named in STOA_ACCEPTED_RISKS (docs/guides/operate.md).',
    ].join('\n'),
  );
}
