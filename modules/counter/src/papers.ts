// SPDX-License-Identifier: Apache-2.0
/** Papers of a visit, in the language of the person: the consent to be signed by hand, and the receipt they take home. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CasePage, getCase } from '@stoa/cases/contract';
import { audit, isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Language, LocalText, OutputOf, Principal } from '@stoa/kernel/contract';
import { codeText, groupedCode } from '@stoa/kernel/text';
import { getInvoice } from '@stoa/payments/contract';
import { issuePdf } from '@stoa/signing/contract';
import type * as contract from './contract.ts';
import { findPaper, findVisit, type VisitRow } from './queries.ts';
import { minutesOpen } from './states.ts';
import words from './papers.json' with { type: 'json' };
import { insertPaper } from './store.ts';
import { clerkOf, found } from './visits.ts';

const template = readFileSync(new URL('../typst/paper.typ', import.meta.url), 'utf8');

async function typeset(
  module: ModuleRuntime,
  row: VisitRow,
  paper: {
    kind: 'consent' | 'receipt';
    number?: string | undefined;
    text: LocalText;
    rows: readonly (readonly [LocalText, string])[];
  },
): Promise<Buffer> {
  const say = (text: LocalText) => text[row.language] ?? text.en;
  const now = module.clock.now();
  const data = {
    ...{ language: row.language, title: say(words[paper.kind]), text: say(paper.text), office: say(row.office) },
    ...{ madeOn: module.country.calendar.localDate(now), number: row.id },
    rows: paper.rows.map(([label, value]) => [say(label), value]),
    signs: paper.kind === 'consent' ? [say(words.signature), say(words.date)] : [],
    ...{ verify: say(words.verify), qrAlt: say(words.qr) },
  };
  const about = { reference: `visit:${row.id}`, reason: words[paper.kind].en, name: row.office.en };
  const { pdf, verificationCode: code } = await module.call(issuePdf, { template, data, ...about });
  const content = Buffer.from(pdf, 'base64');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { kind, number = null } = paper;
  await module.tx({ kind: 'system' }, (tx) => insertPaper(tx, row.id, { code, kind, number, sha256, madeAt: now }));
  return content;
}

/** Refuses: counter.paper-unknown. */
export async function verifyPaper(
  tx: Tx,
  { code }: InputOf<typeof contract.verifyPaper>,
): Promise<OutputOf<typeof contract.verifyPaper>> {
  const paper = await findPaper(tx, groupedCode(codeText(code)));
  if (!paper) return refuse('missing', 'counter.paper-unknown', 'No paper of a front office has this code.');
  const { number, madeAt, kind, ...rest } = paper;
  return { ...rest, kind, title: words[kind], madeAt: madeAt.toISOString(), ...(number ? { number } : {}) };
}

const service = ({ service: title, language }: VisitRow): string => title[language as Language] ?? title.en;
const common = (row: VisitRow): (readonly [LocalText, string])[] => [
  [words.person, row.personName],
  [words.service, service(row)],
  [words.clerk, row.clerkName],
];

/** Refuses: counter.visit-unknown, counter.way-other. */
export async function consentPaper(module: ModuleRuntime, principal: Principal, id: string): Promise<Buffer> {
  const row = await module.tx(principal, (tx) => found(tx, id));
  if (row.way !== 'paper')
    refuse('conflict', 'counter.way-other', 'The person was asked in the other way. Refuse this one and ask anew.');
  const rows = [...common(row), [words.document, row.document] as const, [words.minutes, String(minutesOpen)] as const];
  return typeset(module, row, { kind: 'consent', text: words.consentText, rows });
}

const tags: Readonly<Record<string, string>> = { ar: 'ar-u-nu-latn' };
function moneyOf(amountMinor: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(tags[language] ?? language, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** What is left to pay, and by which reference; where payments are away the sum alone. */
async function feeRows(module: ModuleRuntime, { invoice }: CasePage, language: string) {
  if (!invoice) return [];
  const sum = moneyOf(invoice.amountMinor, invoice.currency, language);
  if (invoice.paid) return [[words.paid, sum] as const];
  const whole = await module.call(getInvoice, { id: invoice.id }).catch((error: unknown) => {
    if (isRefusal(error) && error.kind === 'unavailable') return undefined;
    throw error;
  });
  return [
    [words.toPay, whole ? moneyOf(whole.owedMinor, whole.currency, language) : sum] as const,
    ...(whole ? [[words.reference, whole.creditorReference] as const] : []),
    ...(whole?.dueOn ? [[words.payBy, whole.dueOn] as const] : []),
  ];
}

/** Within the visit only; cases looks whether it was begun in it. Refuses: counter.visit-unknown, cases.case-unknown. */
export async function receipt(module: ModuleRuntime, principal: Principal, caseId: string): Promise<Buffer> {
  const visitId = clerkOf({ principal }).actingFor?.visit?.id;
  if (!visitId) refuse('missing', 'counter.visit-unknown', 'A receipt is printed within the visit.');
  const page = await module.call(getCase, { id: caseId }, { principal });
  const row = await module.tx(principal, async (tx) => {
    const visit = await found(tx, visitId);
    await audit(tx, {
      ...{ action: 'counter.receipt-made', object: { type: 'case', id: caseId }, subject: visit.personKey },
    });
    return visit;
  });
  const rows = [
    ...common(row),
    [words.number, page.number ?? '—'] as const,
    [words.sent, page.submittedAt?.slice(0, 10) ?? '—'] as const,
    [words.due, page.dueOn ?? '—'] as const,
    ...(await feeRows(module, page, row.language)),
  ];
  return typeset(module, row, { kind: 'receipt', number: page.number, text: words.receiptText, rows });
}

/** What was signed, for the clerk of the visit. Refuses: counter.visit-unknown. */
export async function scanOf(module: ModuleRuntime, principal: Principal, id: string) {
  const row = await module.tx(principal, async (tx) => {
    await found(tx, id);
    const kept = await findVisit(tx, id);
    await audit(tx, {
      ...{ action: 'counter.scan-read', object: { type: 'visit', id }, subject: kept?.personKey ?? '' },
    });
    return kept;
  });
  if (!row?.scan) refuse('missing', 'counter.visit-unknown', 'There is no scan of this visit.');
  return { content: Buffer.from(row.scan, 'base64'), type: row.scanType ?? 'application/octet-stream' };
}
