// SPDX-License-Identifier: Apache-2.0
/** Saving a page of a draft. */
import { type Field, normalised, type ServicePackage } from '@stoa/catalogue/contract';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { peopleInPath } from '../asked/index.ts';
import { auditCase, type CaseFile, findCase, found, keyOf, type Scalar, touch, todayOf } from '../case/index.ts';
import type { refreshRegister, savePage } from '../contract.ts';
import {
  type Answer,
  answersOf,
  type Form,
  formOf,
  putAnswer,
  registerPath,
  registerState,
  removeAnswers,
  subjectKeys,
} from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { ask, askOpenQuestions, keepReply, openQuestions, readingsOf } from '../registers/index.ts';
import { changedElsewhere, lockDraft } from './drafts.ts';

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
    const file = found(await findCase(tx, input.id));
    const current = formOf(pkg, await answersOf(tx, input.id), todayOf(tx));
    return { ...afterSave(pkg, current, input.pageId), revision: file.revision };
  });
}

async function keepPage(tx: Tx, input: InputOf<typeof savePage>) {
  const file = await lockDraft(tx, input.id);
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, file.id);
  const fields = fieldsOfPage(pkg, formOf(pkg, answers, todayOf(tx)), input.pageId);
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
      if (value === null) await removeAnswers(tx, file.id, [name]);
      else await putAnswer(tx, file.id, name, value, { source: 'typed', revision, formKey: input.formKey });
    } else {
      refuse(
        'invalid',
        'cases.register-value-locked',
        `"${field.label.en}" comes from a register and cannot be changed here. Correct it in the register.`,
      );
    }
  }
  await touch(tx, file.id);
  await auditCase(tx, file, 'cases.page-saved', await subjectKeys(tx, file, pkg));
  return { pkg, open: await openQuestions(tx, file, pkg) };
}

/** An answer another form gave after this one was shown. What this form gave itself, it may change: people go back. */
const isNewer = (kept: Answer, sent: InputOf<typeof savePage>): boolean =>
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
    const current = formOf(pinned, await answersOf(tx, file.id), todayOf(tx));
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
    const file = found(await findCase(tx, input.id));
    return registerState(
      file,
      pkg,
      input.register,
      formOf(pkg, await answersOf(tx, file.id), todayOf(tx)),
      await readingsOf(tx, file.id),
    );
  });
}
