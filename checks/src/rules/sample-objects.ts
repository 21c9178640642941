// SPDX-License-Identifier: Apache-2.0
/**
 * An object of one's own and one of others for each permission that use cases ask on a resource. Adding an operation that asks
 * about a new kind of object needs a line here: the access matrix has no row for it otherwise, and is not made.
 */
import type { Resource } from '@stoa/kernel';

export interface SampleObjects {
  readonly own: Resource;
  readonly others: Resource;
}

/** Whose the sample objects are. */
export const own = { personKey: 'own-person', organisation: 'own-organisation', office: 'own-office' } as const;
const other = { personKey: 'other-person', organisation: 'other-organisation', office: 'other-office' } as const;

const duties = ['labour.permit-officer'];
const caseOf = (whose: typeof own | typeof other, kind: 'person' | 'organisation'): Resource => ({
  type: 'Case',
  id: `case of ${whose[kind === 'person' ? 'personKey' : 'organisation']}`,
  attributes: {
    service: 'any-service',
    applicant: kind === 'person' ? whose.personKey : whose.organisation,
    posts: duties.map((duty) => `${duty}@${whose.office}`),
    subjects: [whose.personKey],
  },
});
const subsystemOf = (office: string): Resource => ({
  type: 'Subsystem',
  id: `subsystem of ${office}`,
  attributes: { engineer: `exchange.engineer@${office}` },
});
const invoiceOf = (payer: string): Resource => ({
  type: 'Invoice',
  id: `invoice of ${payer}`,
  attributes: { payer, service: 'any-service' },
});

const chanceryOf = (office: string): Resource => ({
  type: 'Chancery',
  id: office,
  attributes: {
    posts: ['clerk', 'leader', 'executor'].map((duty) => `documents.${duty}@${office}`),
    clerks: [`documents.clerk@${office}`],
    leaders: [`documents.leader@${office}`],
    staff: ['clerk', 'leader'].map((duty) => `documents.${duty}@${office}`),
  },
});
const chanceries = [{ own: chanceryOf(own.office), others: chanceryOf(other.office) }];

const postRoomOf = (office: string): Resource => ({
  type: 'Chancery',
  id: office,
  attributes: {
    readers: ['clerk', 'leader'].map((duty) => `documents.${duty}@${office}`),
    clerks: [`documents.clerk@${office}`],
  },
});
const registerOf = (office: string): Resource => ({
  type: 'Register',
  id: office,
  attributes: { owners: [`architecture.owner@${office}`] },
});
const dossierOf = (office: string): Resource => ({
  type: 'Dossier',
  id: `dossier of ${office}`,
  attributes: { owners: [`architecture.owner@${office}`] },
});
const dossiers = [{ own: dossierOf(own.office), others: dossierOf(other.office) }];
const registers = [{ own: registerOf(own.office), others: registerOf(other.office) }];
const bodyOf = (office: string): Resource => ({
  type: 'Body',
  id: office,
  attributes: { owners: [`architecture.owner@${office}`] },
});
const bodies = [{ own: bodyOf(own.office), others: bodyOf(other.office) }];
const candidateOf = (office: string): Resource => ({
  type: 'Candidate',
  id: office,
  attributes: { owners: [`certification.applicant@${office}`] },
});
const candidates = [{ own: candidateOf(own.office), others: candidateOf(other.office) }];
const postRooms = [{ own: postRoomOf(own.office), others: postRoomOf(other.office) }];

const ofPerson = { own: caseOf(own, 'person'), others: caseOf(other, 'person') };
const ofOrganisation = { own: caseOf(own, 'organisation'), others: caseOf(other, 'organisation') };
const cases = [ofPerson, ofOrganisation];
const subsystems = [{ own: subsystemOf(own.office), others: subsystemOf(other.office) }];
const invoices = [
  { own: invoiceOf(own.personKey), others: invoiceOf(other.personKey) },
  { own: invoiceOf(own.organisation), others: invoiceOf(other.organisation) },
];

const payoutsOf = (beneficiary: string): Resource => ({
  type: 'Payouts',
  id: beneficiary,
  attributes: { beneficiary },
});
const correctionOf = (person: string, office: string): Resource => ({
  ...{ type: 'Correction', id: `correction of ${person}` },
  attributes: { person, post: `consent.corrector@${office}` },
});
const corrections = [
  { own: correctionOf(own.personKey, other.office), others: correctionOf(other.personKey, other.office) },
  { own: correctionOf(other.personKey, own.office), others: correctionOf(other.personKey, other.office) },
];
const payouts = [
  { own: payoutsOf(own.personKey), others: payoutsOf(other.personKey) },
  { own: payoutsOf(own.organisation), others: payoutsOf(other.organisation) },
  // Whoever works for an office is paid as anybody else is: the list answers with their own.
  { own: payoutsOf('official'), others: payoutsOf(other.personKey) },
];

export const sampleObjects: Readonly<Record<string, readonly SampleObjects[]>> = {
  'cases:read': cases,
  'cases:change': cases,
  'cases:pay': cases,
  'cases:read-answers': cases,
  'cases:read-output': cases,
  'cases:work': cases,
  'cases:oversee': cases,
  'cases:revoke': cases,
  'cases:audit': cases,
  'cases:operate': cases,
  'cases:steer': cases,
  'architecture:propose': registers,
  'architecture:attest': registers,
  'examination:read': dossiers,
  'examination:submit': dossiers,
  'integrator:look': bodies,
  'integrator:answer': bodies,
  'certification:follow': candidates,
  'certification:apply': candidates,
  'norms:ask': bodies,
  'upkeep:keep': bodies,
  'upkeep:look': bodies,
  'correspondence:read': postRooms,
  'correspondence:post': postRooms,
  'documents:draft': chanceries,
  'documents:register': chanceries,
  'documents:lead': chanceries,
  'documents:import': chanceries,
  'execution:import': chanceries,
  'papers:work': chanceries,
  'papers:control': chanceries,
  'papers:register': chanceries,
  'execution:send': chanceries,
  'execution:lead': chanceries,
  'execution:control': chanceries,
  'practice:oversee': chanceries,
  'practice:ready': chanceries,
  'exchange:observe': subsystems,
  'exchange:grant': subsystems,
  'exchange:replay': subsystems,
  'exchange:prove': subsystems,
  'payments:read': invoices,
  'payments:pay': invoices,
  'consent:read-correction': corrections,
  'consent:take-back': corrections,
  'consent:decide': corrections,
  'payouts:own': payouts,
  'payouts:choose': payouts,
  'signing:revoke': [
    {
      own: { type: 'Certificate', id: 'certificate of the holder', attributes: { own: true } },
      others: { type: 'Certificate', id: 'certificate of somebody', attributes: { own: false } },
    },
  ],
};
