// SPDX-License-Identifier: Apache-2.0
/** Territories of Meridia: the country, its regions, their districts. */
import type { LocalText } from './local-text.ts';

export interface Territory {
  /** `XM`, `XM-01`, `XM-01-02`. */
  readonly code: string;
  readonly kind: 'country' | 'region' | 'district';
  /** Code of the territory it is part of. */
  readonly partOf?: string;
  readonly name: LocalText;
}

const text = (en: string, ru: string, kk: string, uk: string, ar: string): LocalText => ({ en, ru, kk, uk, ar });

export const country: Territory & { readonly kind: 'country' } = {
  code: 'XM',
  kind: 'country',
  name: text('Meridia', 'Меридия', 'Меридия', 'Меридія', 'ميريديا'),
};

const region = (code: string, name: LocalText): Territory => ({ code, kind: 'region', partOf: 'XM', name });
const district = (code: string, name: LocalText): Territory => ({
  code,
  kind: 'district',
  partOf: code.slice(0, 5),
  name,
});

export const regions: readonly Territory[] = [
  region('XM-01', text('Northern Steppe', 'Северная Степь', 'Солтүстік Дала', 'Північний Степ', 'السهوب الشمالية')),
  region('XM-02', text('River Delta', 'Речная Дельта', 'Өзен Атырауы', 'Річкова Дельта', 'دلتا النهر')),
  region('XM-03', text('Coast', 'Побережье', 'Жағалау', 'Узбережжя', 'الساحل')),
];

export const districts: readonly Territory[] = [
  district('XM-01-01', text('Aksu', 'Аксу', 'Ақсу', 'Аксу', 'أقسو')),
  district('XM-01-02', text('Burkit', 'Буркит', 'Бүркіт', 'Буркіт', 'بوركيت')),
  district('XM-01-03', text('Granary', 'Житница', 'Астықты', 'Житниця', 'الأهراء')),
  district('XM-01-04', text('Zhuldyz', 'Жулдыз', 'Жұлдыз', 'Жулдиз', 'جولديز')),
  district('XM-02-01', text('Upper Delta', 'Верхняя Дельта', 'Жоғарғы Атырау', 'Верхня Дельта', 'الدلتا العليا')),
  district('XM-02-02', text('Lower Delta', 'Нижняя Дельта', 'Төменгі Атырау', 'Нижня Дельта', 'الدلتا السفلى')),
  district('XM-02-03', text('Reedmouth', 'Камышовый', 'Қамысты', 'Комишевий', 'القصبة')),
  district('XM-03-01', text('Lighthouse', 'Маяк', 'Шамшырақ', 'Маяк', 'المنارة')),
  district('XM-03-02', text('Port', 'Портовый', 'Айлақ', 'Портовий', 'الميناء')),
  district('XM-03-03', text('Saltmarsh', 'Солончак', 'Сортаң', 'Солончак', 'السبخة')),
];

export const territories: readonly Territory[] = [country, ...regions, ...districts];

/** The territory with that code; undefined when there is none. */
export const territory = (code: string): Territory | undefined => territories.find((known) => known.code === code);

/** Districts of a region. */
export const districtsOf = (regionCode: string): readonly Territory[] =>
  districts.filter((known) => known.partOf === regionCode);

/** Outlines of the regions on a map of 320 by 220, as SVG paths; neighbours share their border. */
export const regionShapes = {
  'XM-01': {
    outline: 'M22 34L58 16L112 24L160 12L214 22L262 14L296 40L288 78L246 92L196 86L150 100L104 94L60 104L30 86Z',
    ...{ x: 158, y: 54 },
  },
  'XM-02': {
    outline: 'M30 86L60 104L104 94L150 100L156 132L142 168L152 200L104 208L62 196L34 170L18 128Z',
    ...{ x: 88, y: 144 },
  },
  'XM-03': {
    outline: 'M150 100L196 86L246 92L288 78L304 112L292 152L262 188L206 206L152 200L142 168L156 132Z',
    ...{ x: 224, y: 142 },
  },
} as const;
