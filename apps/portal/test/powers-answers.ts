// SPDX-License-Identifier: Apache-2.0
import type { OutputOf } from '@stoa/kernel/contract';
import type { listClients, listDone, listPowers, listSoftware, Power } from '@stoa/powers/contract';
import { text } from './answers.ts';
import type { Answers } from './harness.ts';

const at = '2026-11-20T05:30:00Z';
export const powerId = '01919191-0000-7000-8000-0000000000b1';
const steppe = { kind: 'organisation' as const, id: '0105234510', name: text('Steppe Build LLP') };
const olga = { kind: 'person' as const, name: text('Olga Kim') };

export const power: Power = {
  id: powerId,
  origin: 'granted',
  role: 'accountant',
  giver: steppe,
  taker: olga,
  services: ['work-permit'],
  acts: ['read', 'apply'],
  further: true,
  from: at,
  until: '2027-11-20T19:00:00Z',
  state: 'accepted',
  offeredAt: at,
  answeredAt: at,
  signature: { sha256: 'a'.repeat(64), at, assurance: 2 },
  may: ['withdraw'],
};
const received: Power = { ...power, origin: 'register', role: 'director', taker: olga, state: 'accepted', may: [] };

export const powersAnswers: Answers = {
  'powers.list-powers': ({ side }): OutputOf<typeof listPowers> => ({
    items: side === 'given' ? [power, { ...power, id: `${powerId.slice(0, -1)}2`, state: 'offered' }] : [received],
    nextCursor: powerId,
  }),
  'powers.get-power': () => power,
  'powers.get-reading': () => ({ at, away: ['families'] }),
  'powers.draft-power': () => ({ ...power, state: 'draft', may: ['offer', 'withdraw'] }),
  'powers.offer-power': () => ({ ...power, state: 'offered' }),
  'powers.answer-power': () => power,
  'powers.withdraw-power': () => ({ id: powerId }),
  'powers.find-in-registers': () => ({ found: 2, away: [] }),
  'powers.list-done': (): OutputOf<typeof listDone> => ({
    items: [
      {
        id: powerId,
        at,
        module: 'cases',
        action: 'cases.case-submitted',
        actorName: 'Olga Kim',
        own: false,
        role: 'accountant',
        objectType: 'case',
        objectId: 'c1',
        purpose: 'Work permit',
      },
    ],
  }),
  'powers.list-clients': (): OutputOf<typeof listClients> => ({
    items: [{ power, staff: [{ id: powerId, name: 'Anaya Sharma', until: '2027-01-01T00:00:00Z' }] }],
  }),
  'powers.assign-client': () => power,
  'powers.list-software': (): OutputOf<typeof listSoftware> => ({
    items: [
      {
        id: powerId,
        name: 'Payroll',
        services: ['work-permit'],
        acts: ['apply'],
        thumbprint: 'abc',
        madeAt: at,
        until: '2027-01-01T00:00:00Z',
      },
    ],
  }),
  'powers.register-software': () => ({}),
  'powers.list-paper': () => ({ items: [{ power: { ...power, may: [] }, paper: 'Notary 12, No. 34', own: false }] }),
  'powers.enter-paper': () => power,
  'powers.decide-paper': () => power,
};
