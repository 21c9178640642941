// SPDX-License-Identifier: Apache-2.0
/** The officer's decision, and the applicant's own end of a case. */
import type { ServicePackage, RuleText } from '@stoa/catalogue/contract';
import { emit, isRefusal, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { PlanNode } from '@stoa/process';
import {
  asPerson,
  auditCase,
  authoriseCase,
  type SentCase,
  type DecisionFacts,
  factsOf,
  findCase,
  found,
  historyOf,
  lockCase,
  note,
  setDecision,
  setState,
  summaryOf,
  todayOf,
  sent,
  type CaseFile,
} from '../case/index.ts';
import { caseDecided, type CaseSummary, caseWithdrawn, type decideTask, type withdrawCase } from '../contract.ts';
import { withoutConflict, withSecondEyes } from '../fairness/index.ts';
import { invoicesOf } from '../fees/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { decisionOf } from '../rules/index.ts';
import { ownTask, setTask, type TaskRow } from '../tasks/index.ts';
import { close, processes } from './process.ts';

interface Advice {
  readonly outcome: string;
  readonly reasons: RuleText[];
}

/** What the decision table says of the case now; nothing where an input is missing or no rule fits. */
export async function adviceOn(
  tx: Tx,
  file: SentCase,
  pkg: ServicePackage,
  { node, items }: Pick<TaskRow, 'node' | 'items'>,
): Promise<Advice | undefined> {
  const { decision } = (await stepOf(tx, file, node)).settings;
  try {
    const { outputs, reasons } = await decisionOf(
      tx.module,
      pkg,
      decision ?? '',
      await processes.contextAt(tx, file, node, items),
    );
    return { outcome: String(outputs.outcome), reasons };
  } catch (error) {
    if (isRefusal(error) && error.kind !== 'unavailable') return undefined;
    throw error;
  }
}

type Step = Pick<PlanNode, 'settings'>;

/** A step of the way that this case goes; one it goes by no more says nothing. */
export const stepOf = async (tx: Tx, file: SentCase, node: string): Promise<Step> =>
  (await processes.indexOf(tx, file)).find(node) ?? { settings: {} };

export const outcomesOf = ({ settings }: Step): string[] => settings.outcomes?.split(' ') ?? [];

/** A step that keeps its result finds something out; one that does not decides the case. */
export const decides = ({ settings }: Step): boolean => !settings.result;

/** The task with what was chosen; against the advice of the table only with reasons of the officer's own. */
async function chosen(tx: Tx, input: InputOf<typeof decideTask>) {
  const { task, file } = await ownTask(tx, input.id);
  await withoutConflict(tx, file);
  const pkg = await pinnedPackage(tx.module, file);
  if (task.state === 'waiting')
    refuse(
      'conflict',
      'cases.clarification-open',
      'The applicant has not answered your question yet. Wait for the answer.',
    );
  const step = await stepOf(tx, file, task.node);
  if (!outcomesOf(step).includes(input.outcome))
    refuse('invalid', 'cases.outcome-unknown', `Choose one of: ${outcomesOf(step).join(', ')}.`);
  const ruled = step.settings.decision !== undefined;
  const advice = ruled ? await adviceOn(tx, file, pkg, task) : undefined;
  const text = input.text?.trim();
  if (ruled && advice?.outcome !== input.outcome && !text)
    refuse('invalid', 'cases.reason-needed', 'The rules advise otherwise. Say in your own words why you decide so.');
  return { task, file, step, text, reasons: advice?.outcome === input.outcome ? advice.reasons : [] };
}

/** Refuses: cases.task-unknown, -task-not-yours, -task-closed, -conflict-of-interest, -task-decides, -clarification-open, -outcome-unknown, -reason-needed. */
export async function finishTask(tx: Tx, input: InputOf<typeof decideTask>): Promise<CaseSummary> {
  const { task, file, step, text } = await chosen(tx, input);
  if (decides(step))
    refuse('conflict', 'cases.task-decides', 'This task decides the case. Decide it instead of finishing the task.');
  await setTask(tx, task.id, 'done');
  const facts = { outcome: input.outcome, ...(text ? { text } : {}) };
  await note(tx, file.id, 'task-finished', facts, { node: task.node, internal: true });
  await auditCase(tx, file, 'cases.task-finished');
  await processes.complete(tx, file, task.tokenId, input.outcome);
  return summaryOf(found(await findCase(tx, file.id)));
}

/**
 * Decides with the reasons of the table.
 * Refuses: cases.task-unknown, -task-not-yours, -task-closed, -conflict-of-interest, -second-eyes-needed, -task-finds,
 * -clarification-open, -outcome-unknown, -reason-needed.
 */
export async function decide(tx: Tx, input: InputOf<typeof decideTask>): Promise<CaseSummary> {
  const { task, file, step, reasons, text } = await chosen(tx, input);
  if (!decides(step))
    refuse('conflict', 'cases.task-finds', 'This task does not decide the case. Finish the task with what you found.');
  const feeMinor = (await invoicesOf(tx, file.id)).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  await withSecondEyes(tx, file, { taskId: task.id, step, outcome: input.outcome, feeMinor });
  const decision: DecisionFacts = {
    outcome: input.outcome,
    reasons,
    ...(text ? { text } : {}),
    officer: asPerson(tx.principal).name,
    at: tx.now.toISOString(),
  };
  await setTask(tx, task.id, 'done');
  await setDecision(tx, file.id, decision);
  await setState(tx, file.id, 'decided');
  await note(tx, file.id, 'decided', { outcome: input.outcome }, { node: task.node });
  await auditCase(tx, file, 'cases.case-decided');
  const today = todayOf(tx);
  const facts = {
    ...factsOf(file),
    outcome: input.outcome,
    decidedAt: decision.at,
    withinDeadline: !file.dueOn || today <= file.dueOn,
  };
  await emit(tx, caseDecided, facts, { subject: file.id });
  await processes.complete(tx, sent(await findCase(tx, file.id)), task.tokenId, input.outcome);
  return summaryOf(found(await findCase(tx, file.id)));
}

export const withdrawable = (file: CaseFile): file is SentCase =>
  ['submitted', 'payment', 'clarification'].includes(file.state);

/** What is paid stays paid; what is not is no longer owed. Refuses: cases.case-unknown, cases.not-withdrawable. */
export async function withdraw(tx: Tx, input: InputOf<typeof withdrawCase>): Promise<CaseSummary> {
  const file = found(await lockCase(tx, input.id));
  authoriseCase(tx, file);
  await auditCase(tx, file, 'cases.case-withdrawn');
  if ((await historyOf(tx, file.id)).some(({ kind }) => kind === 'withdrawn')) return summaryOf(file);
  if (!withdrawable(file))
    refuse('conflict', 'cases.not-withdrawable', 'Only an application that is sent and not decided can be withdrawn.');
  await note(tx, file.id, 'withdrawn', input.reason ? { reason: input.reason } : {});
  await emit(tx, caseWithdrawn, factsOf(file), { subject: file.id });
  // What the process has drawn for it comes first: places are given back, and then it ends.
  if (!(await processes.receive(tx, file, ({ settings }) => settings.on === 'withdrawn')))
    await close(tx, file, 'withdrawn');
  return summaryOf(found(await findCase(tx, file.id)));
}
