// SPDX-License-Identifier: Apache-2.0
import type { Agreement, AgreementSummary, listAgreements } from '@stoa/agreements/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { text } from './answers.ts';
import type { Answers } from './harness.ts';

export const agreementId = '01919191-0000-7000-8000-0000000000c1';
const at = '2026-11-20T05:30:00Z';
const summary: AgreementSummary = {
  ...{ id: agreementId, serviceId: 'e-contract', title: text('Electronic employment contract'), act: 'conclude' },
  ...{ actText: text('New contract'), contract: 'EC-2026-000118', state: 'open', as: 'other', yourTurn: true },
  ...{ proposer: { name: 'Steppe Build LLP' }, other: { name: 'Rahul Sharma' }, until: '2026-12-20', madeAt: at },
  lasting: true,
};
const term = (name: string, label: string, value: string | number, more: object = {}) => ({
  ...{ name, label: text(label), value, isDate: false, ...more },
});
const version = (number: number, side: 'proposer' | 'other', wage: number) => ({
  ...{ number, side, madeAt: at, statement: '{"v":1}', sha256: 'a'.repeat(64), signatures: [] },
  terms: [
    term('occupation', 'Occupation', '2142', { text: text('Civil engineers') }),
    term('wage', 'Wage a month', wage),
    term('startsOn', 'First day', '2026-12-01', { isDate: true }),
  ],
});
export const agreement: Agreement = {
  ...summary,
  versions: [version(1, 'proposer', 1600), version(2, 'other', 1750)],
  open: [
    { name: 'wage', label: text('Wage a month'), widget: 'number', value: 1750 },
    { name: 'startsOn', label: text('First day'), widget: 'date', value: '2026-12-01' },
  ],
  may: ['counter', 'sign', 'leave'],
  history: [{ id: agreementId, actText: text('New contract'), state: 'open', madeAt: at }],
};

export const agreementsAnswers: Answers = {
  'agreements.list-agreements': (): OutputOf<typeof listAgreements> => ({
    items: [summary, { ...summary, id: `${agreementId.slice(0, -1)}2`, state: 'lapsed', yourTurn: false }],
    nextCursor: agreementId,
  }),
  'agreements.get-agreement': () => agreement,
  'agreements.counter-agreement': () => agreement,
  'agreements.sign-agreement': () => ({ ...agreement, state: 'accepted' as const, may: ['leave' as const] }),
  'agreements.leave-agreement': () => ({ ...agreement, state: 'declined' as const, may: [] }),
};
