// SPDX-License-Identifier: Apache-2.0
/** Fees of Meridia, and a year of what people and companies were asked for, paid, got back and disputed: the same on every run. */
import { abacusBureau, companies, steppeBuild } from './companies.ts';
import { localDate } from './calendar.ts';
import type { LocalText } from './local-text.ts';
import { namedPeople } from './named-people.ts';
import { people } from './people.ts';
import { Draw } from './random.ts';

export interface DemoFee {
  readonly code: string;
  readonly title: LocalText;
  readonly amountMinor: number;
  readonly fromOn: string;
  readonly territory?: string;
  readonly act: string;
  readonly clause: string;
  readonly draft?: boolean;
}
const text = (en: string, ru: string, kk: string, uk: string, ar: string): LocalText => ({ en, ru, kk, uk, ar });
const act = 'State Fees Act of 2019';
const titles: Readonly<Record<string, LocalText>> = {
  'work-permit': text('Work permit', 'Разрешение на работу', 'Жұмыс істеу рұқсаты', 'Дозвіл на роботу', 'تصريح العمل'),
  'visit-visa': text('Visit visa', 'Гостевая виза', 'Қонақ визасы', 'Гостьова віза', 'تأشيرة زيارة'),
  'family-residence': text(
    'Residence of a family',
    'Проживание семьи',
    'Отбасының тұруы',
    'Проживання сім’ї',
    'إقامة العائلة',
  ),
  'company-entry': text(
    'Entry of a company',
    'Регистрация компании',
    'Компанияны тіркеу',
    'Реєстрація компанії',
    'تسجيل شركة',
  ),
  'land-extract': text('Extract about land', 'Выписка о земле', 'Жер туралы үзінді', 'Витяг про землю', 'مستخرج أرض'),
  'vehicle-plates': text('Vehicle plates', 'Номерные знаки', 'Көлік нөмірлері', 'Номерні знаки', 'لوحات مركبة'),
  'diploma-recognition': text(
    'Recognition of a diploma',
    'Признание диплома',
    'Дипломды тану',
    'Визнання диплома',
    'معادلة شهادة',
  ),
  'building-permit': text(
    'Building permit',
    'Разрешение на стройку',
    'Құрылыс рұқсаты',
    'Дозвіл на будівництво',
    'تصريح بناء',
  ),
};
const amounts: Readonly<Record<string, number>> = {
  ...{ 'work-permit': 12_000, 'visit-visa': 3000, 'family-residence': 4500, 'company-entry': 8000 },
  ...{ 'land-extract': 900, 'vehicle-plates': 2600, 'diploma-recognition': 3500, 'building-permit': 26_000 },
};
const codes = Object.keys(titles);
const titleOf = (code: string): LocalText => titles[code] ?? text(code, code, code, code, code);
const amountOf = (code: string) => amounts[code] ?? 1000;

/** In force since some years; a region of its own price, a version to come that waits for a second person. */
export function demoFees(now: number): readonly DemoFee[] {
  return [
    ...codes.map((code, at) => ({
      ...{
        code,
        title: titleOf(code),
        amountMinor: amountOf(code),
        fromOn: '2024-01-01',
        act,
        clause: `art. ${at + 4}`,
      },
    })),
    ...['building-permit', 'land-extract'].map((code) => ({
      ...{ code, title: titleOf(code), amountMinor: Math.round(amountOf(code) * 0.8), fromOn: '2025-01-01' },
      ...{ territory: 'XM-02', act: 'Council of the River Delta, decision 40', clause: 'item 2' },
    })),
    {
      ...{ code: 'visit-visa', title: titleOf('visit-visa'), amountMinor: 3200, fromOn: dayAt(now, -60) },
      ...{ act, clause: 'art. 5, as amended', draft: true },
    },
  ];
}

export interface DemoPayment {
  readonly key: string;
  readonly payer: { readonly kind: 'organisation' | 'person'; readonly number: string };
  readonly lines: readonly { readonly code: string; readonly title: LocalText; readonly amountMinor: number }[];
  readonly askedOn: string;
  readonly paid?: {
    readonly way: 'bank' | 'stripe' | 'initiation' | 'transfer';
    readonly on: string;
    readonly amountMinor: number;
  };
  readonly refund?: {
    readonly amountMinor: number;
    readonly on: string;
    readonly reason: string;
    readonly waits?: boolean;
  };
  readonly dispute?: { readonly on: string; readonly reason: string; readonly lost?: boolean };
  readonly exemption?: { readonly act: string; readonly clause: string };
  readonly expired?: boolean;
}

const dayMs = 86_400_000;
const dayAt = (now: number, daysAgo: number) => localDate(new Date(now - daysAgo * dayMs));
const lineOf = (code: string) => ({ code, title: titleOf(code), amountMinor: amountOf(code) });
const reasons = ['The application was withdrawn', 'Paid twice by the applicant', 'The fee was asked by mistake'];
const exempt = { act, clause: 'art. 12, families with many children' };

/** Some of everything for those whom visitors sign in as. */
function named(now: number): DemoPayment[] {
  const company = (inn: string) => ({ kind: 'organisation' as const, number: inn });
  const person = (number: string) => ({ kind: 'person' as const, number });
  const [steppe, abacus, rahul] = [
    company(steppeBuild.inn),
    company(abacusBureau.inn),
    person(namedPeople.worker.snils),
  ];
  const paid = (way: NonNullable<DemoPayment['paid']>['way'], daysAgo: number, amountMinor: number) => ({
    paid: { way, on: dayAt(now, daysAgo), amountMinor },
  });
  const one = (key: string, payer: DemoPayment['payer'], wanted: readonly string[], daysAgo: number): DemoPayment => ({
    ...{ key: `named ${key}`, payer, lines: wanted.map(lineOf), askedOn: dayAt(now, daysAgo) },
  });
  return [
    one('steppe open', steppe, ['vehicle-plates'], 6),
    one('steppe open too', steppe, ['land-extract'], 4),
    { ...one('steppe part', steppe, ['building-permit'], 20), ...paid('transfer', 12, 10_000) },
    { ...one('steppe paid', steppe, ['work-permit', 'diploma-recognition'], 70), ...paid('bank', 66, 15_500) },
    {
      ...{ ...one('steppe refunded', steppe, ['company-entry'], 120), ...paid('stripe', 118, 8000) },
      refund: { amountMinor: 3000, on: dayAt(now, 101), reason: reasons[1] ?? '' },
    },
    {
      ...{ ...one('steppe disputed', steppe, ['vehicle-plates'], 30), ...paid('stripe', 29, 2600) },
      dispute: { on: dayAt(now, 3), reason: 'fraudulent' },
    },
    one('abacus open', abacus, ['company-entry'], 9),
    { ...one('abacus paid', abacus, ['land-extract'], 50), ...paid('initiation', 49, 900) },
    one('rahul open', rahul, ['diploma-recognition'], 11),
    { ...one('rahul paid', rahul, ['family-residence'], 90), ...paid('bank', 88, 4500) },
    { ...one('rahul exempt', rahul, ['land-extract'], 40), exemption: exempt },
  ];
}

export function demoPayments(now: number): readonly DemoPayment[] {
  const draw = new Draw(20_261_130);
  const firms = companies().filter(({ status, inn }) => status === 'active' && inn !== steppeBuild.inn);
  const grown = people().filter(({ birthOn }) => birthOn < '2004');
  const rest = Array.from({ length: 3000 }, (_, at): DemoPayment => {
    const isFirm = draw.chance(0.35);
    const payer = isFirm
      ? { kind: 'organisation' as const, number: draw.from(firms).inn }
      : { kind: 'person' as const, number: draw.from(grown).snils };
    const code = draw.from(codes);
    const wanted = draw.chance(0.12) ? [code, 'land-extract'] : [code];
    const lines = [...new Set(wanted)].map(lineOf);
    const whole = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    // More in spring, and on days of work.
    const age = 1 + Math.floor(draw.fraction() ** 1.15 * 365);
    const [wait, luck] = [draw.whole(0, 9), draw.fraction()];
    const way = draw.from(['bank', 'bank', 'bank', 'stripe', 'initiation', 'transfer'] as const);
    const base = { key: String(at), payer, lines, askedOn: dayAt(now, age) };
    if (luck < 0.02) return { ...base, exemption: exempt };
    if (luck < 0.05) return age > 60 ? { ...base, expired: true } : base;
    // Nothing happens today: its hours may still be to come.
    if (age <= wait + 1 || luck < 0.07) return base;
    const on = dayAt(now, age - wait);
    if (luck < 0.09) return { ...base, paid: { way, on, amountMinor: Math.round(whole / 2) } };
    const paid = { way, on, amountMinor: whole };
    const gap = draw.whole(3, 30);
    const later = dayAt(now, age - wait - gap);
    const reason = draw.from(reasons);
    if (age - wait - gap < 1) return { ...base, paid };
    if (luck < 0.12)
      return {
        ...base,
        paid,
        refund: { amountMinor: draw.chance(0.5) ? whole : Math.round(whole / 3), on: later, reason },
      };
    if (luck < 0.125 && way !== 'transfer' && age < 40)
      return { ...base, paid, refund: { amountMinor: Math.round(whole / 2), on: later, reason, waits: true } };
    if (luck < 0.13 && way === 'stripe')
      return { ...base, paid, dispute: { on: later, reason: 'fraudulent', lost: age > 30 } };
    return { ...base, paid };
  });
  return [...named(now), ...rest];
}
