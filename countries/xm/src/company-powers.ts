// SPDX-License-Identifier: Apache-2.0
/** What companies of Meridia let people and agencies do, over some years: the same on every run. */
import { abacusBureau, companies, type Company } from './companies.ts';
import { people } from './people.ts';
import { Draw } from './random.ts';

export interface CompanyPower {
  readonly key: string;
  readonly giver: Company;
  readonly taker:
    | { readonly person: { readonly snils: string; readonly nameLatin: string } }
    | { readonly company: Company };
  readonly role: 'accountant' | 'agent' | 'representative' | 'attorney';
  readonly services?: readonly string[];
  readonly acts?: readonly ('read' | 'apply' | 'pay')[];
  readonly from: string;
  readonly until?: string;
  readonly state: 'offered' | 'accepted' | 'withdrawn';
}

/** Several representatives of forty companies; some of what they held is over. */
export function companyPowers(): readonly CompanyPower[] {
  const draw = new Draw(20_260_312);
  const grown = people().filter(({ birthOn, foreigner }) => birthOn < '2002' && !foreigner);
  const givers = companies()
    .filter(({ status, inn }) => status === 'active' && inn !== abacusBureau.inn)
    .slice(0, 40);
  return givers.flatMap((giver, at) => {
    const given = Array.from({ length: draw.whole(2, 4) }, (_, index): CompanyPower => {
      const over = draw.chance(0.25);
      const wide = draw.chance(0.2);
      return {
        ...{ key: `${giver.inn} ${index}`, giver, taker: { person: draw.from(grown) } },
        role: draw.from(['accountant', 'agent', 'representative', 'attorney'] as const),
        ...(wide
          ? {}
          : { services: ['work-permit'], acts: draw.chance(0.5) ? (['read', 'apply'] as const) : (['read'] as const) }),
        ...{ from: draw.date(2021, 2025), state: over ? 'withdrawn' : draw.chance(0.08) ? 'offered' : 'accepted' },
        ...(over ? { until: '2026-03-31' } : {}),
      };
    });
    const books: CompanyPower[] =
      at % 3 === 0
        ? [
            {
              ...{ key: `${giver.inn} books`, giver, taker: { company: abacusBureau }, role: 'accountant' },
              ...{ services: ['work-permit'], acts: ['read', 'apply', 'pay'], from: '2024-01-15', state: 'accepted' },
            },
          ]
        : [];
    return [...given, ...books];
  });
}
