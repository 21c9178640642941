// SPDX-License-Identifier: Apache-2.0
/** An application a line, by a job: its id comes from batch and line, so that begun again it is the same one. */
import { startDraft, submitCase } from '@stoa/cases/contract';
import { listOwnPowers } from '@stoa/identity/contract';
import { idOf, isRefusal, job, type ModuleRuntime, type Refusal, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import type { Fault, LineState } from '../contract.ts';
import { fillDraft } from '../filling.ts';
import { type Person, self } from '../shared.ts';
import * as store from './store.ts';
import refusals from './refusals.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

/** As whom it was started, with the power as it stands now; undefined where it has ended. */
async function makerNow(module: ModuleRuntime, { maker }: store.BatchRow): Promise<Person | undefined> {
  const { actingFor } = maker;
  if (!actingFor) return maker;
  const { items } = await module.call(listOwnPowers, {}, { principal: maker });
  const held = items.filter(({ kind, onBehalfOf }) => kind === actingFor.kind && onBehalfOf === actingFor.id);
  if (held.length === 0) return undefined;
  const { limits: _, ...whom } = actingFor;
  const whole = held.some(({ services, acts }) => !services && !acts);
  return {
    ...maker,
    actingFor: whole ? whom : { ...whom, limits: held.map(({ services, acts }) => ({ services, acts })) },
  };
}

interface Made {
  readonly state: LineState;
  readonly caseId: string | null;
  readonly faults: Fault[];
}

async function make(
  module: ModuleRuntime,
  batch: store.BatchRow,
  line: store.LineRow,
  principal: Person,
): Promise<Made> {
  const { serviceId, language } = batch;
  const id = idOf(`batch ${batch.id} line ${line.number}`);
  const { id: caseId } = await module.call(startDraft, { serviceId, language, id }, { principal });
  const review = await fillDraft(module, principal, caseId, line.answers);
  if (!review) return { state: 'sent', caseId, faults: [] };
  if (review.errors.length > 0) {
    const labels = new Map(review.form.pages.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])));
    const faults = review.errors.map(({ field, message }) => {
      const label = labels.get(field);
      return { field, ...(label ? { label } : {}), message };
    });
    return { state: 'incomplete', caseId, faults };
  }
  if (!batch.send) return { state: 'draft', caseId, faults: [] };
  await module.call(submitCase, { id: caseId, declaration: true }, { principal });
  return { state: 'sent', caseId, faults: [] };
}

/** What is away is tried again; what is refused is said of the line, in the language of whoever reads it. */
const refused = ({ code }: Refusal): Made => ({
  ...{ state: 'failed', caseId: null },
  faults: [{ message: code in refusals ? refusals[code as keyof typeof refusals] : refusals.other }],
});

export const makeLine = job(
  'portfolio.make-application',
  Type.Object({ batchId: Type.String(), number: Type.Integer() }),
  async (module, { batchId, number }) => {
    const found = await module.tx(self, async (tx) => {
      const batch = await store.findBatch(tx, batchId);
      const line = await store.findLine(tx, batchId, number);
      return batch?.state === 'running' && line?.state === 'waiting' ? { batch, line } : undefined;
    });
    if (!found) return;
    const principal = await makerNow(module, found.batch);
    const made = principal
      ? await make(module, found.batch, found.line, principal).catch((error: unknown) => {
          if (isRefusal(error) && error.kind !== 'unavailable') return refused(error);
          throw error;
        })
      : undefined;
    await module.tx(self, async (tx) => {
      await store.findBatch(tx, batchId, true);
      if (!made) return stopFor(tx, found);
      await store.settleLine(tx, found.line, made);
      await settle(tx, batchId);
    });
  },
  { tx: false },
);

/** Nobody may go on in their name: it stops, and whoever may apply starts it again. */
async function stopFor(tx: Tx, { batch, line }: { batch: store.BatchRow; line: store.LineRow }): Promise<void> {
  await store.setState(tx, batch.id, { state: 'stopped' });
  await store.settleLine(tx, line, { state: 'waiting', caseId: null, faults: [{ message: words.powerEnded }] });
}

/** Under the lock of the batch. */
async function settle(tx: Tx, batchId: string): Promise<void> {
  const { waiting } = await store.countLines(tx, batchId);
  if (waiting === 0) await store.setState(tx, batchId, { state: 'done', settledAt: tx.now });
}
