// SPDX-License-Identifier: Apache-2.0
/** Sign-ins of the demo: who they are, and their posts' duties. For whom they act, registers and powers say. */
import { integratorId } from './architecture/subjects.ts';
import { namedPeople } from './named-people.ts';
import type { Person } from './person.ts';

/** Password of every demo account. */
export const demoPassword = 'meridia';

/** Opens every key at the demo's signing service. */
export const demoSigningPin = '2468';

/** Of the app for codes of every official of the demo (base32), for whoever wants it on their phone. */
export const demoAppSecret = 'MERIDIADEMOMERIDIADEMOMERIDIADEM';

export interface DemoAccount {
  readonly login: string;
  readonly person: Person;
  /** Duty code and id of the government organisation in which it is held. */
  readonly duties: readonly { readonly code: string; readonly organisationId: string }[];
}

const account = (login: keyof typeof namedPeople, duties: DemoAccount['duties'] = []): DemoAccount => ({
  login,
  person: namedPeople[login],
  duties,
});

export const demoAccounts: readonly DemoAccount[] = [
  account('aigerim'),
  account('worker'),
  account('accountant'),
  account('officer', [
    { code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' },
    { code: 'labour.inspector', organisationId: 'XM-01-LABOUR' },
    { code: 'accounts.officer', organisationId: 'XM-01-LABOUR' },
    { code: 'taxes.debt-officer', organisationId: 'XM-01-TAX' },
    { code: 'education.expert', organisationId: 'XM-EDUCATION-MINISTRY' },
    { code: 'building.officer', organisationId: 'XM-01-FRONT-OFFICE-1' },
    // The second officer where two decide on a work visa.
    { code: 'interior.visa-officer', organisationId: 'XM-INTERIOR-MINISTRY' },
  ]),
  account('officer2', [
    { code: 'labour.permit-officer', organisationId: 'XM-02-LABOUR' },
    { code: 'labour.inspector', organisationId: 'XM-02-LABOUR' },
    { code: 'accounts.officer', organisationId: 'XM-02-LABOUR' },
    { code: 'taxes.debt-officer', organisationId: 'XM-02-TAX' },
    { code: 'interior.visa-officer', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'interior.records-officer', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'consent.corrector', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'interior.vehicle-inspector', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'interior.passport-officer', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'companies.registrar', organisationId: 'XM-COMPANIES-AGENCY' },
    { code: 'education.expert', organisationId: 'XM-EDUCATION-MINISTRY' },
    { code: 'education.recognition-officer', organisationId: 'XM-EDUCATION-MINISTRY' },
  ]),
  account('auditor', [{ code: 'audit.auditor', organisationId: 'XM-AUDIT-CHAMBER' }]),
  // Powers are given by two people together.
  account('analyst', [
    { code: 'quality.analyst', organisationId: 'XM-QUALITY-AGENCY' },
    { code: 'identity.grantor', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'notifications.operator', organisationId: 'XM-PLATFORM-OPERATOR' },
  ]),
  account('operator', [
    { code: 'platform.operator', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'support.second-line', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'support.third-line', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'notifications.operator', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'signing.registrar', organisationId: 'XM-PLATFORM-OPERATOR' },
    { code: 'identity.grantor', organisationId: 'XM-PLATFORM-OPERATOR' },
  ]),
  account('clerk', [{ code: 'documents.clerk', organisationId: 'XM-LABOUR-MINISTRY' }]),
  account('head', [
    { code: 'documents.leader', organisationId: 'XM-LABOUR-MINISTRY' },
    { code: 'documents.cleared', organisationId: 'XM-LABOUR-MINISTRY' },
  ]),
  account('deputy', [{ code: 'documents.leader', organisationId: 'XM-LABOUR-MINISTRY' }]),
  account('executor', [{ code: 'documents.executor', organisationId: 'XM-LABOUR-MINISTRY' }]),
  account('clerk2', [{ code: 'documents.clerk', organisationId: 'XM-INTERIOR-MINISTRY' }]),
  account('head2', [
    { code: 'documents.leader', organisationId: 'XM-INTERIOR-MINISTRY' },
    { code: 'interior.passport-head', organisationId: 'XM-INTERIOR-MINISTRY' },
  ]),
  account('architect', [{ code: 'architecture.integrator', organisationId: integratorId }]),
  account('architect2', [{ code: 'architecture.integrator', organisationId: integratorId }]),
  account('owner', [{ code: 'architecture.owner', organisationId: 'XM-HEALTH-MINISTRY' }]),
  account('examiner', [{ code: 'examination.examiner', organisationId: integratorId }]),
  account('examiner2', [{ code: 'examination.examiner', organisationId: integratorId }]),
  account('chief', [{ code: 'examination.chief', organisationId: integratorId }]),
  account('approver', [{ code: 'architecture.approver', organisationId: 'XM-DIGITAL-MINISTRY' }]),
  account('engineer', [{ code: 'exchange.engineer', organisationId: 'XM-COMPANIES-AGENCY' }]),
  account('methodologist', [{ code: 'quality.methodologist', organisationId: 'XM-QUALITY-AGENCY' }]),
  account('federal', [{ code: 'quality.federal-curator', organisationId: 'XM-QUALITY-AGENCY' }]),
  account('regional', [{ code: 'quality.regional-curator', organisationId: 'XM-01-FRONT-OFFICE-1' }]),
  account('clinic', [
    { code: 'quality.organisation', organisationId: 'XM-01-CLINIC-1' },
    { code: 'health.registrar', organisationId: 'XM-01-CLINIC-1' },
  ]),
  account('moderator', [
    { code: 'quality.moderator', organisationId: 'XM-QUALITY-AGENCY' },
    { code: 'quality.complaint-officer', organisationId: 'XM-QUALITY-AGENCY' },
  ]),
  account('treasurer', [{ code: 'payments.accountant', organisationId: 'XM-LABOUR-MINISTRY' }]),
  account('treasurer2', [{ code: 'payments.accountant', organisationId: 'XM-LABOUR-MINISTRY' }]),
  account('intake', [{ code: 'quality.intake-operator', organisationId: 'XM-QUALITY-AGENCY' }]),
  account('bookkeeper', [
    { code: 'books.accountant', organisationId: 'XM-LABOUR-MINISTRY' },
    { code: 'payouts.clerk', organisationId: 'XM-LABOUR-MINISTRY' },
  ]),
  account('chief-accountant', [
    { code: 'books.chief-accountant', organisationId: 'XM-LABOUR-MINISTRY' },
    { code: 'payouts.approver', organisationId: 'XM-LABOUR-MINISTRY' },
  ]),
  account('helpdesk', [{ code: 'support.first-line', organisationId: 'XM-PLATFORM-OPERATOR' }]),
  account('lead', [
    { code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' },
    { code: 'casework.leader', organisationId: 'XM-01-LABOUR' },
  ]),
  account('counter', [{ code: 'counter.clerk', organisationId: 'XM-01-FRONT-OFFICE-1' }]),
  account('counter2', [{ code: 'counter.clerk', organisationId: 'XM-02-FRONT-OFFICE-1' }]),
  // Leads the first front office of each region.
  account(
    'counter-head',
    ['XM-01', 'XM-02', 'XM-03'].map((region) => ({
      code: 'counter.head',
      organisationId: `${region}-FRONT-OFFICE-1`,
    })),
  ),
  account('steward', [{ code: 'consent.steward', organisationId: 'XM-DIGITAL-MINISTRY' }]),
  account('privacy', [
    { code: 'consent.publisher', organisationId: 'XM-DIGITAL-MINISTRY' },
    { code: 'privacy.officer', organisationId: 'XM-DIGITAL-MINISTRY' },
  ]),
  account('certifier', [{ code: 'certification.certifier', organisationId: 'XM-DIGITAL-MINISTRY' }]),
  account('lawyer', [{ code: 'legal.reviewer', organisationId: 'XM-DIGITAL-MINISTRY' }]),
  account('designer', [{ code: 'certification.applicant', organisationId: 'XM-LABOUR-MINISTRY' }]),
];
