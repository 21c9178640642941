// SPDX-License-Identifier: Apache-2.0
/** Employment contracts between the demo's company and its people, and vehicles sold: some in each state of an agreement. */
import { enterDemoAgreements } from '@stoa/agreements/contract';
import { namedPeople, steppeBuild, technicianContract } from '@stoa/country-xm';
import { idOf, type Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';

type Item = InputOf<typeof enterDemoAgreements>['items'][number];
const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;
const { worker, accountant } = namedPeople;

const company = { kind: 'organisation', number: steppeBuild.inn, name: steppeBuild.name.en } as const;
const person = ({ snils, nameLatin }: typeof worker) => ({ kind: 'person', number: snils, name: nameLatin }) as const;

/** Days ago, who, contract, act, state, how the case ended, and other terms that were answered. */
type Line = [number, typeof worker, string, string, Item['state'], string?, Item['counter']?];
const known = technicianContract.number;
const lines: readonly Line[] = [
  [400, worker, known, 'conclude', 'concluded', 'registered', { wage: 1300 }],
  [380, accountant, 'EC-2025-000131', 'conclude', 'concluded', 'registered'],
  [200, accountant, 'EC-2025-000131', 'amend', 'concluded', 'registered', { wage: 1750 }],
  [150, worker, known, 'amend', 'declined', 'not-agreed'],
  [120, accountant, 'EC-2026-000031', 'conclude', 'withdrawn', 'withdrawn'],
  [90, worker, known, 'amend', 'lapsed', 'not-agreed', { wage: 1900 }],
  [60, accountant, 'EC-2025-000131', 'notice', 'told', 'registered'],
  [45, accountant, 'EC-2026-000047', 'conclude', 'declined', 'not-agreed', { hours: 30 }],
  [12, accountant, 'EC-2026-000052', 'conclude', 'accepted'],
  [9, worker, known, 'amend', 'open', undefined, { wage: 1650 }],
  [5, accountant, 'EC-2026-000058', 'conclude', 'open', undefined, { hours: 36 }],
  [3, worker, 'EC-2026-000061', 'conclude', 'open'],
  [2, worker, known, 'end', 'open'],
];

const work = { occupation: '3112', hours: 40, trainee: false };
function termsOf(act: string, wage: number, on: (days: number) => string): Item['proposal']['terms'] {
  if (act === 'notice') return { employerGround: 'redundancy', endsOn: on(60) };
  if (act === 'end') return { endsOn: on(30) };
  if (act === 'amend') return { ...work, wage, startsOn: on(14) };
  return { ...work, wage, workRegion: 'XM-01', workAddress: steppeBuild.address, startsOn: on(14), months: 24 };
}
const openOf: Readonly<Record<string, string[]>> = {
  conclude: ['occupation', 'wage', 'hours', 'workAddress', 'startsOn', 'months'],
  amend: ['occupation', 'wage', 'hours', 'startsOn'],
  end: ['endsOn'],
};

/** Days ago, seller, buyer, plate, price, state, how the case ended, and the price that was answered. */
type Sale = [number, Party, Party, string, number, Item['state'], string?, number?];
type Party = Item['proposal']['other'];
const { aigerim } = namedPeople;
const sales: readonly Sale[] = [
  [210, person(aigerim), person(worker), '311KMX01', 2900, 'concluded', 'registered', 2700],
  [95, company, person(accountant), '418TBX01', 11_500, 'concluded', 'registered'],
  [70, person(accountant), person(aigerim), '522HMX01', 5200, 'declined', 'not-agreed'],
  [40, person(worker), person(accountant), '311KMX01', 2600, 'lapsed', 'not-agreed'],
  [4, person(accountant), person(aigerim), '102CXC01', 8400, 'open'],
  [1, company, person(worker), '705AAT01', 6900, 'accepted'],
];

function saleItem(
  [ago, proposer, other, plate, price, state, outcome, answered]: Sale,
  index: number,
  now: number,
): Item {
  const madeAt = new Date(now - ago * day);
  const on = (days: number) => new Date(madeAt.getTime() + days * day).toISOString().slice(0, 10);
  const contract = `VT-${madeAt.getUTCFullYear()}-${String(900_000 + index)}`;
  const terms = { plate, price, handedOverOn: on(12) };
  const proposal = {
    ...{ service: 'vehicle-transfer', caseId: idOf(`demo sale case ${index}`), act: 'sale', contract, law: null },
    ...{ mustAgree: true, proposer, other, until: on(30), terms, open: ['price', 'handedOverOn'] },
  };
  return {
    ...{ key: `sale ${index}`, proposal, madeAt: madeAt.toISOString(), state },
    ...(outcome ? { outcome } : {}),
    ...(answered === undefined ? {} : { counter: { price: answered } }),
  };
}

export async function enterAgreements({ call }: Platform, now: number): Promise<void> {
  const items = lines.map(([ago, who, contract, act, state, outcome, counter], index): Item => {
    const madeAt = new Date(now - ago * day);
    const on = (days: number) => new Date(madeAt.getTime() + days * day).toISOString().slice(0, 10);
    const proposal = {
      ...{ service: 'e-contract', caseId: idOf(`demo contract case ${index}`), act, contract },
      ...{ mustAgree: act !== 'notice', proposer: company, other: person(who), until: on(30) },
      law: act === 'conclude' || act === 'amend' ? 'terms' : null,
      ...{ terms: termsOf(act, 1200 + (index % 4) * 100, on), open: openOf[act] ?? [] },
    };
    return {
      ...{ key: `${contract} ${act} ${ago}`, proposal, madeAt: madeAt.toISOString(), state },
      ...(outcome ? { outcome } : {}),
      ...(counter ? { counter } : {}),
    };
  });
  const sold = sales.map((sale, index) => saleItem(sale, index, now));
  await call(enterDemoAgreements, { items: [...items, ...sold] }, as);
}
