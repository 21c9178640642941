// SPDX-License-Identifier: Apache-2.0
import type { OutputOf } from '@stoa/kernel/contract';
import type {
  getHistory,
  getRelatives,
  getStructure,
  Import,
  ImportRow,
  Organisation,
} from '@stoa/organisations/contract';
import type { Answers } from './harness.ts';

const inAll = (en: string, ar: string) => ({ en, ru: en, kk: en, uk: en, ar });
export const ministry: Organisation = {
  id: 'XM-LABOUR-MINISTRY',
  kind: 'central',
  sphere: 'labour',
  name: inAll('Ministry of Labour', 'وزارة العمل'),
  regionCode: 'XM',
  from: '2000-01-01',
  revision: 2,
};
export const office: Organisation = {
  ...ministry,
  id: 'XM-01-LABOUR',
  kind: 'local',
  name: inAll('Labour Office, Northern Steppe', 'مكتب العمل'),
  parentId: ministry.id,
};
const { id: _, revision: __, ...facts } = ministry;
const at = '2026-11-20T05:30:00Z';
export const uuid = (end: number) => `01919191-0000-7000-8000-0000000001${String(end).padStart(2, '0')}`;

export const organisationsAnswers: Answers = {
  'organisations.list-organisations': () => ({ items: [ministry, office], nextCursor: 'next' }),
  'organisations.list-spheres': () => ({
    version: 1,
    items: [{ code: 'labour', title: inAll('Labour and employment', 'العمل'), organisations: 2, formerly: [] }],
  }),
  'organisations.list-territories': () => ({
    items: [{ code: 'XM', kind: 'country', name: inAll('Meridia', 'ميريديا') }],
  }),
  'organisations.get-organisation': ({ id }) => ({ ...(id === office.id ? office : ministry) }),
  'organisations.get-relatives': (): OutputOf<typeof getRelatives> => ({ above: [], below: [office], merged: [] }),
  'organisations.get-history': (): OutputOf<typeof getHistory> => ({
    items: [
      { revision: 2, validFrom: '2026-03-01', knownAt: at, facts },
      { revision: 1, validFrom: '2000-01-01', knownAt: at, facts: { ...facts, name: inAll('Ministry', 'وزارة') } },
    ],
  }),
  'organisations.get-structure': (): OutputOf<typeof getStructure> => ({
    units: [{ id: uuid(1), name: inAll('Permits', 'التصاريح'), from: '2020-01-01' }],
    posts: [
      {
        id: uuid(2),
        unitId: uuid(1),
        title: inAll('Head of permits', 'رئيس التصاريح'),
        from: '2020-01-01',
        duties: [{ id: uuid(3), code: 'labour.permit-officer', emergency: false, from: at }],
        holdings: [
          { id: uuid(4), personId: uuid(9), name: 'Elena Petrova', as: 'holder', from: at },
          {
            ...{ id: uuid(5), personId: uuid(8), name: 'Samal Nurlan', as: 'substitute', forId: uuid(4) },
            ...{ reason: 'Annual leave', from: at, until: '2026-12-20T05:30:00Z' },
          },
        ],
      },
      { id: uuid(6), title: inAll('Adviser', 'مستشار'), from: '2020-01-01', duties: [], holdings: [] },
    ],
  }),
};

const change = {
  id: uuid(20),
  organisationId: ministry.id,
  asked: { kind: 'merge', id: office.id, into: ministry.id, on: '2026-12-01' },
  facts: [
    { fact: 'successorId', after: ministry.name },
    { fact: 'until', before: '2030-01-01', after: '2026-12-01' },
    { fact: 'kind', before: 'local', after: 'central' },
  ],
  reason: 'Order No. 12',
  requestedBy: 'Ainur Asks',
  requestedAt: at,
};
const table: Import = {
  ...{ id: uuid(30), about: 'organisations', fileName: 'directory.csv', readBy: 'Dmitry Decides', readAt: at },
  ...{ enters: 1, changes: 1, same: 40, wrong: 1 },
};
const importRows: ImportRow[] = [
  {
    line: 2,
    subject: 'XM-03-LABOUR',
    outcome: 'enters',
    facts: [{ fact: 'name', after: inAll('New office', 'دائرة') }],
  },
  {
    ...{ line: 3, subject: office.id, outcome: 'changes' },
    facts: [{ fact: 'kind', before: 'local', after: 'central' }],
  },
  {
    ...{ line: 4, subject: 'xm g', outcome: 'wrong', facts: [] },
    ...{ code: 'organisations.import-cell', message: 'id, from' },
  },
];

export const administrationAnswers: Answers = {
  'organisations.list-changes': () => ({ items: [change] }),
  'organisations.request-change': () => change,
  'organisations.find-people': () => ({ items: [{ personId: uuid(8), name: 'Samal Nurlan' }] }),
  'organisations.count-duties': () => ({ items: [{ code: 'labour.permit-officer', posts: 2, people: 3 }] }),
  'organisations.get-review': () => ({
    review: {
      ...{ id: uuid(22), organisationId: office.id, organisation: office.name, openedAt: at },
      ...{ dueOn: '2026-11-01', overdue: true, items: 2, open: 1 },
    },
    items: [
      {
        ...{ holdingId: uuid(4), personId: uuid(9), name: 'Elena Petrova', post: inAll('Head', 'رئيس'), as: 'holder' },
        ...{ from: at, duties: ['labour.permit-officer'] },
      },
      {
        ...{ holdingId: uuid(5), personId: uuid(8), name: 'Samal Nurlan', post: inAll('Head', 'رئيس') },
        ...{ as: 'substitute', from: at, duties: [], kept: true, decidedBy: 'Dmitry Decides', decidedAt: at },
      },
    ],
  }),
  'organisations.review-holding': () => undefined,
  'organisations.set-review-rule': () => ({ id: office.id }),
  'organisations.list-takeable': () => ({
    items: [
      {
        ...{ dutyId: uuid(3), code: 'labour.permit-officer', organisationId: office.id },
        ...{ organisation: office.name, post: inAll('Head of permits', 'رئيس التصاريح') },
      },
    ],
    mine: [
      {
        ...{ id: uuid(21), personId: uuid(8), name: 'Samal Nurlan', code: 'labour.permit-officer' },
        ...{ organisationId: office.id, organisation: office.name, reason: 'The officer is ill', from: at },
        ...{ until: '2026-11-20T06:00:00Z', justified: true, note: 'Nobody else was there' },
      },
    ],
  }),
  'organisations.take-emergency': () => undefined,
  'organisations.decide-change': () => ({ ...change, approved: true, decidedAt: at, decidedBy: 'Dmitry Decides' }),
  'organisations.list-emergencies': () => ({
    items: [
      {
        ...{ id: uuid(21), personId: uuid(8), name: 'Samal Nurlan', code: 'labour.permit-officer' },
        ...{ organisationId: office.id, organisation: office.name, reason: 'The officer is ill', from: at },
        until: '2099-01-01T00:00:00Z',
      },
    ],
  }),
  'organisations.read-import': () => table,
  'organisations.get-import': ({ outcome }) => ({
    import: table,
    items: importRows.filter((row) => !outcome || row.outcome === outcome),
    nextCursor: 'next',
  }),
  'organisations.review-emergency': () => undefined,
  'organisations.list-reviews': () => ({
    items: [
      {
        ...{ id: uuid(22), organisationId: office.id, organisation: office.name, openedAt: at },
        ...{ dueOn: '2026-11-01', overdue: true, items: 3, open: 2 },
      },
    ],
  }),
  'accounts.invite': () => ({ id: uuid(40) }),
  'organisations.list-duties': () => ({
    name: 'Samal Nurlan',
    items: [
      {
        ...{ code: 'labour.permit-officer', organisationId: office.id, postId: uuid(2), post: inAll('Head', 'رئيس') },
        ...{ as: 'substitute', inPlaceOf: 'Elena Petrova', from: at, until: '2026-12-20T05:30:00Z' },
      },
    ],
  }),
  'organisations.list-holders': () => ({
    items: [
      {
        ...{ personId: uuid(8), name: 'Samal Nurlan', code: 'labour.permit-officer', organisationId: office.id },
        ...{ postId: uuid(2), post: inAll('Head', 'رئيس'), as: 'emergency', from: at },
      },
    ],
  }),
};
