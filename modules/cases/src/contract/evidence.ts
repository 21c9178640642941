// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, LocalText, operation, pageOf, IdPageInput, PrintableText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { CasePage, Output } from './applicant.ts';
import { CaseSummary, id, typed, onCase } from './shared.ts';
import { EvidenceEntry, ExchangeMessage } from './shapes.ts';

/**
 * The code is printed on the output, and as a QR code that leads to `/verify/<code>`. However it is typed (blanks, dashes,
 * small letters, O for 0, I or L for 1), it is found.
 */
export const verifyOutput = operation({
  name: 'cases.verify-output',
  method: 'GET',
  path: '/cases/verification/:code',
  summary: 'Find out whether an issued document is genuine and valid',
  input: Type.Object({ code: typed(200) }),
  output: Type.Object({
    /** The code as it was understood and is printed. */
    code: Type.String(),
    state: Output.properties.state,
    title: LocalText,
    number: Type.String(),
    office: LocalText,
    issuedAt: Instant,
    validUntil: Type.Optional(CalendarDate),
    revokedAt: Type.Optional(Instant),
    /** What the service package lets the public see. */
    facts: Type.Array(Type.Object({ label: LocalText, value: Type.String() })),
    /** SHA-256 of the signed PDF, to compare with the file at hand. */
    sha256: Type.String(),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['cases.output-unknown'],
});

export const revokeOutput = operation({
  name: 'cases.revoke-output',
  method: 'POST',
  path: '/cases/outputs/:id/revocation',
  summary: 'Revoke an issued document',
  input: Type.Object({ ...id, reason: PrintableText(2000, 3) }),
  output: Output,
  ...onCase('cases:revoke'),
  audit: 'cases.output-revoked',
  refusals: ['cases.output-unknown', 'cases.output-revoked'],
});

/** For auditors: finds cases by number or applicant. */
export const findSentCases = operation({
  name: 'cases.find-sent-cases',
  method: 'GET',
  path: '/cases/sent',
  formerly: { name: 'cases.find-cases', path: '/cases/register', since: '2026-11-28' },
  summary: 'Find sent cases by number or applicant',
  input: Type.Object({ ...IdPageInput, search: Type.Optional(typed(100)) }),
  output: pageOf(CaseSummary),
  permission: 'cases:audit',
  audit: 'cases.register-searched',
  about: { type: 'register', id: 'none', facts: [] },
});

export const getEvidence = operation({
  name: 'cases.get-evidence',
  method: 'GET',
  path: '/cases/:id/evidence',
  summary: 'Read what happened in a case, with the ids under which the exchange has logged its messages',
  input: Type.Object(id),
  output: Type.Object({ case: CasePage, entries: Type.Array(EvidenceEntry), messages: Type.Array(ExchangeMessage) }),
  ...onCase('cases:audit'),
  audit: 'cases.evidence-read',
  refusals: ['cases.case-unknown'],
});
