// SPDX-License-Identifier: Apache-2.0
/** Help at a counter: a clerk applies for who stands before them, with their consent, for one service and some minutes. */
import {
  CalendarDate,
  IdPageInput,
  Instant,
  languages,
  LocalText,
  operation,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { states } from './states.ts';

export { minutesOpen, minutesToConsent, mostTries } from './states.ts';

const OfficeId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
export const ways = ['code', 'paper'] as const;
const serve = { permission: 'counter:serve', check: 'edge' } as const;
const id = { id: Uuid };
const where = (path: string) => `/counter/visits${path}`;

export const Visit = Type.Object({
  ...id,
  officeId: OfficeId,
  office: LocalText,
  clerkName: Type.String(),
  personName: Type.String(),
  serviceId: ServiceId,
  service: LocalText,
  way: Type.Enum([...ways]),
  state: Type.Enum([...states]),
  triesLeft: Type.Integer(),
  askedAt: Instant,
  openedAt: Type.Optional(Instant),
  until: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  /** Why a paper was signed instead of a code given. */
  reason: Type.Optional(Type.String()),
});
export type Visit = Static<typeof Visit>;

export const askConsent = operation({
  ...serve,
  name: 'counter.ask-consent',
  method: 'POST',
  path: where(''),
  summary: 'Ask who stands at the counter for their consent: by a code sent to them, or by a paper they sign',
  input: Type.Object({
    officeId: OfficeId,
    serviceId: ServiceId,
    number: Type.String({ maxLength: 20, description: 'of the person, in the scheme of the country' }),
    /** As in the document that they show, and which one that is. */
    name: visibleText(200, 2),
    document: visibleText(100, 3),
    way: Type.Enum([...ways]),
    language: Type.Enum([...languages]),
  }),
  output: Visit,
  audit: 'counter.consent-asked',
  refusals: [
    'counter.office-not-yours',
    'counter.number-invalid',
    'counter.own-visit',
    'counter.person-not-matched',
    'accounts.too-many-attempts',
    'accounts.register-away',
    'counter.visit-open',
    'counter.service-not-for-persons',
    'counter.no-address',
    'counter.asked-too-often',
    'catalogue.service-unknown',
  ],
});

const decided = ['counter.visit-unknown', 'counter.visit-over', 'counter.visit-open'];
export const confirmCode = operation({
  ...serve,
  name: 'counter.confirm-code',
  method: 'POST',
  path: where('/:id/code'),
  summary: 'Take the code that the person reads out: the visit begins; after five wrong ones it is over',
  input: Type.Object({ ...id, code: Type.String({ maxLength: 20 }) }),
  output: Visit,
  audit: 'counter.visit-opened',
  refusals: [...decided, 'counter.code-wrong', 'counter.way-other', 'counter.no-session'],
});

export const confirmPaper = operation({
  ...serve,
  name: 'counter.confirm-paper',
  method: 'POST',
  path: where('/:id/paper'),
  summary: 'Attach the scan of the signed consent, and say why no code was sent: the visit begins',
  input: Type.Object({
    ...id,
    reason: visibleText(500, 10),
    name: Type.String({ minLength: 1, maxLength: 300 }),
    content: Type.String({ maxLength: 7_000_000, description: 'base64' }),
  }),
  output: Visit,
  bodyMiB: 8,
  audit: 'counter.visit-opened',
  refusals: [...decided, 'counter.scan-refused', 'counter.way-other', 'counter.no-session'],
});

export const refuseVisit = operation({
  ...serve,
  name: 'counter.refuse-visit',
  method: 'POST',
  path: where('/:id/refusal'),
  summary: 'The person does not consent, or no longer: nothing is done for them any more',
  input: Type.Object(id),
  output: Visit,
  audit: 'counter.visit-refused',
  refusals: ['counter.visit-unknown', 'counter.visit-over'],
});

export const resumeVisit = operation({
  ...serve,
  name: 'counter.resume-visit',
  method: 'POST',
  path: where('/:id/resumption'),
  summary: 'Go on with an open visit in this session, after it was left',
  input: Type.Object(id),
  output: Visit,
  audit: 'counter.visit-resumed',
  refusals: ['counter.visit-unknown', 'counter.visit-over', 'counter.no-session'],
});

export const endVisit = operation({
  ...serve,
  name: 'counter.end-visit',
  method: 'POST',
  path: where('/:id/end'),
  summary: 'End a visit: from now on nothing can be done for the person',
  input: Type.Object(id),
  output: Visit,
  audit: 'counter.visit-ended',
  refusals: ['counter.visit-unknown', 'counter.visit-over'],
});

export const getVisit = operation({
  ...serve,
  name: 'counter.get-visit',
  method: 'GET',
  path: where('/:id'),
  summary: 'A visit of my own',
  input: Type.Object(id),
  output: Visit,
  audit: 'none',
  refusals: ['counter.visit-unknown'],
});

export const listVisits = operation({
  ...serve,
  name: 'counter.list-visits',
  method: 'GET',
  path: where(''),
  summary: 'Visits that I took, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Visit),
  audit: 'none',
});

/** Public: says what the paper is and who made it, and nothing of who it was for. */
export const verifyPaper = operation({
  name: 'counter.verify-paper',
  method: 'GET',
  path: '/counter/papers/:code',
  summary: 'Find out whether a paper of a visit is genuine',
  input: Type.Object({ code: Type.String({ maxLength: 200 }) }),
  output: Type.Object({
    code: Type.String(),
    kind: Type.Enum(['consent', 'receipt']),
    title: LocalText,
    /** Of the application; a consent has none. */
    number: Type.Optional(Type.String()),
    office: LocalText,
    service: LocalText,
    madeAt: Instant,
    sha256: Type.String(),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['counter.paper-unknown'],
});

const count = {
  visits: Type.Integer(),
  opened: Type.Integer(),
  refused: Type.Integer({ description: 'by the person, or the code was not known' }),
  paper: Type.Integer(),
  averageMinutes: Type.Optional(Type.Number({ description: 'of those that are over' })),
};
export const getDay = operation({
  name: 'counter.get-day',
  method: 'GET',
  path: '/counter/offices/:officeId/day',
  summary: 'Visits of a day at a front office: by clerk, by service, how long they took; and each without who it was',
  input: Type.Object({ officeId: OfficeId, on: Type.Optional(CalendarDate), ...IdPageInput }),
  output: Type.Object({
    on: CalendarDate,
    total: Type.Object(count),
    clerks: Type.Array(Type.Object({ clerkId: Uuid, name: Type.String(), ...count })),
    services: Type.Array(Type.Object({ serviceId: ServiceId, title: LocalText, ...count })),
    items: Type.Array(Type.Omit(Visit, ['personName'])),
    nextCursor: Type.Optional(Type.String()),
  }),
  permission: 'counter:lead',
  audit: 'none',
  refusals: ['counter.office-not-yours'],
});

export const enterDemoVisits = operation({
  name: 'counter.enter-demo-visits',
  method: 'PUT',
  path: '/counter/demo',
  summary: 'Enter visits of the demo country; entered again, nothing changes',
  input: Type.Object({
    clerk: Type.Object({ id: Uuid, name: Type.String() }),
    officeId: OfficeId,
    items: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        number: Type.String({ maxLength: 20 }),
        name: Type.String({ maxLength: 200 }),
        serviceId: ServiceId,
        way: Type.Enum([...ways]),
        state: Type.Enum(['ended', 'refused', 'failed']),
        at: Instant,
        minutes: Type.Integer({ minimum: 1, maximum: 60 }),
        reason: Type.Optional(Type.String({ maxLength: 500 })),
      }),
      { maxItems: 500 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'counter:enter-demo',
  audit: 'counter.demo-entered',
  about: { type: 'office', id: 'officeId', facts: ['entered'] },
  refusals: ['counter.demo-off'],
});

/** To be signed by hand, and what the person takes home. */
export const consentPath = (visitId: string) => `/api/counter/visits/${visitId}/consent.pdf`;
export const receiptPath = (caseId: string) => `/api/counter/cases/${caseId}/receipt.pdf`;
export const scanPath = (visitId: string) => `/api/counter/visits/${visitId}/scan`;
