// SPDX-License-Identifier: Apache-2.0
import { type ServicePackage, knownValueOf, valueOf } from '@stoa/catalogue/contract';
import { emit, isRefusal, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { isDateOutside, lastDate } from '@stoa/kernel/text';
import {
  auditCase,
  authoriseCase,
  type CaseFile,
  factsOf,
  findCase,
  found,
  lockCase,
  note,
  summaryOf,
  tell,
  todayOf,
  sent,
} from '../case/index.ts';
import { caseSubmitted, type CaseSummary, type reviewAnswers, type FieldError, type submitCase } from '../contract.ts';
import { answersOf, caseForm, formOf, removeWithFiles, subjectKeys, subjectsIn } from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { processes } from '../process/index.ts';
import { readingsOf } from '../registers/index.ts';
import { type Context, contextOf, decisionOf, dueFrom } from '../rules/index.ts';
import { changedElsewhere } from './drafts.ts';
import * as store from './store.ts';

/** Refuses: cases.case-unknown, cases.not-a-draft. */
export async function review(tx: Tx, id: string): Promise<OutputOf<typeof reviewAnswers>> {
  const file = found(await findCase(tx, id));
  authoriseCase(tx, file);
  if (file.state !== 'draft')
    refuse('conflict', 'cases.not-a-draft', 'The application has been sent. Follow it in your cabinet.');
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, id);
  await auditCase(tx, file, 'cases.form-read', subjectKeys(tx, file, pkg, answers));
  const today = todayOf(tx);
  const { errors } = formOf(pkg, answers, today);
  const fee = errors.length === 0 ? await feeOf(tx, file, pkg) : undefined;
  return {
    form: caseForm(file, pkg, answers, await readingsOf(tx, id), today),
    errors: [...errors],
    ...(fee ? { fee } : {}),
  };
}

/** The fee as the table has it now; none where the service has no fee or no row fits. */
async function feeOf(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<OutputOf<typeof reviewAnswers>['fee']> {
  const { currency } = pkg.facts;
  if (!pkg.decisions.fee || !currency) return undefined;
  try {
    const { outputs, reasons } = await decisionOf(tx.module, pkg, 'fee', await contextOf(tx, file, pkg));
    return { amountMinor: Number(outputs.amountMinor ?? 0), currency, reasons };
  } catch (error) {
    if (isRefusal(error) && error.kind !== 'unavailable') return undefined;
    throw error;
  }
}

/**
 * Sends the application: from here on its answers are what the officer sees. Repeating answers with the same case.
 * Refuses: cases.case-unknown, cases.answers-missing, -answers-invalid, -register-missing, -changed-elsewhere, -dates-impossible.
 */
export async function submit(tx: Tx, input: InputOf<typeof submitCase>): Promise<CaseSummary> {
  const draft = found(await lockCase(tx, input.id));
  authoriseCase(tx, draft);
  const pkg = await pinnedPackage(tx.module, draft);
  const answers = await answersOf(tx, draft.id);
  await auditCase(tx, draft, 'cases.case-submitted', subjectKeys(tx, draft, pkg, answers));
  if (draft.state !== 'draft') return summaryOf(draft);
  if (input.revision !== undefined && input.revision !== draft.revision) changedElsewhere();
  const form = formOf(pkg, answers, todayOf(tx));
  refuseErrors(form.errors);
  await refuseImpossibleDates(tx, draft, pkg);
  const hidden = pkg.fields.filter((field) => !form.asked.includes(field)).map((field) => field.name);
  await removeWithFiles(tx, draft.id, hidden);
  const kept = answers.filter(({ field }) => !hidden.includes(field));
  for (const { role, key } of subjectsIn(tx, pkg, kept)) await store.putSubject(tx, draft.id, key, role);
  await open(tx, draft, pkg);
  const file = sent(await findCase(tx, draft.id));
  await note(tx, file.id, 'submitted', { number: file.number });
  await emit(
    tx,
    caseSubmitted,
    {
      ...factsOf(file),
      applicantName: file.applicantName,
      submittedAt: tx.now.toISOString(),
      ...(file.dueOn ? { dueOn: file.dueOn } : {}),
    },
    { subject: file.id },
  );
  await tell(tx, file, 'submitted');
  await processes.start(tx, file);
  return summaryOf(found(await findCase(tx, file.id)));
}

/** Gives the number, the deciding office and the deadline, which runs from payment where there is a fee. */
async function open(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<void> {
  const { facts } = pkg;
  const key = String(valueOf(facts.competence.by, await contextOf(tx, file, pkg)));
  const office = facts.competence.offices[key];
  if (!office) throw new Error(`${pkg.serviceId}: no office decides for "${key}"`);
  const paysFirst = pkg.process.nodes.some((node) => node.settings.action === 'invoice');
  const serial = String(await store.nextNumber(tx)).padStart(6, '0');
  await store.markSubmitted(tx, file.id, {
    number: `${facts.numberPrefix}-${todayOf(tx).slice(0, 4)}-${serial}`,
    officeId: office.organisationId,
    regionCode: office.regionCode,
    officeName: office.name,
    dueOn: paysFirst ? null : await dueFrom(tx, file, pkg),
  });
}

/** A document that could not be made, or would have ended before it is made, is refused before anybody pays for it. */
async function refuseImpossibleDates(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<void> {
  const context = await contextOf(tx, file, pkg);
  for (const { validUntil } of Object.values(pkg.outputs)) {
    if (!validUntil || lastDay(validUntil, context) >= todayOf(tx)) continue;
    refuse(
      'invalid',
      'cases.dates-impossible',
      'With these dates the document could not be issued or would have ended already. Correct the dates and send again.',
    );
  }
}

/** Empty for a day outside the years that can be printed; the last one where it is not known before the decision. */
function lastDay(validUntil: string, context: Context): string {
  const day = String(knownValueOf(validUntil, context) ?? lastDate);
  return isDateOutside(day) ? '' : day;
}

function refuseErrors(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const list = errors.map((error) => ({
    pointer: `/answers/${error.field}${error.entry ? `/${error.entry - 1}/${error.column ?? ''}` : ''}`,
    code: error.code,
    message: error.message.en,
  }));
  if (errors.some((error) => error.code === 'register')) {
    refuse(
      'invalid',
      'cases.register-missing',
      'A register has not answered yet. Ask it again before you send the application.',
      { errors: list },
    );
  }
  if (errors.every((error) => error.code === 'required'))
    refuse('invalid', 'cases.answers-missing', 'Some questions are not answered. Answer them and send again.', {
      errors: list,
    });
  refuse('invalid', 'cases.answers-invalid', 'Some answers need correction. Correct them and send again.', {
    errors: list,
  });
}
