// SPDX-License-Identifier: Apache-2.0
import { RuleText } from '@stoa/catalogue/contract';
import { Instant, languages, LocalText, operation, pageOf, IdPageInput } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CaseState, CaseSummary, FieldError, FieldName, PageId, TypedValue, id, onCase } from './shared.ts';
import { FormField } from './shapes.ts';

/** Starts a draft for oneself or for whom one acts; the answers of the eligibility check are kept as far as they are asked. */
export const startDraft = operation({
  name: 'cases.start-draft',
  method: 'POST',
  path: '/cases',
  summary: 'Start an application',
  input: Type.Object({
    serviceId: Type.String({ maxLength: 64 }),
    language: Type.Enum([...languages]),
    answers: Type.Optional(Type.Record(FieldName, TypedValue)),
    /** Of the draft: the same one again starts nothing. */
    id: Type.Optional(id.id),
  }),
  output: Type.Object({ ...id, firstPage: PageId }),
  permission: 'cases:apply',
  audit: 'cases.draft-started',
  refusals: [
    ...['catalogue.service-unknown', 'cases.audience-wrong', 'cases.assurance-low', 'cases.power-narrow'],
    'cases.case-unknown',
  ],
});

/** My drafts and cases, those of whom I act for included, newest first. */
export const listCases = operation({
  name: 'cases.list-cases',
  method: 'GET',
  path: '/cases',
  summary: 'List my applications',
  input: Type.Object({
    ...IdPageInput,
    drafts: Type.Optional(Type.Boolean({ description: 'only drafts, or only sent ones' })),
  }),
  output: pageOf(CaseSummary),
  permission: 'cases:apply',
  audit: 'none',
});

export const FormPage = Type.Object({
  id: PageId,
  title: LocalText,
  lead: Type.Optional(LocalText),
  fields: Type.Array(FormField),
  /** Every field that must be answered is, and fits. */
  complete: Type.Boolean(),
});
export const RegisterState = Type.Object({
  name: FieldName,
  title: LocalText,
  purpose: LocalText,
  /** `waiting`: an answer it needs is missing; `failed`: the register did not answer, try again; `needs-consent`: it was not asked. */
  state: Type.Enum(['waiting', 'received', 'not-found', 'failed', 'needs-consent']),
  /** Purpose without whose agreement it is not asked. */
  consent: Type.Optional(Type.String()),
  at: Type.Optional(Instant),
  /** Id of the exchange message (X-Road-Id). */
  messageId: Type.Optional(Type.String()),
});
export const CaseForm = Type.Object({
  ...id,
  serviceId: Type.String(),
  title: LocalText,
  applicantName: Type.String(),
  state: CaseState,
  /** Grows with every save; give it back to be told of a change made elsewhere. */
  revision: Type.Integer(),
  savedAt: Instant,
  /** The pages asked so far, in order: conditions over the answers have been applied. */
  pages: Type.Array(FormPage),
  registers: Type.Array(RegisterState),
  /** First page that is not complete; missing when all are. */
  nextPage: Type.Optional(PageId),
  complete: Type.Boolean(),
});
export type CaseForm = Static<typeof CaseForm>;

export const getForm = operation({
  name: 'cases.get-form',
  method: 'GET',
  path: '/cases/:id/form',
  summary: 'Read the form of an application: pages, values and where each came from',
  input: Type.Object(id),
  output: CaseForm,
  ...onCase('cases:read'),
  audit: 'cases.form-read',
  refusals: ['cases.case-unknown'],
});

/**
 * Saves what was typed on one page, valid or not, so that nothing is lost; `errors` says what does not fit yet.
 * Asks the registers whose question became complete. Refuses whole what must never be sent.
 */
export const savePage = operation({
  name: 'cases.save-page',
  method: 'PATCH',
  path: '/cases/:id/pages/:pageId',
  summary: 'Save one page of an application',
  input: Type.Object({
    ...id,
    pageId: PageId,
    /** As they were typed: numbers, dates and choices are read out of text, and empty text is no answer. */
    answers: Type.Record(FieldName, TypedValue),
    /** Of the form that was shown; what was answered elsewhere since is not overwritten. */
    revision: Type.Optional(Type.Integer()),
    /** The same form may be sent again with other answers. */
    formKey: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  output: Type.Object({
    errors: Type.Array(
      Type.Object({
        ...FieldError.properties,
        typed: Type.Optional(
          Type.Union([TypedValue], { description: 'what stands in the field; missing where nobody types the value' }),
        ),
      }),
    ),
    revision: Type.Integer(),
    /** Where to go: this page again while it has errors, the next one, or missing: check your answers. */
    next: Type.Optional(PageId),
  }),
  ...onCase('cases:change'),
  audit: 'cases.page-saved',
  refusals: [
    ...['cases.case-unknown', 'cases.page-unknown', 'cases.not-a-draft', 'cases.field-not-asked'],
    ...['cases.register-value-locked', 'cases.identifier-not-yours', 'cases.register-quota'],
    'cases.changed-elsewhere',
  ],
});

export const refreshRegister = operation({
  name: 'cases.refresh-register',
  method: 'POST',
  path: '/cases/:id/registers/:register',
  summary: 'Ask a register again',
  input: Type.Object({ ...id, register: FieldName }),
  output: RegisterState,
  limit: 60,
  ...onCase('cases:change'),
  audit: 'cases.register-asked',
  refusals: [
    ...['cases.case-unknown', 'cases.not-a-draft', 'cases.register-unknown', 'cases.register-unavailable'],
    ...['cases.register-quota', 'cases.consent-missing'],
  ],
});

/** The fee as the decision table has it, with the row that fits. */
export const Fee = Type.Object({
  amountMinor: Type.Integer(),
  currency: Type.String(),
  reasons: Type.Array(RuleText),
});

export const reviewAnswers = operation({
  name: 'cases.review-answers',
  method: 'GET',
  path: '/cases/:id/review',
  formerly: { name: 'cases.check-answers', path: '/cases/:id/check', since: '2026-11-28' },
  summary: 'Review an application before sending it: what is missing, and the fee',
  input: Type.Object(id),
  output: Type.Object({ form: CaseForm, errors: Type.Array(FieldError), fee: Type.Optional(Fee) }),
  ...onCase('cases:read'),
  audit: 'cases.form-read',
  refusals: ['cases.case-unknown', 'cases.not-a-draft'],
});

/** Sending again answers with the same case and changes nothing. */
export const submitCase = operation({
  name: 'cases.submit-case',
  method: 'POST',
  path: '/cases/:id/submission',
  summary: 'Send an application',
  input: Type.Object({ ...id, declaration: Type.Literal(true), revision: Type.Optional(Type.Integer()) }),
  output: CaseSummary,
  ...onCase('cases:change'),
  audit: 'cases.case-submitted',
  refusals: [
    ...['cases.case-unknown', 'cases.answers-missing', 'cases.answers-invalid', 'cases.register-missing'],
    ...['cases.changed-elsewhere', 'cases.dates-impossible'],
  ],
});

export const deleteDraft = operation({
  name: 'cases.delete-draft',
  method: 'DELETE',
  path: '/cases/:id',
  summary: 'Delete a draft and all its answers',
  input: Type.Object(id),
  output: Type.Object(id),
  ...onCase('cases:change'),
  audit: 'cases.draft-deleted',
  refusals: ['cases.case-unknown', 'cases.not-a-draft'],
});
