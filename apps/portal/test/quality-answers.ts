// SPDX-License-Identifier: Apache-2.0
import type { Figures, listRanking } from '@stoa/analytics/contract';
import type { countFollowups } from '@stoa/followups/contract';
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
const hash = 'a3'.repeat(32);
const publication = {
  snapshot: { month: '2026-10', hash, methodology: '2.1', publishedAt: at },
  from: '2025-11',
  to: '2026-10',
  minimumAnswers: 10,
  description: text('The mean of all answers to the overall question.'),
};
const figuresOf = (place: Figures['place'], said: boolean): Figures => ({
  ...{ publication, place, score },
  weighted: { mean: 4.05, satisfied: 0.79, interval: { low: 0.75, high: 0.83 }, effectiveAnswers: 380.5 },
  funnel: { cards: 900, delivered: 860, opened: 610, answered: 412, responseRate: 0.48 },
  change: { difference: 0.21, p: 0.004, q: 0.02 },
  trend: { perYear: 0.18, p: 0.01 },
  months: [5, 6, 7, 8, 9, 10].map((month) => ({
    month: `2026-${String(month).padStart(2, '0')}`,
    score: { ...score, mean: 3.5 + month / 20 },
  })),
  forecast: said
    ? {
        ...{ said: true, mase: 0.71 },
        points: [11, 12].map((month) => ({ month: `2026-${month}`, value: 4.1, low: 3.9, high: 4.3 })),
      }
    : { said: false, why: 'too-short', points: [] },
  questions: [
    { question: 'overall', score },
    { question: 'speed', score },
  ],
  services: [{ service: 'work-permit', organisations: 4, score }],
  coverage: { rendered: 1200, source: 'exchange', share: 0.75, enough: false },
  spheres: [
    { sphere: 'labour', score },
    { sphere: 'health-care', score: { ...score, mean: 3.9 } },
  ],
  regions:
    place.level === 'country'
      ? [
          {
            ...{ code: 'XM-01', name: text('Northern Steppe'), score },
            shape: { outline: 'M22 34L296 40L288 78L30 86Z', x: 158, y: 54 },
          },
          { code: 'XM-03', name: text('Coast'), shape: { outline: 'M150 100L288 78L206 206Z', x: 224, y: 142 } },
        ]
      : [],
});

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
  'analytics.get-figures': (): Figures =>
    figuresOf({ level: 'region', code: 'XM-01', name: text('Northern Steppe'), regionCode: 'XM-01' }, true),
  'analytics.list-ranking': (): OutputOf<typeof listRanking> => ({
    ...{ publication, total: 2, ranked: 1, spheres: ['labour', 'health-care'] },
    items: [
      {
        ...{ code: 'XM-01-LABOUR', name: text('Labour Department of Northern Steppe'), regionCode: 'XM-01' },
        ...{ sphere: 'labour', score, rank: { from: 1, to: 1 }, change: { difference: 0.2, p: 0.01, q: 0.03 } },
      },
      {
        code: 'XM-02-CLINIC',
        name: text('Clinic of River Delta'),
        regionCode: 'XM-02',
        sphere: 'health-care',
        score: { ...score, answers: 12 },
      },
    ],
  }),
  'followups.count-followups': (): OutputOf<typeof countFollowups> => ({
    ...{
      counts: { opened: 40, inTime: 30, late: 0, overdue: 10 },
      replies: [{ month: '2026-09', text: 'We put up more chairs.' }],
    },
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
