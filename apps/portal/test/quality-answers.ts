// SPDX-License-Identifier: Apache-2.0
import type { getRating, getRatings, Rating } from '@stoa/analytics/contract';
import type { describeInteraction, getProfile, listDataAccesses } from '@stoa/identity/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import type { submitAnswers, SurveyPage } from '@stoa/quality/contract';
import { text } from './answers.ts';
import type { Answers } from './harness.ts';

const at = '2026-11-20T05:30:00Z';
const score = {
  answers: 412,
  mean: 4.12,
  index: 78,
  satisfied: 0.81,
  interval: { low: 0.77, high: 0.84 },
  distribution: [12, 20, 46, 162, 172],
};
const funnel = { cards: 900, delivered: 860, opened: 610, answered: 412, responseRate: 0.48 };
const rating = (level: Rating['level'], code: string, name: string): Rating => ({
  level,
  code,
  name: text(name),
  state: 'shown',
  score,
  funnel,
});
const suppressed: Rating = {
  level: 'organisation',
  code: 'XM-02-CLINIC',
  name: text('Clinic of River Delta'),
  state: 'suppressed',
  funnel: { cards: 9, delivered: 8, opened: 3 },
};
const trend = [6, 7, 8, 9, 10, 11].map((month) => ({
  month: `2026-${String(month).padStart(2, '0')}`,
  state: 'shown' as const,
  score: { ...score, mean: 3.5 + month / 20 },
}));
const published = {
  from: '2025-12',
  to: '2026-11',
  minimumAnswers: 10,
  methodology: { version: '1', description: text('The mean of all answers to the overall question.') },
  asOf: at,
};

const ownPowers: OutputOf<typeof getProfile>['powers'] = [
  {
    id: '01919191-0000-7000-8000-0000000000a1',
    kind: 'organisation',
    onBehalfOf: '7707083893',
    name: text('Steppe Build LLP'),
    role: 'director',
  },
  {
    id: '01919191-0000-7000-8000-0000000000a2',
    kind: 'person',
    onBehalfOf: 'key-of-a-child',
    name: text('Alikhan Seitkali'),
    role: 'parent',
  },
  {
    id: '01919191-0000-7000-8000-0000000000a3',
    kind: 'organisation',
    onBehalfOf: '0105234515',
    name: text('Northern Bridges JSC'),
    role: 'accountant',
    services: ['work-permit'],
    acts: ['read', 'apply'],
  },
];

export const ready: SurveyPage = {
  state: 'ready',
  started: false,
  answerBy: '2026-12-20T00:00:00Z',
  organisation: {
    name: text('Labour Department of Northern Steppe'),
    address: '7 Nauryz Avenue, Aksu',
    inn: '7707083893',
    ogrn: '1027700132195',
    kpp: '773601001',
  },
  serviceCode: 'work-permit',
  renderedOn: '2026-11-20',
  questionnaire: {
    id: '01920000-0000-7000-8000-000000000007',
    templateCode: 'general',
    version: 1,
    title: text(
      'How were you served?',
      'Как вас обслужили?',
      'Сізге қалай қызмет көрсетілді?',
      'Як вас обслужили?',
      'كيف كانت الخدمة؟',
    ),
    introduction: text('Three questions, one minute.'),
    scale: ['very bad', 'bad', 'middling', 'good', 'very good'].map((label) => text(label)) as never,
    questions: [
      { code: 'overall', kind: 'scale', text: text('How satisfied are you overall?') },
      { code: 'speed', kind: 'scale', text: text('How quickly were you served?') },
      { code: 'comment', kind: 'text', text: text('What could be better?') },
    ],
  },
};

export const qualityAnswers: Answers = {
  'analytics.get-ratings': (): OutputOf<typeof getRatings> => ({
    ...published,
    country: rating('country', 'XM', 'Meridia'),
    trend,
    regions: [
      {
        ...rating('region', 'XM-01', 'Northern Steppe'),
        organisations: [rating('organisation', 'XM-01-LABOUR', 'Labour Department of Northern Steppe')],
      },
      { ...rating('region', 'XM-02', 'River Delta'), organisations: [suppressed] },
    ],
  }),
  'analytics.get-rating': (): OutputOf<typeof getRating> => ({
    ...published,
    rating: rating('region', 'XM-01', 'Northern Steppe'),
    questions: [
      { question: 'overall', state: 'shown', score },
      { question: 'speed', state: 'suppressed' },
    ],
    trend,
  }),
  'quality.open-survey': () => ready,
  'quality.start-survey': () => ({ ...ready, started: true }),
  'quality.submit-answers': (): OutputOf<typeof submitAnswers> => ({ receiptNo: 'Q-2026-0001', answeredAt: at }),
  'identity.describe-interaction': (): OutputOf<typeof describeInteraction> => ({
    offers: ['pwd'],
    waitsFor: 'password',
    clientName: 'Stoa portal',
    scopes: ['openid', 'profile'],
    action: '/sign-in/abcdefghijkl/continue',
  }),
  'identity.get-profile': (): OutputOf<typeof getProfile> => ({
    id: '01919191-0000-7000-8000-000000000001',
    name: 'Aigerim Seitkali',
    assurance: 2,
    duties: [],
    powers: [...ownPowers],
  }),
  'identity.list-own-powers': () => ({ items: ownPowers }),
  'identity.act-for': () => ({}),
  'identity.list-data-accesses': (): OutputOf<typeof listDataAccesses> => ({
    items: [
      {
        id: '01920000-0000-7000-8000-000000000008',
        at,
        module: 'cases',
        action: 'cases.task-read',
        actorKind: 'person',
        actorName: 'Daniyar Omarov',
        as: 'substitute',
        inPlaceOf: 'Saule Akhmetova',
        organisationId: 'XM-01-LABOUR',
        purpose: 'WP-2026-000012',
        objectType: 'case',
        objectId: 'x',
      },
      {
        id: '01920000-0000-7000-8000-000000000009',
        at,
        module: 'cases',
        action: 'cases.register-asked',
        actorKind: 'service',
        actorName: 'cases',
        objectType: 'case',
        objectId: 'x',
      },
    ],
  }),
};
