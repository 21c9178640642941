// SPDX-License-Identifier: Apache-2.0
/** Saving a page of a draft. */
import { type Field, normalised, registerPath, type ServicePackage, askedOf } from '@stoa/catalogue/contract';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { peopleInPath } from '../asked/index.ts';
import {
  auditCase,
  type CaseFile,
  findCase,
  found,
  keyOf,
  type Scalar,
  touch,
  todayOf,
  type Value,
} from '../case/index.ts';
import type { refreshRegister, savePage } from '../contract.ts';
import {
  type Answer,
  answersOf,
  type Form,
  formOf,
  putAnswer,
  registerState,
  removeAnswers,
  subjectKeys,
} from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { ask, askAll, keepReplies, openQuestions, readingsOf } from '../registers/index.ts';
import { changedElsewhere, lockDraft } from './drafts.ts';

/**
 * Keeps what was typed on a page even where it does not fit yet, in one transaction; then asks the registers whose question
 * is complete. Refuses whole: unknown and hidden fields, altered register values, a page or a draft changed elsewhere.
 */
export async function save(
  module: ModuleRuntime,
  input: InputOf<typeof savePage>,
  principal: Principal,
): Promise<OutputOf<typeof savePage>> {
  const { id, pageId } = input;
  const { pkg, open, saved } = await module.tx(principal, (tx) => keepPage(tx, input));
  if (open.length === 0) return saved;
  const replies = await askAll(module, pkg, open, id, principal);
  return module.tx(principal, async (tx) => {
    await keepReplies(tx, id, pkg, replies);
    const { revision } = found(await findCase(tx, id));
    return afterSave(pkg, formOf(pkg, await answersOf(tx, id), todayOf(tx)), pageId, revision);
  });
}

async function keepPage(tx: Tx, input: InputOf<typeof savePage>) {
  const file = await lockDraft(tx, input.id);
  const pkg = await pinnedPackage(tx.module, file);
  const before = await answersOf(tx, file.id);
  const fields = fieldsOfPage(pkg, askedOf(pkg, before), input.pageId);
  const revision = await touch(tx, file.id);
  const answers = new Map<string, Value>(before.map((answer) => [answer.field, answer.value]));
  for (const [name, typed] of Object.entries(input.answers)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field)
      return refuse(
        'invalid',
        'cases.field-not-asked',
        `"${name}" is not asked on this page. Send only the questions of the page.`,
      );
    if (field.type === 'array')
      refuse(
        'invalid',
        'cases.field-not-asked',
        `"${name}" is no single value: change its entries or files one by one.`,
      );
    const value = normalised(field, typed);
    const kept = before.find((answer) => answer.field === name);
    if (value === (kept?.value ?? null)) continue;
    if (kept && isNewer(kept, input)) changedElsewhere();
    if (field.source.kind !== 'typed')
      refuse(
        'invalid',
        'cases.register-value-locked',
        `"${field.label.en}" comes from a register and cannot be changed here. Correct it in the register.`,
      );
    refuseOthersNumber(tx, file, pkg, name, value);
    answers.set(name, value);
    if (value === null) await removeAnswers(tx, file.id, [name]);
    else await putAnswer(tx, file.id, name, value, { source: 'typed', revision, formKey: input.formKey });
  }
  const given = Array.from(answers, ([field, value]) => ({ field, value }));
  await auditCase(tx, file, 'cases.page-saved', subjectKeys(tx, file, pkg, given));
  const { open, form } = await openQuestions(tx, file, pkg, given);
  return { pkg, open, saved: afterSave(pkg, form, input.pageId, revision) };
}

/** An answer another form gave after this one was shown. What this form gave itself, it may change: people go back. */
export const isNewer = (kept: Answer, sent: Pick<InputOf<typeof savePage>, 'revision' | 'formKey'>): boolean =>
  sent.revision !== undefined &&
  (kept.revision ?? 0) > sent.revision &&
  (sent.formKey === undefined || kept.formKey !== sent.formKey);

/** Where the package names the applicant as subject, the number must be their own: it decides whose data are read. */
function refuseOthersNumber(tx: Tx, file: CaseFile, pkg: ServicePackage, field: string, value: Scalar): void {
  const own = pkg.facts.subjects.find((subject) => subject.role === 'applicant' && subject.field === field);
  if (!own || value === null || keyOf(tx, own.scheme, String(value)) === file.applicantId) return;
  refuse(
    'forbidden',
    'cases.identifier-not-yours',
    'This is not your own number. Enter the number of the person who signed in.',
  );
}

function fieldsOfPage(pkg: ServicePackage, { pages }: Pick<Form, 'pages'>, pageId: string): readonly Field[] {
  const shown = pages.find(({ page }) => page.id === pageId);
  if (shown) return shown.fields;
  if (pkg.pages.some((page) => page.id === pageId)) {
    return refuse('invalid', 'cases.field-not-asked', 'With the answers given so far this page is not asked.');
  }
  return refuse('missing', 'cases.page-unknown', 'The form has no such page.');
}

function afterSave(pkg: ServicePackage, form: Form, pageId: string, revision: number): OutputOf<typeof savePage> {
  const own = form.pages.find(({ page }) => page.id === pageId)?.fields ?? [];
  const errors = form.errors.flatMap((error) => {
    const field = own.find(({ name }) => name === error.field);
    if (!field) return [];
    if (field.source.kind !== 'typed') return error;
    return { ...error, typed: field.type === 'array' ? null : ((form.answers[field.name] ?? null) as Scalar) };
  });
  if (errors.length > 0) return { errors, revision, next: pageId };
  const order = pkg.pages.map((page) => page.id);
  const next = form.pages.find(({ page }) => order.indexOf(page.id) > order.indexOf(pageId));
  return { errors, revision, ...(next ? { next: next.page.id } : {}) };
}

/** Refuses: cases.case-unknown, cases.not-a-draft, cases.register-unknown, -unavailable, cases.consent-missing. */
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
    const answers = await answersOf(tx, file.id);
    const current = formOf(pinned, answers, todayOf(tx));
    const path = registerPath(register, file, current);
    if (path === undefined)
      return refuse(
        'invalid',
        'cases.register-unavailable',
        'Answer the question first that the register is asked with.',
      );
    await auditCase(tx, file, 'cases.register-asked', subjectKeys(tx, file, pinned, answers));
    return { pkg: pinned, question: { register, path, people: peopleInPath(tx, pinned, register, current.answers) } };
  });
  const reply = await ask(module, pkg, question, input.id, principal);
  if (reply.state === 'needs-consent')
    refuse(
      'conflict',
      'cases.consent-missing',
      'The law asks for your consent before this register is asked. Give it first.',
    );
  if (reply.state === 'failed')
    refuse(
      'unavailable',
      'cases.register-unavailable',
      'The register does not answer at the moment. Your answers are saved: try again later.',
      { retryAfterSeconds: 30 },
    );
  return module.tx(principal, async (tx) => {
    await keepReplies(tx, input.id, pkg, [reply]);
    const file = found(await findCase(tx, input.id));
    const form = formOf(pkg, await answersOf(tx, file.id), todayOf(tx));
    return registerState(file, pkg, input.register, form, await readingsOf(tx, file.id));
  });
}
