// SPDX-License-Identifier: Apache-2.0
/** Fourteen months of employment contracts, concluded and ended, and the labour market counted by them and by past cases. */
import { enterDemoAgreements } from '@stoa/agreements/contract';
import { companies, Draw, namedPeople, people, permitOccupations, steppeBuild } from '@stoa/country-xm';
import { idOf, type Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { enterDemoLabour } from '@stoa/labour/contract';
import { labourMonths } from './variants.ts';

type Item = InputOf<typeof enterDemoAgreements>['items'][number];
const as = { principal: { kind: 'service', id: 'demo' } } as const;
const [dayMs, atOnce] = [86_400_000, 200];
const contracts = 1500;
/** EUR a month by ISCO-08 major group; somebody earns from three quarters of it to a third more. */
const usualWage = [1700, 3200, 2600, 1900, 1400, 1200, 1150, 1600, 1500, 1000];
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The same people and wages on every start; the days move with it. */
function items(now: number): Item[] {
  const since = labourMonths('e-contract', now) ?? now;
  const named = new Set<string>(Object.values(namedPeople).map(({ snils }) => snils));
  const workers = people().filter(({ snils, birthOn }) => birthOn < '2005' && !named.has(snils));
  const employers = companies().filter(({ inn, status }) => status === 'active' && inn !== steppeBuild.inn);
  const draw = new Draw(1907);
  const share = (now - since - 3 * dayMs) / contracts;
  return Array.from({ length: contracts }, (_, index) => {
    const madeAt = since + Math.round(share * (index + draw.fraction()));
    const worker = workers[(index * 17) % workers.length] ?? namedPeople.worker;
    const employer = draw.from(employers);
    const occupation = draw.from(permitOccupations).code;
    const growth = 1 + (0.05 * index) / contracts;
    const wage = Math.round((usualWage[Number(occupation[0])] ?? 1200) * growth * (0.75 + draw.fraction() * 0.6));
    const number = `EC-2025-${String(700_000 + index)}`;
    const proposal = (act: string, terms: Item['proposal']['terms'], at: number): Item['proposal'] => ({
      ...{ service: 'e-contract', caseId: idOf(`demo contract case ${number} ${act}`), act, contract: number },
      ...{ mustAgree: act !== 'notice', until: isoDay(at + 30 * dayMs), law: null, terms, open: [] },
      proposer: { kind: 'organisation', number: employer.inn, name: employer.name.en },
      other: { kind: 'person', number: worker.snils, name: worker.nameLatin },
    });
    const concluded: Item = {
      ...{ key: `${number} conclude`, madeAt: new Date(madeAt).toISOString(), state: 'concluded' },
      outcome: 'registered',
      proposal: proposal(
        'conclude',
        {
          ...{ occupation, wage, hours: 40, trainee: false, workRegion: employer.regionCode },
          ...{ startsOn: isoDay(madeAt + 14 * dayMs), months: 24 },
        },
        madeAt,
      ),
    };
    const endedAt = madeAt + draw.whole(60, 400) * dayMs;
    if (!draw.chance(0.4) || endedAt > now - 2 * dayMs) return [concluded];
    const act = draw.chance(0.6) ? 'end' : 'notice';
    const ended: Item = {
      ...{ key: `${number} ${act}`, madeAt: new Date(endedAt).toISOString(), outcome: 'registered' },
      state: act === 'end' ? 'concluded' : 'told',
      proposal: proposal(act, { endsOn: isoDay(endedAt + 30 * dayMs) }, endedAt),
    };
    return [concluded, ended];
  })
    .flat()
    .sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1));
}

export async function enterLabour({ call }: Platform, now: number): Promise<void> {
  const all = items(now);
  for (let from = 0; from < all.length; from += atOnce)
    await call(enterDemoAgreements, { items: all.slice(from, from + atOnce) }, as);
  await call(enterDemoLabour, {}, as);
}
