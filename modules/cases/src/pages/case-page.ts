// SPDX-License-Identifier: Apache-2.0
/** A case as its applicant, its officer and an auditor read it. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { owedSince, type Tx } from '@stoa/kernel';
import {
  auditCase,
  authoriseCase,
  type CaseFile,
  findCase,
  found,
  historyOf,
  summaryOf,
  todayOf,
  type SentCase,
  type DecisionFacts,
} from '../case/index.ts';
import type { CasePage } from '../contract.ts';
import { invoicesOf } from '../fees/index.ts';
import { answersOf, subjectKeys } from '../form/index.ts';
import { outputsOf, showOutput } from '../outputs/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { withdrawable } from '../process/index.ts';
import { clarificationsOf, showClarification } from '../tasks/index.ts';
import { timelineOf } from './timeline.ts';

/** Refuses: cases.case-unknown. */
export async function casePage(tx: Tx, id: string): Promise<CasePage> {
  const file = found(await findCase(tx, id));
  authoriseCase(tx, file);
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.case-read', subjectKeys(tx, file, pkg, await answersOf(tx, id)));
  return pageOfCase(tx, file, pkg, false);
}

/** `internal` adds what only officers and auditors see. */
export async function pageOfCase(tx: Tx, file: CaseFile, pkg: ServicePackage, internal: boolean): Promise<CasePage> {
  const [invoice] = await invoicesOf(tx, file.id);
  const open = (await clarificationsOf(tx, file.id)).find((row) => !row.answeredAt);
  const answers = await answersOf(tx, file.id);
  const today = todayOf(tx);
  const late = await owedSince(tx, file.id);
  return {
    ...summaryOf(file),
    version: file.version,
    ...(file.officeName ? { office: file.officeName } : {}),
    ...(file.pausedAt ? { pausedAt: file.pausedAt.toISOString() } : {}),
    ...(invoice
      ? {
          invoice: {
            ...{ id: invoice.invoiceId, amountMinor: invoice.amountMinor, currency: invoice.currency },
            ...{ paid: invoice.paidAt !== null, reasons: invoice.reasons },
            ...(invoice.refundedAt ? { refundedAt: invoice.refundedAt.toISOString() } : {}),
          },
        }
      : {}),
    ...(late ? { lateSince: late.toISOString() } : {}),
    ...(open ? { clarification: showClarification(pkg, open, answers) } : {}),
    ...(file.decision && file.state !== 'draft' ? { decision: showDecision(file, file.decision, internal) } : {}),
    outputs: (await outputsOf(tx, file.id)).map((output) => showOutput(output, today)),
    timeline: timelineOf(await historyOf(tx, file.id), internal),
    canWithdraw: withdrawable(file),
  };
}

/** The applicant learns the office and the reasons; the officer's name stays inside. */
function showDecision(
  { officeName: office }: SentCase,
  { outcome, at, reasons, text, officer }: DecisionFacts,
  internal: boolean,
): NonNullable<CasePage['decision']> {
  return {
    ...{ outcome, at, office, reasons: [...reasons] },
    ...(text ? { text } : {}),
    ...(internal && officer ? { officer } : {}),
  };
}
