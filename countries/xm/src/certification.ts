// SPDX-License-Identifier: Apache-2.0
/** Candidates that Meridia refused last year: one for each kind of check, with the reason that stopped it. */
import { inEachLanguage, languages, type LocalText } from './local-text.ts';

const say = (...texts: readonly [string, string, string, string, string]): LocalText =>
  inEachLanguage((language) => texts[languages.indexOf(language)] ?? texts[0]);

export interface RefusedCandidate {
  readonly serviceId: string;
  readonly title: LocalText;
  readonly suite: 'functional' | 'load' | 'safety' | 'interface' | 'legal';
  readonly clause: string;
  readonly evidence: string;
  readonly reason: string;
  readonly daysAgo: number;
}

export const refusedCandidates: readonly RefusedCandidate[] = [
  {
    ...{ serviceId: 'fishing-licence', suite: 'functional', clause: '4.2', daysAgo: 210 },
    title: say('Fishing licence', 'Лицензия на рыбалку', 'Балық аулау лицензиясы', 'Ліцензія на риболовлю', 'رخصة صيد'),
    evidence: 'scenarios/pensioner.yaml: expects fee 0 but it is 1500',
    reason: 'Pensioners would pay a fee that the Fisheries Act waives. Correct the fee table and bring it again.',
  },
  {
    ...{ serviceId: 'school-place', suite: 'load', clause: '5.1', daysAgo: 165 },
    title: say('Place at a school', 'Место в школе', 'Мектептегі орын', 'Місце в школі', 'مقعد في مدرسة'),
    evidence: 'load.yaml must say casesPerMonth, busiestHourShare and pageP95Ms',
    reason: 'Everybody applies on the same morning of April, and no load is declared.',
  },
  {
    ...{ serviceId: 'pension-statement', suite: 'safety', clause: '6.4', daysAgo: 120 },
    title: say(
      'Statement of pension rights',
      'Справка о пенсионных правах',
      'Зейнетақы құқықтары туралы анықтама',
      'Довідка про пенсійні права',
      'بيان حقوق التقاعد',
    ),
    evidence: 'notifications.yaml: issued names {answers.snils}',
    reason: 'Messages would name the number of the person. Take it out of the texts.',
  },
  {
    ...{ serviceId: 'street-trade', suite: 'interface', clause: '7.1', daysAgo: 75 },
    title: say(
      'Permit for street trade',
      'Разрешение на уличную торговлю',
      'Көше саудасына рұқсат',
      'Дозвіл на вуличну торгівлю',
      'تصريح تجارة في الشارع',
    ),
    evidence: 'facts/description is missing in ar',
    reason: 'The description and four questions are not there in Arabic.',
  },
  {
    ...{ serviceId: 'tree-felling', suite: 'legal', clause: '8.2', daysAgo: 31 },
    title: say(
      'Permit to fell a tree',
      'Разрешение на вырубку дерева',
      'Ағаш кесуге рұқсат',
      'Дозвіл на рубку дерева',
      'تصريح قطع شجرة',
    ),
    evidence: 'decision.dmn: decision-protected "Green Spaces Act, Art. 9" ended on 2025-12-31',
    reason: 'Its ground of refusal rests on an article that has ended.',
  },
];
