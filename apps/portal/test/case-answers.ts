// SPDX-License-Identifier: Apache-2.0
/** One case in every state a page shows, typed by the contracts. */
import type {
  answerClarification,
  CaseForm,
  CaseState,
  reviewAnswers,
  FormField,
  getCase,
  listCallsAboutMe,
  listCases,
  listOutputs,
  savePage,
  startDraft,
  submitCase,
  verifyOutput,
} from '@stoa/cases/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import type { listInbox } from '@stoa/notifications/contract';
import { text, workPermit } from './answers.ts';
import type { Answers } from './harness.ts';

export const caseId = '01920000-0000-7000-8000-000000000001';
export const taskId = '01920000-0000-7000-8000-000000000002';
export const other = '01920000-0000-7000-8000-000000000003';
export const at = '2026-11-20T05:30:00Z';

const typed = { kind: 'typed' as const };
const company = {
  kind: 'register' as const,
  at,
  register: {
    name: 'company',
    title: text('Company register', 'Реестр компаний', 'Компаниялар тізілімі', 'Реєстр компаній', 'سجل الشركات'),
    service: 'XM/GOV/1002/COMPANIES/companies',
  },
  messageId: 'b7d1a2c4-0000-4000-8000-000000000009',
};
const field = (name: string, label: string, more: Partial<FormField>): FormField => ({
  name,
  label: text(label),
  type: 'string',
  widget: 'text',
  required: true,
  locked: false,
  source: typed,
  ...more,
});

export const form: CaseForm = {
  id: caseId,
  serviceId: workPermit.id,
  title: workPermit.title,
  applicantName: 'Steppe Build LLP',
  state: 'draft',
  revision: 3,
  savedAt: at,
  pages: [
    {
      id: 'company',
      title: text('Your company', 'Ваша компания', 'Сіздің компанияңыз', 'Ваша компанія', 'شركتك'),
      complete: true,
      fields: [
        field('companyName', 'Name', { locked: true, value: 'Steppe Build LLP', source: company }),
        field('employees', 'Employees', {
          type: 'integer',
          widget: 'number',
          locked: true,
          value: 84,
          source: company,
        }),
        field('contactEmail', 'E-mail for questions', {
          widget: 'email',
          autocomplete: 'email',
          value: 'office@steppe.example',
        }),
      ],
    },
    {
      id: 'occupation',
      title: text('The job', 'Работа', 'Жұмыс', 'Робота', 'الوظيفة'),
      complete: false,
      fields: [
        field('occupation', 'Occupation', {
          widget: 'select',
          choices: [
            { value: '7411', label: text('Electrician') },
            { value: '7212', label: text('Welder') },
          ],
        }),
        field('months', 'For how many months?', { type: 'integer', widget: 'number', hint: text('Up to 36') }),
        field('startsOn', 'First working day', { widget: 'date' }),
        field('supervised', 'Will the worker lead others?', { type: 'boolean', widget: 'yes-no', required: false }),
        field('duties', 'Describe the work', { widget: 'long-text', maxLength: 2000, required: false }),
      ],
    },
    {
      id: 'diploma',
      title: text('The diploma'),
      complete: false,
      fields: [field('diplomaNumber', 'What is the number of the diploma?', { maxLength: 20 })],
    },
  ],
  registers: [
    {
      name: 'company',
      title: company.register.title,
      purpose: text('name and size'),
      state: 'received',
      at,
      messageId: company.messageId,
    },
  ],
  nextPage: 'occupation',
  complete: false,
};

const permit = {
  id: other,
  caseId,
  caseNumber: 'WP-2026-000012',
  code: 'permit',
  title: text('Work permit', 'Разрешение на работу', 'Жұмыс рұқсаты', 'Дозвіл на роботу', 'تصريح عمل'),
  number: 'XM-WP-2026-000012',
  state: 'valid' as const,
  issuedAt: at,
  validUntil: '2027-11-20',
  sha256: 'ab'.repeat(32),
  sizeBytes: 84_213,
  verificationCode: 'ABCD-EFGH-2345',
  file: `/api/cases/outputs/${other}/file`,
};
const trades = ['Civil engineer', 'Café owner', 'Nurse', 'Welder', 'Électricien', 'Bricklayer', 'Baker', 'Programmer'];
/** The same form with a choice of forty. */
export const formOfMany = {
  ...form,
  pages: form.pages.map((page) => ({
    ...page,
    fields: page.fields.map((one) =>
      one.name === 'occupation'
        ? {
            ...one,
            choices: Array.from({ length: 40 }, (_, index) => ({
              value: String(2100 + index),
              label: text(trades[index] ?? `Operator of machine ${index}`),
            })),
          }
        : one,
    ),
  })),
};
export const reason = { id: 'r1', text: text('Skilled occupation, up to 12 months'), law: 'Art. 31(2)' };

export const sentCase: OutputOf<typeof getCase> = {
  id: caseId,
  number: 'WP-2026-000012',
  serviceId: workPermit.id,
  version: workPermit.version,
  title: workPermit.title,
  applicantName: 'Steppe Build LLP',
  state: 'submitted',
  startedAt: at,
  changedAt: at,
  submittedAt: at,
  dueOn: '2026-12-11',
  office: text('Labour Department of Northern Steppe'),
  invoice: { id: other, amountMinor: 18000, currency: 'EUR', paid: false, reasons: [reason] },
  outputs: [],
  timeline: [
    { at: '2026-11-20T06:00:00Z', kind: 'fee-asked', text: text('The fee was asked for'), internal: false },
    { at, kind: 'submitted', text: text('The application was sent'), internal: false, actor: 'Aigerim Seitkali' },
  ],
  canWithdraw: true,
};
const clarification = {
  id: other,
  field: field('diplomaNumber', 'Number of the diploma', { value: 'AB 123' }),
  question: 'The register knows no such diploma. Please check the number.',
  askedAt: at,
  previousValue: 'AB 123',
};
export const casesByState: Record<string, OutputOf<typeof getCase>> = {
  submitted: sentCase,
  payment: { ...sentCase, state: 'payment' },
  clarification: { ...sentCase, state: 'clarification', pausedAt: at, clarification },
  closed: {
    ...sentCase,
    state: 'closed',
    outcome: 'issued',
    invoice: { id: other, amountMinor: 18000, currency: 'EUR', paid: true, reasons: [reason] },
    decision: {
      outcome: 'issued',
      at,
      office: text('Labour Department of Northern Steppe'),
      reasons: [reason],
      text: 'All conditions are met.',
    },
    outputs: [permit],
    canWithdraw: false,
  },
};

const summary = (state: CaseState, id: string) => ({
  id,
  number: 'WP-2026-000012',
  serviceId: workPermit.id,
  title: workPermit.title,
  applicantName: 'Steppe Build LLP',
  state,
  startedAt: at,
  changedAt: at,
});

export const caseAnswers: Answers = {
  'cases.start-draft': (): OutputOf<typeof startDraft> => ({ id: caseId, firstPage: 'company' }),
  'cases.get-form': () => form,
  'portfolio.be-in-draft': () => ({ others: [] }),
  'portfolio.list-expiring': () => ({ items: [], services: [], months: [], reminders: true }),
  'cases.save-page': (): OutputOf<typeof savePage> => ({ errors: [], revision: 4, next: 'diploma' }),
  'cases.review-answers': (): OutputOf<typeof reviewAnswers> => ({
    form: { ...form, complete: true },
    errors: [],
    fee: { amountMinor: 18000, currency: 'EUR', reasons: [reason] },
  }),
  'cases.submit-case': (): OutputOf<typeof submitCase> => sentCase,
  'cases.get-case': () => casesByState.closed,
  'cases.pay-fee': () => ({ redirectUrl: 'https://bank.example/pay/1?a=1&b=2' }),
  'cases.answer-clarification': (): OutputOf<typeof answerClarification> => ({
    ...clarification,
    answeredAt: at,
    answer: 'AB 124',
  }),
  'cases.list-cases': (): OutputOf<typeof listCases> => ({
    items: [
      summary('payment', caseId),
      summary('submitted', taskId),
      { ...summary('closed', other), outcome: 'issued' },
    ],
  }),
  'cases.list-calls-about-me': (): OutputOf<typeof listCallsAboutMe> => ({
    items: [
      {
        id: taskId,
        at,
        clientId: 'XM/GOV/1001/LABOUR',
        clientName: text('Labour services'),
        target: 'XM/GOV/1003/POPULATION/persons',
        targetName: text('Persons'),
        providerName: text('Population register'),
        purpose: 'Deciding on an application about the person',
        case: { title: workPermit.title, number: 'WP-2026-000012', id: caseId },
      },
      {
        id: other,
        at,
        clientId: 'XM/GOV/1001/LABOUR',
        target: 'urn:xm:interior:criminal-record:1.0#Request',
        case: { title: workPermit.title },
      },
    ],
    nextCursor: other,
    exchangeAway: true,
  }),
  'cases.list-outputs': (): OutputOf<typeof listOutputs> => ({ items: [permit] }),
  'cases.verify-output': (): OutputOf<typeof verifyOutput> => ({
    code: 'K7QM-2PXR-90TD-AB1C',
    state: 'valid',
    title: permit.title,
    number: permit.number,
    office: text('Labour Department of Northern Steppe'),
    issuedAt: at,
    validUntil: permit.validUntil,
    facts: [{ label: text('Holder'), value: 'Rahul S.' }],
    sha256: permit.sha256,
  }),
  'notifications.list-inbox': (): OutputOf<typeof listInbox> => ({
    items: [
      {
        id: caseId,
        subject: text('Your permit is issued'),
        body: text('The permit XM-WP-2026-000012 is in your documents.'),
        link: `/cases/${caseId}`,
        sentAt: at,
        email: 'sent',
      },
      {
        id: other,
        subject: text('How were you served?'),
        body: text('Please answer five questions about your visit.'),
        sentAt: at,
        readAt: at,
      },
    ],
    unread: 1,
  }),
};
