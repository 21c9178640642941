// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { recordProgress as recordOperation, recordRendered as renderedOperation } from './contract.ts';
import { monthOf } from './months.ts';
import { addToFunnel, lockProgress, putRendered, setProgress } from './store.ts';

const counted = ['card', 'delivered', 'opened', 'answered'];

/** A withdrawn card leaves the funnel with all its steps, and steps reported after that count no more. */
export async function recordProgress(tx: Tx, input: InputOf<typeof recordOperation>): Promise<{ counted: boolean }> {
  const { cardId, step, organisationId, regionCode, renderedOn } = input;
  const steps = await lockProgress(tx, cardId);
  if (steps.includes(step) || steps.includes('withdrawn')) return { counted: false };
  const change =
    step === 'withdrawn'
      ? counted.map((name) => (steps.includes(name) ? -1 : 0))
      : counted.map((name) => (name === step ? 1 : 0));
  await setProgress(tx, cardId, [...steps, step]);
  await addToFunnel(tx, { organisationId, regionCode, month: monthOf(renderedOn) }, change);
  return { counted: true };
}

export async function recordRendered(
  tx: Tx,
  { items }: InputOf<typeof renderedOperation>,
): Promise<{ months: number }> {
  // One row a key, in an order: a statement may not touch a row twice, and writers may not wait for each other in a circle.
  const months = new Map(items.map((one) => [`${one.organisationId} ${one.month}`, one]));
  const sorted = [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  await putRendered(
    tx,
    sorted.map((one) => ({ ...one, month: `${one.month}-01` })),
  );
  return { months: sorted.length };
}
