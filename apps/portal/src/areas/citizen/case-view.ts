// SPDX-License-Identifier: Apache-2.0
/** A case and what belongs to it, in the language of the page. */
import type { CasePage, CaseSummary, getProcess, Output } from '@stoa/cases/contract';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import { type LawOfRule, lawOf } from '../../server/law.ts';
import { formOf } from '../../design/components/ProcessDiagram/diagram.ts';
import { inOrder } from '../../design/components/ProcessDiagram/steps.ts';
import { showField } from './case-form.ts';

type Text = (text: LocalText) => string;

export const showSummary = (one: CaseSummary, text: Text) => ({
  id: one.id,
  number: one.number,
  title: text(one.title),
  applicant: one.applicantName,
  state: one.state,
  outcome: one.outcome,
  changedAt: one.changedAt,
  dueOn: one.dueOn,
});
export type ShownCase = ReturnType<typeof showSummary>;

export const showOutput = (output: Output, text: Text) => ({
  id: output.id,
  caseId: output.caseId,
  caseNumber: output.caseNumber,
  title: text(output.title),
  number: output.number,
  state: output.state,
  issuedAt: output.issuedAt,
  validUntil: output.validUntil,
  sizeBytes: output.sizeBytes,
  verificationCode: output.verificationCode,
  file: output.file,
  ...(output.accessibleFile ? { accessibleFile: output.accessibleFile } : {}),
});
export type ShownOutput = ReturnType<typeof showOutput>;

export const showReasons = (reasons: readonly (LawOfRule & { text: LocalText })[], text: Text) =>
  reasons.map((reason) => ({ text: text(reason.text), law: lawOf(reason, text) }));

/** Steps that are behind or going on, in their order; nothing where none is going on. */
export const showWhere = ({ nodes, edges, active, done, tokens, several }: OutputOf<typeof getProcess>, text: Text) =>
  active.length === 0
    ? []
    : inOrder(nodes, edges)
        .filter((node) => formOf(node) === 'activity' && [...active, ...done].includes(node.id))
        .map(({ id, title, within }) => {
          const now = active.includes(id);
          const of = several[within ?? '']?.of;
          return {
            ...{ id, title: text(title), now },
            /** How many of several are done, at the step that is done for each. */
            each: several[id],
            /** For how many of them the case stands here, at a step inside. */
            among: now && of !== undefined ? { count: tokens[id] ?? 1, of } : undefined,
          };
        });

export const showCase = (page: CasePage, text: Text) => ({
  ...showSummary(page, text),
  serviceId: page.serviceId,
  office: page.office && text(page.office),
  pausedAt: page.pausedAt,
  submittedAt: page.submittedAt,
  lateSince: page.lateSince,
  invoice: page.invoice && {
    amountMinor: page.invoice.amountMinor,
    currency: page.invoice.currency,
    paid: page.invoice.paid,
    refundedAt: page.invoice.refundedAt,
    reasons: showReasons(page.invoice.reasons, text),
  },
  clarification:
    page.clarification && !page.clarification.answeredAt
      ? {
          id: page.clarification.id,
          question: page.clarification.question,
          askedAt: page.clarification.askedAt,
          field: showField(page.clarification.field, text),
        }
      : undefined,
  decision: page.decision && {
    outcome: page.decision.outcome,
    at: page.decision.at,
    office: text(page.decision.office),
    text: page.decision.text,
    reasons: showReasons(page.decision.reasons, text),
  },
  outputs: page.outputs.map((output) => showOutput(output, text)),
  timeline: page.timeline.map((entry) => ({
    at: entry.at,
    title: text(entry.text),
    text: entry.actor,
    internal: entry.internal,
  })),
  canWithdraw: page.canWithdraw,
});
