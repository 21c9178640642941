// SPDX-License-Identifier: Apache-2.0
/**
 * How long tests wait for what must come, on this machine. A limit only ends what would never come, so one setting may
 * stretch all of them: `STOA_TEST_PATIENCE=3` on a machine that is three times as slow or as busy.
 */
export function patienceOf(setting: string | undefined): number {
  const factor = Number(setting ?? 1);
  if (!(factor >= 1 && factor <= 100)) throw new Error('STOA_TEST_PATIENCE is a number from 1 to 100');
  return factor;
}

const factor = patienceOf(process.env.STOA_TEST_PATIENCE || undefined);

/** A limit written for a quiet machine, as it holds on this one. */
export const patient = (ms: number): number => Math.round(ms * factor);

/** Each wait ends before the test around it does: a test that fails says what it waited for. */
export const limits = { wait: patient(60_000), test: patient(180_000) } as const;
