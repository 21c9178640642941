// SPDX-License-Identifier: Apache-2.0
/** A case as its applicant, its officer and an auditor read it. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { owedSince, type Tx } from '@stoa/kernel';
import { todayOf } from './calendar.ts';
import { auditCase, authoriseCase, type CaseFile, found, summaryOf } from './case-file.ts';
import { clarificationView } from './clarifications.ts';
import type { CasePage, Check, TaskView } from './contract.ts';
import { adviceOn, outcomesOf, withdrawable } from './deciding.ts';
import { caseForm } from './form.ts';
import { outputView } from './outputs.ts';
import { pinnedPackage } from './packages.ts';
import { historyOf } from './history-queries.ts';
import * as queries from './queries.ts';
import { subjectKeys } from './subjects.ts';
import { queueItem, taskFor } from './tasks.ts';
import { timelineOf } from './timeline.ts';

/** Refuses: cases.case-unknown. */
export async function casePage(tx: Tx, id: string): Promise<CasePage> {
  const file = found(await queries.findCase(tx, id));
  authoriseCase(tx, file);
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.case-read', await subjectKeys(tx, file, pkg));
  return pageOfCase(tx, file, pkg, false);
}

/** `internal` adds what only officers and auditors see. */
export async function pageOfCase(tx: Tx, file: CaseFile, pkg: ServicePackage, internal: boolean): Promise<CasePage> {
  const [invoice] = await queries.invoicesOf(tx, file.id);
  const open = (await queries.clarificationsOf(tx, file.id)).find((row) => !row.answeredAt);
  const answers = await queries.answersOf(tx, file.id);
  const today = await todayOf(tx);
  const late = await owedSince(tx, file.id);
  return {
    ...summaryOf(file),
    version: file.version,
    ...(file.officeName ? { office: file.officeName } : {}),
    ...(file.pausedAt ? { pausedAt: file.pausedAt.toISOString() } : {}),
    ...(invoice
      ? {
          invoice: {
            id: invoice.invoiceId,
            amountMinor: invoice.amountMinor,
            currency: invoice.currency,
            paid: invoice.paidAt !== null,
            ...(invoice.refundedAt ? { refundedAt: invoice.refundedAt.toISOString() } : {}),
            reasons: invoice.reasons,
          },
        }
      : {}),
    ...(late ? { lateSince: late.toISOString() } : {}),
    ...(open ? { clarification: clarificationView(pkg, open, answers) } : {}),
    ...(file.decision && file.officeName ? { decision: decisionView(file, internal) } : {}),
    outputs: (await queries.outputsOf(tx, file.id)).map((output) => outputView(output, today)),
    timeline: timelineOf(await historyOf(tx, file.id), internal),
    canWithdraw: withdrawable(file),
  };
}

/** The applicant learns the office and the reasons; the officer's name stays inside. */
function decisionView(file: CaseFile, internal: boolean): NonNullable<CasePage['decision']> {
  const { outcome, at, reasons = [], text, officer } = file.decision ?? { outcome: '', at: '' };
  return {
    outcome,
    at,
    office: file.officeName ?? { en: '' },
    reasons: [...reasons],
    ...(text ? { text } : {}),
    ...(internal && officer ? { officer } : {}),
  };
}

/** Refuses: cases.task-unknown. */
export async function taskView(tx: Tx, id: string): Promise<TaskView> {
  const { task, file } = await taskFor(tx, id, false);
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.task-read', await queries.subjectsOf(tx, file.id));
  const answers = await queries.answersOf(tx, file.id);
  // What was right when it was sent is not wrong because days have passed.
  const today = await todayOf(tx, file.submittedAt ?? tx.now);
  const form = caseForm(file, pkg, answers, await queries.readingsOf(tx, file.id), today);
  const advice = await adviceOn(tx, file, pkg, task.node);
  const mine = tx.principal.kind === 'person' && task.assigneeId === tx.principal.id;
  return {
    ...(await queueItem(tx, task)),
    case: await pageOfCase(tx, file, pkg, true),
    pages: form.pages,
    registers: form.registers,
    checks: checksOf(pkg, await queries.messagesOf(tx, file.id)),
    clarifications: (await queries.clarificationsOf(tx, file.id)).map((row) => clarificationView(pkg, row, answers)),
    ...(advice ? { advice } : {}),
    outcomes: outcomesOf(pkg, task.node).map((code) => ({ code, title: pkg.outcomes[code] ?? { en: code } })),
    canDecide: mine && task.state === 'claimed',
  };
}

function checksOf(pkg: ServicePackage, messages: readonly queries.Message[]): Check[] {
  return messages
    .filter((message) => message.checkName !== null)
    .map((message) => ({
      name: message.checkName ?? '',
      title: checkTitle(pkg, message.node),
      state: message.state,
      ...(message.sentAt ? { askedAt: message.sentAt.toISOString() } : {}),
      ...(message.answeredAt ? { answeredAt: message.answeredAt.toISOString() } : {}),
      requestId: message.id,
      ...(message.responseId ? { responseId: message.responseId } : {}),
      ...(message.sender ? { from: message.sender } : {}),
      ...(message.state === 'answered' ? { content: message.response } : {}),
      ...(message.rejection ? { rejection: message.rejection } : {}),
    }));
}

/** The words of the task that waits for the answer say what the check is. */
function checkTitle(pkg: ServicePackage, node: string | null): Check['title'] {
  const receiver = pkg.process.nodes.find(
    (candidate) => candidate.kind === 'receive' && candidate.settings.of === node,
  );
  return pkg.nodeTitles[receiver?.id ?? node ?? ''] ?? { en: node ?? '' };
}
