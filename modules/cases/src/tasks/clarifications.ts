// SPDX-License-Identifier: Apache-2.0
/** One question about one field, to the applicant and back, while the clock stands still. */
import { type Field, normalised, type ServicePackage } from '@stoa/catalogue/contract';
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import {
  auditCase,
  authoriseCase,
  found,
  lockCase,
  note,
  pauseClock,
  resumeClock,
  type Scalar,
  tell,
  todayOf,
} from '../case/index.ts';
import type { answerClarification, askClarification, Clarification } from '../contract.ts';
import { withoutConflict } from '../fairness/index.ts';
import { type Answer, answersOf, formField, formOf, putAnswer } from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import * as queries from './queries.ts';
import { findTask } from './queries.ts';
import * as store from './store.ts';
import { ownTask } from './tasks.ts';

export function showClarification(
  pkg: ServicePackage,
  row: queries.Clarification,
  answers: readonly Answer[],
): Clarification {
  const field = pkg.fields.find((candidate) => candidate.name === row.field);
  if (!field) throw new Error(`the package has no field ${row.field}`);
  return {
    id: row.id,
    field: formField(
      pkg,
      field,
      answers.find((answer) => answer.field === row.field),
    ),
    question: row.question,
    askedAt: row.askedAt.toISOString(),
    ...(row.previous === null ? {} : { previousValue: row.previous }),
    ...(row.answeredAt ? { answeredAt: row.answeredAt.toISOString() } : {}),
    ...(row.answer === null ? {} : { answer: row.answer }),
    ...(row.note ? { note: row.note } : {}),
  };
}

/** Refuses: cases.task-unknown, -task-not-yours, -task-closed, -conflict-of-interest, -clarification-open, -field-not-asked, -register-value-locked. */
export async function askApplicant(tx: Tx, input: InputOf<typeof askClarification>): Promise<Clarification> {
  const { task, file } = await ownTask(tx, input.id);
  await withoutConflict(tx, file);
  const open = (await queries.clarificationsOf(tx, file.id)).some((row) => !row.answeredAt);
  if (open)
    refuse(
      'conflict',
      'cases.clarification-open',
      'The applicant has not answered the last question yet. Wait for the answer.',
    );
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, file.id);
  askedField(pkg, answers, input.field, todayOf(tx));
  const id = newId();
  const previous = (answers.find((answer) => answer.field === input.field)?.value ?? null) as Scalar;
  await store.insertClarification(tx, {
    id,
    caseId: file.id,
    taskId: task.id,
    field: input.field,
    question: input.question,
    previous,
  });
  await store.setTask(tx, task.id, 'waiting');
  await pauseClock(tx, file);
  await note(tx, file.id, 'clarification-asked', { field: input.field }, { node: task.node });
  await tell(tx, file, 'clarification-asked', id);
  await auditCase(tx, file, 'cases.clarification-asked');
  return clarificationOf(tx, file.id, id, pkg);
}

function askedField(pkg: ServicePackage, answers: readonly Answer[], name: string, today: string): Field {
  const field = formOf(pkg, answers, today).asked.find((candidate) => candidate.name === name);
  if (!field)
    return refuse(
      'invalid',
      'cases.field-not-asked',
      `"${name}" is not asked in this application. Choose one of its fields.`,
    );
  if (field.type === 'array')
    return refuse('invalid', 'cases.field-not-asked', `"${name}" is no single value. Ask about it at another field.`);
  if (field.source.kind !== 'typed')
    return refuse(
      'invalid',
      'cases.register-value-locked',
      'This value comes from a register: the applicant cannot change it.',
    );
  return field;
}

async function clarificationOf(tx: Tx, caseId: string, id: string, pkg: ServicePackage): Promise<Clarification> {
  const row = (await queries.clarificationsOf(tx, caseId)).find((candidate) => candidate.id === id);
  if (!row) return refuse('missing', 'cases.clarification-unknown', 'There is no such question in this application.');
  return showClarification(pkg, row, await answersOf(tx, caseId));
}

/** Refuses: cases.case-unknown, -clarification-unknown, -clarification-answered, -answers-invalid. */
export async function answerOfficer(tx: Tx, input: InputOf<typeof answerClarification>): Promise<Clarification> {
  const file = found(await lockCase(tx, input.id));
  authoriseCase(tx, file);
  const row = (await queries.clarificationsOf(tx, file.id)).find((candidate) => candidate.id === input.clarificationId);
  if (!row) return refuse('missing', 'cases.clarification-unknown', 'There is no such question in this application.');
  if (row.answeredAt)
    refuse(
      'conflict',
      'cases.clarification-answered',
      'This question has been answered. The officer goes on with your application.',
    );
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, file.id);
  const today = todayOf(tx);
  const field = askedField(pkg, answers, row.field, today);
  const value = normalised(field, input.value);
  const others = answers.filter((answer) => answer.field !== row.field);
  const [error] = formOf(pkg, [...others, { field: row.field, value }], today).errors.filter(
    (e) => e.field === row.field,
  );
  if (error)
    refuse('invalid', 'cases.answers-invalid', error.message.en, {
      errors: [{ pointer: '/value', code: error.code, message: error.message.en }],
    });
  await putAnswer(tx, file.id, row.field, value, { source: 'typed' });
  await store.answerClarification(tx, row.id, value, input.note ?? null);
  const task = await findTask(tx, row.taskId);
  if (task?.state === 'waiting') await store.setTask(tx, row.taskId, task.assigneeId ? 'claimed' : 'open');
  await resumeClock(tx, file);
  await note(tx, file.id, 'clarification-answered', { field: row.field });
  await auditCase(tx, file, 'cases.clarification-answered');
  return clarificationOf(tx, file.id, row.id, pkg);
}
