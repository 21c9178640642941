// SPDX-License-Identifier: Apache-2.0
/** What stands beside the answers of a case. */
import type { Work } from '@stoa/cases/contract';
import { getPackage, type ServicePackage } from '@stoa/catalogue/contract';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type LocalText } from '@stoa/kernel/contract';
import { conflictsOf } from '../conflicts/store.ts';
import type * as contract from '../contract.ts';
import type { Desk } from '../contract.ts';
import { linksOf } from '../links/store.ts';
import { notesOn } from '../notes/notes.ts';
import { shown } from '../reviews/reviews.ts';
import { reviewsOf } from '../reviews/store.ts';
import { auditWork, workOn } from '../shared.ts';
import { effectsOf } from './effects.ts';

/** A version never changes: it is asked for once. */
const known = new Map<string, ServicePackage>();
async function packageOf(module: ModuleRuntime, id: string, version: string): Promise<ServicePackage> {
  const key = `${id} ${version}`;
  const pkg = known.get(key) ?? (await module.call(getPackage, { id, version }));
  known.set(key, pkg);
  return pkg;
}

/** Titles of messages name the case. */
const filled = (text: LocalText, { number, title }: Work): LocalText =>
  Object.fromEntries(
    Object.entries(text).map(([language, words]) => [
      language,
      words.replaceAll('{number}', number).replaceAll('{service}', inLanguage(title, language)),
    ]),
  ) as LocalText;

/** Refuses: cases.case-unknown. */
export async function getDesk(tx: Tx, { caseId, taskId }: InputOf<typeof contract.getDesk>): Promise<Desk> {
  const work = await workOn(tx, caseId);
  const task = work.tasks.find(({ id, state }) => id === taskId && state !== 'done' && state !== 'cancelled');
  const pkg = await packageOf(tx.module, work.serviceId, work.version);
  const step = pkg.process.nodes.find(({ id }) => id === task?.node);
  const outcomes = step && !step.settings.result ? (step.settings.outcomes?.split(' ') ?? []) : [];
  await auditWork(tx, 'casework.desk-read', work);
  return {
    work,
    notes: await notesOn(tx, caseId),
    links: await linksOf(tx, caseId),
    conflicts: (await conflictsOf(tx, caseId)).map(({ at, byName, reason }) => ({
      ...{ byName, reason, at: at.toISOString() },
    })),
    reviews: (await reviewsOf(tx, caseId)).map((row) => shown(tx, row)),
    effects: outcomes.map((outcome) => ({
      ...{ outcome, title: pkg.outcomes[outcome] ?? { en: outcome } },
      effects: effectsOf(pkg, step?.id ?? '', outcome).map((one) => ({ ...one, title: filled(one.title, work) })),
    })),
  };
}
