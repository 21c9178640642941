// SPDX-License-Identifier: Apache-2.0
import { normalised, type ServicePackage } from '@stoa/catalogue/contract';
import { demandSignIn, type ModuleRuntime, newId, refuse, servicesFor, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import {
  applicantOf,
  asPerson,
  auditCase,
  authoriseCase,
  caseUnknown,
  type Draft,
  demand,
  findCase,
  found,
  lockCase,
  type Scalar,
  todayOf,
} from '../case/index.ts';
import type { CaseForm, startDraft } from '../contract.ts';
import { answersOf, caseForm, putAnswer, subjectKeys } from '../form/index.ts';
import { newestPackage, pinnedPackage } from '../packages/index.ts';
import { askAll, keepReplies, openQuestions, readingsOf } from '../registers/index.ts';
import * as store from './store.ts';

/**
 * Started again within a minute with nothing typed since (a double click), answers the draft that is there.
 * Refuses: catalogue.service-unknown, cases.audience-wrong, -assurance-low, -power-narrow, -case-unknown where the id is another's.
 */
export async function start(
  module: ModuleRuntime,
  input: InputOf<typeof startDraft>,
  principal: Principal,
): Promise<OutputOf<typeof startDraft>> {
  const applicant = applicantOf(principal);
  const who = { [applicant.applicantKind]: applicant.applicantId };
  const pkg = await newestPackage(module, { id: input.serviceId, ...who });
  if (!pkg.facts.audience.includes(applicant.applicantKind))
    refuse(
      'forbidden',
      'cases.audience-wrong',
      applicant.applicantKind === 'person'
        ? 'This service is not open to persons. Choose the organisation you act for and start again.'
        : 'This service is not open to organisations. Stop acting for the organisation and start again.',
    );
  demandSignIn(asPerson(principal), { level: pkg.facts.assurance }, module.clock.now(), 'cases.assurance-low');
  const allowed = servicesFor(asPerson(principal).actingFor, 'apply');
  if (!allowed.some((one) => one === '*' || one === pkg.serviceId))
    refuse('forbidden', 'cases.power-narrow', 'Your power does not cover this service. Ask for one that does.');
  const known = knownAnswers(pkg, input.answers ?? {});
  const { id, open } = await module.tx(principal, async (tx) => {
    const id = input.id ?? newId();
    const { serviceId, version, facts } = pkg;
    const draft = { id, ...applicant, serviceId, version, title: facts.title, language: input.language };
    await store.lockDraftsOf(tx, draft);
    const twin = input.id ?? (await store.freshDraft(tx, draft, known));
    const there = twin && (await findCase(tx, twin));
    if (there) {
      if (there.applicantId !== draft.applicantId) caseUnknown();
      await auditCase(tx, there, 'cases.draft-started', []);
      return { id: there.id, open: [] };
    }
    await store.insertDraft(tx, draft);
    const file = found(await findCase(tx, id));
    for (const [field, value] of Object.entries(known)) await putAnswer(tx, id, field, value, { source: 'typed' });
    const answers = Object.entries(known).map(([field, value]) => ({ field, value }));
    await auditCase(tx, file, 'cases.draft-started', subjectKeys(tx, file, pkg, answers));
    return { id, open: (await openQuestions(tx, file, pkg, answers)).open };
  });
  const replies = await askAll(module, pkg, open, id, principal);
  if (replies.length > 0) await module.tx(principal, (tx) => keepReplies(tx, id, pkg, replies));
  return { id, firstPage: pkg.pages[0]?.id ?? '' };
}

/** Answers of the eligibility check that the form asks too. */
function knownAnswers(pkg: ServicePackage, given: Record<string, Scalar>): Record<string, Scalar> {
  const known: Record<string, Scalar> = {};
  for (const field of pkg.fields) {
    const value = normalised(field, given[field.name] ?? null);
    // Whose data are read is said on its own page, where it is checked.
    const identifies = pkg.facts.subjects.some((subject) => subject.field === field.name);
    if (field.source.kind === 'typed' && field.type !== 'array' && value !== null && !identifies)
      known[field.name] = value;
  }
  return known;
}

/** Refuses: cases.case-unknown. */
export async function form(tx: Tx, id: string): Promise<CaseForm> {
  const file = found(await findCase(tx, id));
  authoriseCase(tx, file);
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, id);
  await auditCase(tx, file, 'cases.form-read', subjectKeys(tx, file, pkg, answers));
  const today = todayOf(tx, file.submittedAt ?? tx.now);
  return caseForm(file, pkg, answers, await readingsOf(tx, id), today);
}

export const changedElsewhere = (): never =>
  refuse(
    'conflict',
    'cases.changed-elsewhere',
    'The application was changed elsewhere in the meantime. Load it again and repeat your change.',
  );

/** The draft, locked, for who may change it. Refuses: cases.case-unknown, cases.not-a-draft. */
export async function lockDraft(tx: Tx, id: string): Promise<Draft> {
  const file = found(await lockCase(tx, id));
  demand(tx, 'cases:change', file);
  if (file.state !== 'draft')
    refuse('conflict', 'cases.not-a-draft', 'The application has been sent and cannot be changed any more.');
  return file;
}

/** Refuses: cases.case-unknown, cases.not-a-draft. */
export async function discard(tx: Tx, id: string): Promise<{ id: string }> {
  const file = found(await lockCase(tx, id));
  authoriseCase(tx, file);
  if (file.state !== 'draft')
    refuse('conflict', 'cases.not-a-draft', 'The application has been sent. Withdraw it instead.');
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.draft-deleted', subjectKeys(tx, file, pkg, await answersOf(tx, id)));
  await store.deleteDraft(tx, id);
  return { id };
}
