// SPDX-License-Identifier: Apache-2.0
/** The whole file of a case as one signed PDF, for a court or whoever asks for it by law. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getTask, getWork } from '@stoa/cases/contract';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { issuePdf } from '@stoa/signing/contract';
import { conflictsOf } from '../conflicts/store.ts';
import { linksOf } from '../links/store.ts';
import { notesOn } from '../notes/notes.ts';
import { reviewsOf } from '../reviews/store.ts';
import { auditWork, officerOf } from '../shared.ts';
import { partsOf } from './parts.ts';
import { insertFile } from './store.ts';

const template = readFileSync(new URL('../../typst/file.typ', import.meta.url), 'utf8');

/** For who works on the task; that it was made is kept with its digest. Refuses: cases.task-unknown, kernel.not-permitted. */
export async function caseFile(
  module: ModuleRuntime,
  principal: Principal,
  taskId: string,
): Promise<{ pdf: Buffer; name: string }> {
  const task = await module.call(getTask, { id: taskId }, { principal });
  const work = await module.call(getWork, { key: task.caseId }, { principal });
  const beside = await module.tx(principal, async (tx) => ({
    notes: await notesOn(tx, task.caseId),
    links: await linksOf(tx, task.caseId),
    conflicts: await conflictsOf(tx, task.caseId),
    reviews: await reviewsOf(tx, task.caseId),
  }));
  const now = module.clock.now();
  const data = {
    ...{ language: 'en', number: work.number, service: work.title.en, office: work.office.en },
    ...{ madeOn: module.country.calendar.localDate(now), madeAt: now.toISOString() },
    madeBy: principal.kind === 'person' ? principal.name : '',
    parts: partsOf(task, beside),
  };
  const about = { reference: `case:${task.caseId}`, reason: `File of case ${work.number}`, name: work.office.en };
  const made = await module.call(issuePdf, { template, data, ...about });
  const pdf = Buffer.from(made.pdf, 'base64');
  await module.tx(principal, async (tx) => {
    const sha256 = hash('sha256', pdf, 'hex');
    await insertFile(tx, { id: newId(), caseId: task.caseId, sha256, byName: officerOf(tx).name });
    await auditWork(tx, 'casework.file-made', work);
  });
  return { pdf, name: `${work.number.replaceAll(/[^A-Za-z0-9-]/g, '_')}-file.pdf` };
}
