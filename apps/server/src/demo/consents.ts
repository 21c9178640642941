// SPDX-License-Identifier: Apache-2.0
/** What the demo's people agreed to, took back and asked to be corrected over the last year. */
import { enterDemoConsents } from '@stoa/consent/contract';
import { namedPeople } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';

type Input = InputOf<typeof enterDemoConsents>;
const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;
const { aigerim, worker, accountant } = namedPeople;

/** Days ago, who, what. Aigerim has agreed to no reading for the criminal record: a visitor meets the question. */
const acts: readonly [number, { readonly snils: string }, string, 'given' | 'withdrawn'][] = [
  [340, aigerim, 'criminal-record-identity', 'given'],
  [338, aigerim, 'criminal-record-identity', 'withdrawn'],
  [300, aigerim, 'diploma-for-employers', 'given'],
  [60, aigerim, 'address-for-banks', 'given'],
  [290, worker, 'diploma-for-employers', 'given'],
  [210, worker, 'address-for-banks', 'given'],
  [205, worker, 'address-for-banks', 'withdrawn'],
  [40, worker, 'criminal-record-identity', 'given'],
  [180, accountant, 'criminal-record-identity', 'given'],
  [150, accountant, 'diploma-for-employers', 'given'],
  [120, accountant, 'diploma-for-employers', 'withdrawn'],
  [100, accountant, 'address-for-banks', 'given'],
];

export async function enterConsents({ call }: Platform, now: number): Promise<void> {
  const ago = (days: number) => new Date(now - days * day).toISOString();
  const corrections: Input['corrections'] = [
    {
      ...{ key: 'address', person: aigerim.snils, personName: aigerim.nameLatin, register: 'population' },
      ...{ field: 'address', stands: 'Republic Avenue 14, flat 2', wanted: 'Republic Avenue 14, flat 12' },
      ...{ reason: 'The flat lost a digit when we moved; the lease has it.', askedAt: ago(3) },
    },
    {
      ...{ key: 'name', person: worker.snils, personName: worker.nameLatin, register: 'population' },
      ...{
        field: 'givenName',
        stands: 'Rahul',
        wanted: 'Raahul',
        reason: 'My passport spells it so.',
        askedAt: ago(80),
      },
      decided: {
        ...{ accept: false, byName: 'Zhanar Abenova', at: ago(74) },
        answer: 'The passport at hand spells it Rahul. Bring the new one when you have it.',
      },
    },
    {
      ...{ key: 'diploma', person: accountant.snils, personName: accountant.nameLatin, register: 'diplomas' },
      ...{ field: 'year', stands: '2009', wanted: '2010', reason: 'The diploma itself says 2010.', askedAt: ago(140) },
      decided: {
        ...{ accept: true, byName: 'Register of diplomas', at: ago(131) },
        answer: 'The year was typed wrongly when old books were entered. It is corrected.',
      },
    },
  ];
  await call(
    enterDemoConsents,
    {
      acts: acts.map(([days, { snils }, code, act]) => ({
        ...{ key: `${snils} ${code} ${act}`, person: snils, code, act, at: ago(days) },
      })),
      corrections,
    },
    as,
  );
}
