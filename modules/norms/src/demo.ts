// SPDX-License-Identifier: Apache-2.0
/** Norms of the demo, each row once, by what it is known by. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import * as models from './models/store.ts';
import * as norms from './store.ts';

type Asked = InputOf<typeof contract.enterDemoNorms>;
const later = (since: Date, days: number) => new Date(since.getTime() + days * 86_400_000);

async function enterActs(tx: Tx, rows: Asked['acts']): Promise<number> {
  let entered = 0;
  for (const { clauses, steps, number, ...act } of rows) {
    const id = newId();
    if (!(await norms.insertAct(tx, { ...act, id, number }))) continue;
    entered += 1;
    for (const clause of clauses) await norms.insertClause(tx, id, { ...clause, id: newId() });
    if (steps.length > 0) await norms.insertMethodology(tx, act.code, act.adopted, steps);
  }
  return entered;
}
async function enterConsultations(tx: Tx, rows: Asked['consultations']): Promise<number> {
  let entered = 0;
  for (const { answer, answeredByName, clauses, published, askedAt, ...one } of rows) {
    const at = new Date(askedAt);
    if (await norms.hasConsultation(tx, one.organisationId, at)) continue;
    entered += 1;
    const id = await norms.insertConsultation(tx, { ...one, at });
    if (!answer) continue;
    await norms.setAnswer(tx, id, { answer, byName: answeredByName ?? '', clauses, at: later(at, 4) });
    if (published) await norms.publish(tx, id, { question: one.question, answer, at: later(at, 6) });
  }
  return entered;
}

async function enterModels(tx: Tx, rows: NonNullable<Asked['models']>): Promise<number> {
  let entered = 0;
  for (const { code, version, note, from, writtenByName, publishedByName, entries } of rows) {
    const at = new Date(`${from}T06:00:00Z`);
    const by = { id: newId(), name: writtenByName };
    const id = await models.insertVersion(tx, { model: code, version, note, by, at: later(at, -30) });
    if (!id) continue;
    for (const entry of entries) await models.setEntry(tx, id, entry);
    await models.publish(tx, id, { from, byName: publishedByName, at });
    entered += 1;
  }
  return entered;
}

/** Refuses: norms.demo-off. */
export async function enterDemoNorms(tx: Tx, asked: Asked): Promise<OutputOf<typeof contract.enterDemoNorms>> {
  if (!tx.module.config.demo)
    refuse('conflict', 'norms.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  const entered =
    (await enterActs(tx, asked.acts)) +
    (await enterConsultations(tx, asked.consultations)) +
    (await enterModels(tx, asked.models ?? []));
  return { part: asked.part, entered };
}
