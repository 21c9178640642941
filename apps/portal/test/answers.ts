// SPDX-License-Identifier: Apache-2.0
/** One application's worth of answers, typed by the contracts. */
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import type {
  explainService,
  getService,
  listLifeEvents,
  listServices,
  ServiceSummary,
} from '@stoa/catalogue/contract';
import type { find } from '@stoa/search/contract';
import type { Answers } from './harness.ts';

export const text = (en: string, ru = en, kk = ru, uk = ru, ar = en): LocalText => ({ en, ru, kk, uk, ar });

const version = `sha256:${'a'.repeat(64)}`;
const hiring = {
  code: 'hiring-a-worker',
  kind: 'business' as const,
  title: text('Hiring a worker', 'Приём работника', 'Жұмысшы жалдау', 'Наймання працівника', 'توظيف عامل'),
};
const moving = {
  code: 'moving-home',
  kind: 'life' as const,
  title: text('Moving home', 'Переезд', 'Көшу', 'Переїзд', 'الانتقال إلى منزل جديد'),
};

export const workPermit: ServiceSummary = {
  id: 'work-permit',
  version,
  title: text(
    'Work permit for a foreign worker',
    'Разрешение на работу иностранному работнику',
    'Шетелдік жұмысшыға жұмыс рұқсаты',
    'Дозвіл на роботу іноземному працівникові',
    'تصريح عمل لعامل أجنبي',
  ),
  summary: text(
    'Employ a person from abroad in a job the labour market needs.',
    'Наймите специалиста из-за рубежа на нужную рынку работу.',
    'Шетелден маман жалдаңыз.',
    'Найміть фахівця з-за кордону.',
    'وظّف شخصًا من الخارج في مهنة يحتاجها سوق العمل.',
  ),
  authority: {
    id: 'ministry-labour',
    name: text('Ministry of Labour', 'Министерство труда', 'Еңбек министрлігі', 'Міністерство праці', 'وزارة العمل'),
  },
  audience: ['organisation'],
  deadlineWorkingDays: 15,
  hasFee: true,
  lifeEvents: [hiring],
};
export const certificate: ServiceSummary = {
  ...workPermit,
  id: 'address-certificate',
  title: text(
    'Certificate of address',
    'Справка о месте жительства',
    'Мекенжай анықтамасы',
    'Довідка про місце проживання',
    'شهادة عنوان',
  ),
  summary: text(
    'A signed certificate of where you are registered, at once.',
    'Подписанная справка о регистрации, сразу.',
    'Тіркелген жеріңіз туралы анықтама, бірден.',
    'Підписана довідка про реєстрацію, одразу.',
    'شهادة موقعة بعنوانك المسجل، فورًا.',
  ),
  audience: ['person'],
  deadlineWorkingDays: 0,
  hasFee: false,
  lifeEvents: [moving],
};

export const servicePage: OutputOf<typeof getService> = {
  ...workPermit,
  description: text(
    'An employer needs this permit before a foreign worker starts. The permit is issued for one worker, one employer and one occupation.',
  ),
  legalBasis: [
    { title: text('Law on Labour Migration'), article: 'Art. 12', url: 'https://law.example/labour-migration' },
  ],
  assurance: 2,
  channels: [
    { kind: 'online', title: text('Online') },
    { kind: 'office', title: text('Front office') },
  ],
  needs: [
    text('The worker’s personal number (SNILS)'),
    text('The number of the diploma, when the occupation asks for one'),
    text('A bank card for the fee'),
  ],
  steps: [
    text('You pay the fee.'),
    text('The diploma and the criminal record are checked.'),
    text('An officer decides and signs the permit.'),
  ],
  outputs: [{ code: 'permit', title: text('Work permit') }],
  feeNote: text('The fee depends on the occupation, the duration and the size of the company.'),
  fees: [
    {
      id: 'r1',
      text: text('Skilled occupation, up to 12 months, fewer than 50 employees'),
      law: 'Art. 31(2)',
      amountMinor: 18000,
      currency: 'EUR',
    },
    {
      id: 'r2',
      text: text('Skilled occupation, up to 12 months, 50 employees or more'),
      law: 'Art. 31(3)',
      amountMinor: 26000,
      currency: 'EUR',
    },
  ],
  registers: [
    { title: text('Company register'), purpose: text('name, address and size of the company') },
    { title: text('Population register'), purpose: text('name, citizenship and document of the worker') },
  ],
  eligibility: [
    { name: 'workerAbroad', label: text('Is the worker a citizen of another country?'), type: 'boolean' },
    { name: 'months', label: text('For how many months?'), hint: text('Up to 36'), type: 'integer' },
    {
      name: 'group',
      label: text('Which group of occupations?'),
      type: 'string',
      choices: [
        { value: 'skilled', label: text('Skilled trades') },
        { value: 'professional', label: text('Professionals') },
      ],
    },
  ],
};

const drawnNode = (id: string, kind: string, title: LocalText, x: number) => {
  const size = ['start', 'end'].includes(kind) ? { y: 62, width: 36, height: 36 } : { y: 40, width: 120, height: 80 };
  return { id, kind, title, x, ...size };
};
const drawnFlow = (from: string, to: string, xs: [number, number]) => ({
  id: `${from}-${to}`,
  kind: 'sequence' as const,
  from,
  to,
  points: xs.map((x) => ({ x, y: 80 })),
});
const months = text('Months of work', 'Месяцы работы', 'Жұмыс айлары', 'Місяці роботи', 'أشهر العمل');
const fee = text('Fee for a permit', 'Сбор за разрешение', 'Рұқсат алымы', 'Збір за дозвіл', 'رسوم التصريح');

/** How the work permit works: a short process, one table, one formula. */
export const explanation: OutputOf<typeof explainService> = {
  id: workPermit.id,
  version,
  title: workPermit.title,
  currency: 'EUR',
  legalBasis: [
    { title: text('Labour Migration Act'), article: 'Articles 12 to 19', articleText: text('Articles 12 to 19') },
  ],
  process: {
    nodes: [
      drawnNode('s', 'start', text('Application sent', 'Заявление отправлено'), 20),
      {
        ...drawnNode('decide', 'user', text('An officer decides', 'Решение принимает сотрудник'), 110),
        decision: 'fee',
      },
      drawnNode('e', 'end', text('Decided', 'Решено'), 290),
    ],
    edges: [drawnFlow('s', 'decide', [56, 110]), drawnFlow('decide', 'e', [230, 290])],
    lanes: [],
  },
  decisions: [
    {
      name: 'fee',
      title: fee,
      tables: [
        {
          id: 'fee',
          title: fee,
          hitPolicy: 'UNIQUE',
          inputs: [months],
          outputs: [{ name: 'amountMinor', title: text('Fee', 'Сбор', 'Алым', 'Збір', 'الرسوم') }],
          rules: [
            {
              id: 'r1',
              text: text('Skilled occupation, up to 12 months'),
              law: 'Art. 31(2)',
              tests: ['[1..12]'],
              outputs: ['18000'],
            },
            {
              id: 'r2',
              text: text('Skilled occupation, longer'),
              law: 'Art. 31(3)',
              tests: ['> 12'],
              outputs: ['30000'],
            },
          ],
        },
      ],
      formulas: [{ id: 'round', title: text('Rounded fee'), expression: 'floor(fee)' }],
      graph: {
        nodes: [
          { id: 'fee', kind: 'decision', title: fee },
          { id: 'fee 0', kind: 'input', title: months },
        ],
        edges: [{ from: 'fee 0', to: 'fee', kind: 'information' }],
      },
    },
  ],
  words: {},
};

export const catalogueAnswers: Answers = {
  'catalogue.explain-service': () => explanation,
  'cases.list-step-times': () => ({ items: [] }),
  'cases.service-figures': () => ({ from: '2025-11-30', until: '2026-11-30', grounds: [] }),
  'catalogue.list-services': (): OutputOf<typeof listServices> => ({ items: [workPermit, certificate] }),
  'catalogue.list-life-events': (): OutputOf<typeof listLifeEvents> => ({
    items: [
      { ...hiring, services: [{ id: workPermit.id, title: workPermit.title }] },
      { ...moving, services: [{ id: certificate.id, title: certificate.title }] },
      {
        code: 'having-a-child',
        kind: 'life',
        title: text('Having a child', 'Рождение ребёнка', 'Бала туу', 'Народження дитини', 'ولادة طفل'),
        services: [{ id: certificate.id, title: certificate.title }],
      },
      {
        code: 'starting-a-business',
        kind: 'business',
        title: text('Starting a business', 'Открытие бизнеса', 'Бизнес ашу', 'Відкриття бізнесу', 'بدء عمل تجاري'),
        services: [],
      },
    ],
  }),
  'search.find': ({ q }): OutputOf<typeof find> =>
    q === 'nothing'
      ? { items: [], total: 0 }
      : {
          items: [
            {
              kind: 'service',
              id: workPermit.id,
              path: '/services/work-permit',
              title: workPermit.title,
              summary: workPermit.summary,
            },
          ],
          total: 1,
        },
  'catalogue.get-service': () => servicePage,
  'catalogue.check-eligibility': () => ({
    outcome: 'not-eligible',
    rules: [
      { id: 'e1', text: text('The worker is a citizen of another country'), law: 'Art. 12(1)', met: true },
      { id: 'e2', text: text('The permit lasts at most 36 months'), law: 'Art. 14', met: false },
    ],
  }),
};

export const documents = {
  '/health/ready': { status: 'up' },
  '/api/openapi.json': {
    openapi: '3.1.0',
    info: { title: 'Stoa', version: '0.1.0' },
    paths: {
      '/api/payments/invoices/{id}': {
        get: {
          operationId: 'payments.get-invoice',
          tags: ['payments'],
          summary: 'Read an invoice',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
          responses: {
            200: {
              description: 'done',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['id'],
                    properties: { id: { type: 'string', format: 'uuid' }, state: { enum: ['open', 'paid'] } },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
