// SPDX-License-Identifier: Apache-2.0
/** Papers of a visit, in the language of the person: the consent to be signed by hand, and the receipt they take home. */
import { readFileSync } from 'node:fs';
import { getCase } from '@stoa/cases/contract';
import { audit, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { Language, LocalText, Principal } from '@stoa/kernel/contract';
import { issuePdf } from '@stoa/signing/contract';
import { findVisit, type VisitRow } from './queries.ts';
import { minutesOpen } from './states.ts';
import words from './papers.json' with { type: 'json' };
import { clerkOf, found } from './visits.ts';

const template = readFileSync(new URL('../typst/paper.typ', import.meta.url), 'utf8');

async function typeset(
  module: ModuleRuntime,
  row: VisitRow,
  paper: { title: LocalText; text: LocalText; rows: readonly (readonly [LocalText, string])[]; signs: boolean },
): Promise<Buffer> {
  const say = (text: LocalText) => text[row.language] ?? text.en;
  const now = module.clock.now();
  const data = {
    ...{ language: row.language, title: say(paper.title), text: say(paper.text), office: say(row.office) },
    ...{ madeOn: module.country.calendar.localDate(now), number: row.id },
    rows: paper.rows.map(([label, value]) => [say(label), value]),
    signs: paper.signs ? [say(words.signature), say(words.date)] : [],
  };
  const about = { reference: `visit:${row.id}`, reason: paper.title.en, name: row.office.en };
  return Buffer.from((await module.call(issuePdf, { template, data, ...about })).pdf, 'base64');
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
  return typeset(module, row, { title: words.consent, text: words.consentText, rows, signs: true });
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
  ];
  return typeset(module, row, { title: words.receipt, text: words.receiptText, rows, signs: false });
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
