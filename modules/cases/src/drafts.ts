// SPDX-License-Identifier: Apache-2.0
import { type Field, normalised, type ServicePackage } from '@stoa/catalogue/contract';
import { type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { applicantOf, asPerson } from './applicant.ts';
import { peopleInPath } from './asked.ts';
import { todayOf } from './calendar.ts';
import { auditCase, authoriseCase, type CaseFile, demand, found, keyOf, type Scalar } from './case-file.ts';
import type { CaseForm, refreshRegister, savePage, startDraft } from './contract.ts';
import { caseForm, type Form, formOf, registerState } from './form.ts';
import { newestPackage, pinnedPackage } from './packages.ts';
import * as queries from './queries.ts';
import { ask, askOpenQuestions, keepReply, openQuestions } from './registers.ts';
import { registerPath } from './register-path.ts';
import * as store from './store.ts';
import { subjectKeys } from './subjects.ts';

/**
 * Started again within a minute with nothing typed since (a double click), answers the draft that is there.
 * Refuses: catalogue.service-unknown, cases.audience-wrong, cases.assurance-low.
 */
export async function start(
  module: ModuleRuntime,
  input: InputOf<typeof startDraft>,
  principal: Principal,
): Promise<OutputOf<typeof startDraft>> {
  const pkg = await newestPackage(module, input.serviceId);
  const applicant = applicantOf(principal);
  if (!pkg.facts.audience.includes(applicant.applicantKind)) {
    const who =
      applicant.applicantKind === 'person' ? 'Choose the organisation you act for' : 'Stop acting for the organisation';
    refuse(
      'forbidden',
      'cases.audience-wrong',
      `This service is not open to ${applicant.applicantKind}s. ${who} and start again.`,
    );
  }
  if (asPerson(principal).assurance < pkg.facts.assurance) {
    refuse(
      'forbidden',
      'cases.assurance-low',
      'This service asks for a stronger sign-in. Sign in again with a second factor.',
    );
  }
  const known = knownAnswers(pkg, input.answers ?? {});
  const { id, open } = await module.tx(principal, async (tx) => {
    const id = newId();
    const draft = {
      id,
      ...applicant,
      serviceId: pkg.serviceId,
      version: pkg.version,
      title: pkg.facts.title,
      language: input.language,
    };
    await store.lockDraftsOf(tx, draft);
    const twin = await queries.freshDraft(tx, draft, known);
    if (twin) {
      await auditCase(tx, found(await queries.findCase(tx, twin)), 'cases.draft-started', []);
      return { id: twin, open: [] };
    }
    await store.insertDraft(tx, draft);
    const file = found(await queries.findCase(tx, id));
    for (const [field, value] of Object.entries(known))
      await store.putAnswer(tx, id, field, value, { source: 'typed' });
    await auditCase(tx, file, 'cases.draft-started', await subjectKeys(tx, file, pkg));
    return { id, open: await openQuestions(tx, file, pkg) };
  });
  await askOpenQuestions(module, principal, id, pkg, open);
  return { id, firstPage: pkg.pages[0]?.id ?? '' };
}

/** Answers of the eligibility check that the form asks too. */
function knownAnswers(pkg: ServicePackage, given: Record<string, Scalar>): Record<string, Scalar> {
  const known: Record<string, Scalar> = {};
  for (const field of pkg.fields) {
    const value = normalised(field, given[field.name] ?? null);
    // Whose data are read is said on its own page, where it is checked.
    const identifies = pkg.facts.subjects.some((subject) => subject.field === field.name);
    if (field.source.kind === 'typed' && value !== null && !identifies) known[field.name] = value;
  }
  return known;
}

/** Refuses: cases.case-unknown. */
export async function form(tx: Tx, id: string): Promise<CaseForm> {
  const file = found(await queries.findCase(tx, id));
  authoriseCase(tx, file);
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.form-read', await subjectKeys(tx, file, pkg));
  const today = await todayOf(tx, file.submittedAt ?? tx.now);
  return caseForm(file, pkg, await queries.answersOf(tx, id), await queries.readingsOf(tx, id), today);
}

/**
 * Keeps what was typed on a page even where it does not fit yet, then asks the registers whose question is complete.
 * Refuses whole: unknown and hidden fields, altered register values, a page or a draft changed elsewhere.
 */
export async function save(
  module: ModuleRuntime,
  input: InputOf<typeof savePage>,
  principal: Principal,
): Promise<OutputOf<typeof savePage>> {
  const { pkg, open } = await module.tx(principal, (tx) => keepPage(tx, input));
  await askOpenQuestions(module, principal, input.id, pkg, open);
  return module.tx(principal, async (tx) => {
    const file = found(await queries.findCase(tx, input.id));
    const current = formOf(pkg, await queries.answersOf(tx, input.id), await todayOf(tx));
    return { ...afterSave(pkg, current, input.pageId), revision: file.revision };
  });
}

async function keepPage(tx: Tx, input: InputOf<typeof savePage>) {
  const file = await lockDraft(tx, input.id);
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await queries.answersOf(tx, file.id);
  const fields = fieldsOfPage(pkg, formOf(pkg, answers, await todayOf(tx)), input.pageId);
  const revision = file.revision + 1;
  for (const [name, typed] of Object.entries(input.answers)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field)
      return refuse(
        'invalid',
        'cases.field-not-asked',
        `"${name}" is not asked on this page. Send only the questions of the page.`,
      );
    const value = normalised(field, typed);
    const kept = answers.find((answer) => answer.field === name);
    if (value === (kept?.value ?? null)) continue;
    if (kept && isNewer(kept, input)) changedElsewhere();
    if (field.source.kind === 'typed') {
      checkOwnNumber(tx, file, pkg, name, value);
      if (value === null) await store.removeAnswers(tx, file.id, [name]);
      else await store.putAnswer(tx, file.id, name, value, { source: 'typed', revision, formKey: input.formKey });
    } else {
      refuse(
        'invalid',
        'cases.register-value-locked',
        `"${field.label.en}" comes from a register and cannot be changed here. Correct it in the register.`,
      );
    }
  }
  await store.touch(tx, file.id);
  await auditCase(tx, file, 'cases.page-saved', await subjectKeys(tx, file, pkg));
  return { pkg, open: await openQuestions(tx, file, pkg) };
}

/** An answer another form gave after this one was shown. What this form gave itself, it may change: people go back. */
const isNewer = (kept: queries.Answer, sent: InputOf<typeof savePage>): boolean =>
  sent.revision !== undefined &&
  (kept.revision ?? 0) > sent.revision &&
  (sent.formKey === undefined || kept.formKey !== sent.formKey);

/** Where the package names the applicant as subject, the number must be their own: it decides whose data are read. */
function checkOwnNumber(tx: Tx, file: CaseFile, pkg: ServicePackage, field: string, value: Scalar): void {
  const own = pkg.facts.subjects.find((subject) => subject.role === 'applicant' && subject.field === field);
  if (!own || value === null || keyOf(tx, own.scheme, String(value)) === file.applicantId) return;
  refuse(
    'forbidden',
    'cases.identifier-not-yours',
    'This is not your own number. Enter the number of the person who signed in.',
  );
}

export const changedElsewhere = (): never =>
  refuse(
    'conflict',
    'cases.changed-elsewhere',
    'The application was changed elsewhere in the meantime. Load it again and repeat your change.',
  );

/** The draft, locked, for who may change it. Refuses: cases.case-unknown, cases.not-a-draft. */
async function lockDraft(tx: Tx, id: string): Promise<CaseFile> {
  const file = found(await queries.lockCase(tx, id));
  demand(tx, 'cases:change', file);
  if (file.state !== 'draft')
    refuse('conflict', 'cases.not-a-draft', 'The application has been sent and cannot be changed any more.');
  return file;
}

function fieldsOfPage(pkg: ServicePackage, current: Form, pageId: string): readonly Field[] {
  const shown = current.pages.find(({ page }) => page.id === pageId);
  if (shown) return shown.fields;
  if (pkg.pages.some((page) => page.id === pageId)) {
    return refuse('invalid', 'cases.field-not-asked', 'With the answers given so far this page is not asked.');
  }
  return refuse('missing', 'cases.page-unknown', 'The form has no such page.');
}

function afterSave(
  pkg: ServicePackage,
  current: Form,
  pageId: string,
): Pick<OutputOf<typeof savePage>, 'errors' | 'next'> {
  const own = current.pages.find(({ page }) => page.id === pageId)?.fields ?? [];
  const errors = current.errors.filter((error) => own.some((field) => field.name === error.field));
  if (errors.length > 0) return { errors, next: pageId };
  const order = pkg.pages.map((page) => page.id);
  const next = current.pages.find(({ page }) => order.indexOf(page.id) > order.indexOf(pageId));
  return { errors, ...(next ? { next: next.page.id } : {}) };
}

/** Refuses: cases.case-unknown, cases.not-a-draft, cases.register-unknown, cases.register-unavailable. */
export async function refresh(
  module: ModuleRuntime,
  input: InputOf<typeof refreshRegister>,
  principal: Principal,
): Promise<OutputOf<typeof refreshRegister>> {
  const { pkg, question } = await module.tx(principal, async (tx) => {
    const file = await lockDraft(tx, input.id);
    const pinned = await pinnedPackage(tx.module, file);
    const register = pinned.registers.find((candidate) => candidate.name === input.register);
    if (!register) return refuse('missing', 'cases.register-unknown', 'The form does not ask this register.');
    const current = formOf(pinned, await queries.answersOf(tx, file.id), await todayOf(tx));
    const path = registerPath(register, file, current);
    if (path === undefined)
      return refuse(
        'invalid',
        'cases.register-unavailable',
        'Answer the question first that the register is asked with.',
      );
    await auditCase(tx, file, 'cases.register-asked', await subjectKeys(tx, file, pinned));
    return { pkg: pinned, question: { register, path, people: peopleInPath(tx, pinned, register, current.answers) } };
  });
  const reply = await ask(module, pkg, question, input.id, principal);
  if (reply.state === 'failed')
    refuse(
      'unavailable',
      'cases.register-unavailable',
      'The register does not answer at the moment. Your answers are saved: try again later.',
      { retryAfterSeconds: 30 },
    );
  await module.tx(principal, (tx) => keepReply(tx, input.id, pkg, reply));
  return module.tx(principal, async (tx) => {
    const file = found(await queries.findCase(tx, input.id));
    return registerState(
      file,
      pkg,
      input.register,
      formOf(pkg, await queries.answersOf(tx, file.id), await todayOf(tx)),
      await queries.readingsOf(tx, file.id),
    );
  });
}

/** Refuses: cases.case-unknown, cases.not-a-draft. */
export async function discard(tx: Tx, id: string): Promise<{ id: string }> {
  const file = found(await queries.lockCase(tx, id));
  authoriseCase(tx, file);
  if (file.state !== 'draft')
    refuse('conflict', 'cases.not-a-draft', 'The application has been sent. Withdraw it instead.');
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.draft-deleted', await subjectKeys(tx, file, pkg));
  await store.deleteDraft(tx, id);
  return { id };
}
