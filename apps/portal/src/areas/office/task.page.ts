// SPDX-License-Identifier: Apache-2.0
import {
  askClarification,
  claimTask,
  decideTask,
  finishTask,
  getProcess,
  getTask,
  releaseTask,
} from '@stoa/cases/contract';
import { getDesk } from '@stoa/casework/contract';
import { explainService } from '@stoa/catalogue/contract';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown, unlessRefused } from '../../server/problem.ts';
import { showField } from '../citizen/case-form.ts';
import { showCase, showReasons } from '../citizen/case-view.ts';
import { actOnDesk, showDesk } from './desk-view.ts';
import { showTable, showWords } from '../public/drawn-decision.ts';
import { showDrawn } from '../public/drawn-process.ts';

type Task = OutputOf<typeof getTask>;
type Text = (text: LocalText) => string;

const showCheck = (check: Task['checks'][number], text: Text) => ({
  name: check.name,
  title: text(check.title),
  about: check.about,
  state: check.state,
  askedAt: check.askedAt,
  answeredAt: check.answeredAt,
  messageId: check.responseId ?? check.requestId,
  from: check.from,
  facts: Object.entries((check.content ?? {}) as Record<string, unknown>).map(([name, value]) => ({
    name,
    value: String(value),
  })),
  rejection: check.rejection && `${check.rejection.code}: ${check.rejection.description}`,
});

const showTask = (task: Task, text: Text) => ({
  id: task.id,
  number: task.caseNumber,
  task: text(task.taskTitle),
  state: task.state,
  assignee: task.assigneeName,
  overdue: task.overdue,
  canDecide: task.canDecide,
  decides: task.decides,
  /** Whom or what it is about, where there are several. */
  about: task.about,
  case: showCase(task.case, text),
  pages: task.pages.map((page) => ({
    id: page.id,
    title: text(page.title),
    fields: page.fields.map((field) => showField(field, text, task.caseId)),
  })),
  checks: task.checks.map((check) => showCheck(check, text)),
  clarifications: task.clarifications.map((one) => ({
    id: one.id,
    label: text(one.field.label),
    question: one.question,
    askedAt: one.askedAt,
    answeredAt: one.answeredAt,
    previous: one.previousValue === undefined || one.previousValue === null ? '' : String(one.previousValue),
    answer: one.answer === undefined || one.answer === null ? '' : String(one.answer),
    note: one.note,
  })),
  advice: task.advice && {
    outcome: task.outcomes.find((one) => one.code === task.advice?.outcome)?.code ?? task.advice.outcome,
    reasons: showReasons(task.advice.reasons, text),
  },
  outcomes: task.outcomes.map((one) => ({ value: one.code, text: text(one.title) })),
});

const showProcess = (process: OutputOf<typeof getProcess>, text: Text) => ({
  ...showDrawn(process, text),
  standing: {
    active: process.active,
    tokens: process.tokens,
    done: process.done,
    failed: process.failed.map(({ node }) => node),
    taken: process.edges.flatMap(({ id, taken }) => (taken ? [id] : [])),
  },
});

/** The tables whose rows are behind the advice, of the version the case is decided by. */
const showTables = (found: OutputOf<typeof explainService>, task: Task, text: Text) => {
  const fired = task.advice?.reasons.map(({ id }) => id) ?? [];
  return {
    fired,
    currency: found.currency,
    words: showWords(found.words, text),
    tables: found.decisions
      .flatMap(({ tables }) => tables)
      .filter(({ rules }) => rules.some(({ id }) => fired.includes(id)))
      .map((table) => showTable(table, text)),
  };
};

export const taskPage = definePage({
  path: '/office/tasks/:id',
  signIn: true,
  component: 'office/TaskPage',
  load: async ({ call, text, params, principal, modules }) => {
    const task = await call(getTask, { id: params.id });
    const asked = { caseId: task.caseId, taskId: task.id };
    const desk = modules.includes('casework') ? await call(getDesk, asked).catch(unlessRefused) : undefined;
    const process = await call(getProcess, { id: task.caseId }).catch(unlessRefused);
    const explained =
      task.advice &&
      (await call(explainService, { id: task.serviceId, version: task.case.version }).catch(unlessRefused));
    return {
      ...showTask(task, text),
      mine: principal.kind === 'person' && task.assigneeId === principal.id,
      process: process && showProcess(process, text),
      explained: explained && showTables(explained, task, text),
      desk: desk && showDesk(desk, text, task.id),
    };
  },
  act: async ({ call, params, modules }, form) => {
    const { id } = params;
    const here = `/office/tasks/${id}`;
    switch (form.get('_do')) {
      case 'claim':
        await call(claimTask, { id });
        return redirect(here, { notice: 'task-claimed' });
      case 'release':
        await call(releaseTask, { id });
        return redirect('/office', { notice: 'task-released' });
      case 'clarify': {
        const [field, question] = [form.get('field'), form.get('question')];
        if (!field) return again([{ field: 'field', code: 'portal.clarify-field' }]);
        if (question.length < 3) return again([{ field: 'question', code: 'portal.clarify-question' }]);
        await call(askClarification, { id, field, question });
        return redirect(here, { notice: 'clarification-asked' });
      }
      case 'finish': {
        const [outcome, words] = [form.get('outcome'), form.get('text')];
        if (!outcome) return again([{ field: 'outcome', code: 'portal.decide-outcome' }]);
        await call(finishTask, { id, outcome, ...(words ? { text: words } : {}) });
        return redirect('/office', { notice: 'task-finished' });
      }
      case 'decide': {
        const [outcome, words] = [form.get('outcome'), form.get('text')];
        if (!outcome) return again([{ field: 'outcome', code: 'portal.decide-outcome' }]);
        await call(decideTask, { id, outcome, ...(words ? { text: words } : {}) });
        return redirect('/office', { notice: 'case-decided' });
      }
      default: {
        if (!modules.includes('casework')) throw pageUnknown();
        const { caseId } = await call(getTask, { id });
        return (await actOnDesk({ call }, form, { taskId: id, caseId })) ?? unknown();
      }
    }
  },
});
export type TaskProps = PropsOf<typeof taskPage>;
export type TaskDesk = ReturnType<typeof showDesk>;

function unknown(): never {
  throw pageUnknown();
}
