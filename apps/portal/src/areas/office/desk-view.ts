// SPDX-License-Identifier: Apache-2.0
/** What stands beside a case, in the language of the page, and what its forms do. */
import { transferCase } from '@stoa/cases/contract';
import {
  answerReview,
  caseFilePath,
  correctNote,
  declareConflict,
  type Desk,
  linkCase,
  noteKinds,
  proposeDecision,
  writeNote,
} from '@stoa/casework/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { isCalendarDate } from '@stoa/kernel/text';
import { again, type FieldError, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { isId } from '../books/shared.ts';

type Text = (text: LocalText) => string;

export const showDesk = ({ work, effects, ...desk }: Desk, text: Text, taskId: string) => ({
  ...desk,
  conflict: work.conflict,
  secondEyes: work.secondEyes,
  offices: work.offices.map(({ id, name }) => ({ value: id, text: text(name) })),
  related: work.related.map(({ title, ...one }) => ({ ...one, title: text(title) })),
  movable: work.state !== 'decided' && work.state !== 'closed',
  effects: effects.map(({ outcome, title, effects: found }) => ({
    ...{ outcome, title: text(title), effects: found.map((one) => ({ ...one, title: text(one.title) })) },
  })),
  file: caseFilePath(taskId),
});

const wrong = (field: string, code: string): FieldError[] => [{ field, code: `casework.${code}` }];

/** A note as it was typed; behind the names of its fields stands the id of the note that is corrected, or `new`. */
function readNote(form: Form, of: string) {
  const field = (name: string) => `${name}${of}`;
  const kind = noteKinds.find((one) => one === form.get(field('kind')));
  const [on, person, text] = [form.get(field('on')), form.get(field('person')), form.get(field('text'))];
  const errors = [
    ...(kind ? [] : wrong(field('kind'), 'note-kind-missing')),
    ...(isCalendarDate(on) ? [] : wrong(field('on'), 'note-day-wrong')),
    ...(person.length < 2 ? wrong(field('person'), 'note-person-missing') : []),
    ...(text.length < 2 ? wrong(field('text'), 'note-text-missing') : []),
  ];
  return { errors, note: { kind: kind ?? ('other' as const), on, person, text } };
}

/** What the forms beside a case do; undefined where the form is none of them. */
export async function actOnDesk(
  { call }: Pick<PageContext, 'call'>,
  form: Form,
  { taskId, caseId }: { taskId: string; caseId: string },
): Promise<Outcome | undefined> {
  const here = `/office/tasks/${taskId}`;
  const done = (notice: string, to = here) => redirect(to, { notice });
  const [act = '', id = '', version = ''] = form.get('_do').split(' ');
  switch (act) {
    case 'note': {
      const { errors, note } = readNote(form, '.new');
      if (errors.length > 0) return again(errors);
      await call(writeNote, { caseId, ...note });
      return done('note-written');
    }
    case 'correct': {
      const { errors, note } = readNote(form, `.${id}`);
      if (errors.length > 0) return again(errors);
      await call(correctNote, { id, version: Number(version), ...note });
      return done('note-corrected');
    }
    case 'link': {
      const [number, reason] = [form.get('number'), form.get('linkReason')];
      if (number.length < 3) return again(wrong('number', 'link-number-missing'));
      if (reason.length < 3) return again(wrong('linkReason', 'reason-missing'));
      await call(linkCase, { caseId, number, reason });
      return done('case-linked');
    }
    case 'conflict': {
      const reason = form.get('conflictReason');
      if (reason.length < 3) return again(wrong('conflictReason', 'reason-missing'));
      await call(declareConflict, { caseId, reason });
      return done('conflict-declared', '/office');
    }
    case 'propose': {
      const [outcome, text] = [form.get('outcome'), form.get('text')];
      if (!outcome) return again([{ field: 'outcome', code: 'portal.decide-outcome' }]);
      await call(proposeDecision, { caseId, taskId, outcome, ...(text ? { text } : {}) });
      return done('decision-proposed');
    }
    case 'agree':
    case 'return':
      return answer({ call }, form, id, act === 'agree', done);
    case 'transfer': {
      const [officeId, reason] = [form.get('office'), form.get('transferReason')];
      if (!officeId) return again(wrong('office', 'office-missing'));
      if (reason.length < 3) return again(wrong('transferReason', 'reason-missing'));
      await call(transferCase, { id: caseId, officeId, reason });
      return done('case-transferred', '/office');
    }
    default:
      return undefined;
  }
}

/** What the second officer says, on the page of the case or in the list. */
export async function answer(
  { call }: Pick<PageContext, 'call'>,
  form: Form,
  id: string,
  agrees: boolean,
  done: (notice: string) => Outcome,
): Promise<Outcome> {
  const field = `reviewReason.${id}`;
  const reason = form.get(field);
  if (!isId(id)) return again(wrong(field, 'review-unknown'));
  if (!agrees && reason.length < 2) return again(wrong(field, 'reason-missing'));
  await call(answerReview, { id, agrees, ...(reason ? { reason } : {}) });
  return done(agrees ? 'review-agreed' : 'review-returned');
}
