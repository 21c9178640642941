// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from './local-text.ts';

export type LegalForm = 'llp' | 'jsc' | 'cooperative';

/** How a company of each form writes its name; `{}` is the brand. */
export const legalForms: Readonly<Record<LegalForm, LocalText>> = {
  llp: { en: '{} LLP', ru: 'ТОО «{}»', kk: '«{}» ЖШС', uk: 'ТОВ «{}»', ar: 'شركة {} ذ.م.م' },
  jsc: { en: '{} JSC', ru: 'АО «{}»', kk: '«{}» АҚ', uk: 'АТ «{}»', ar: 'شركة {} المساهمة' },
  cooperative: {
    en: '{} Cooperative',
    ru: 'Кооператив «{}»',
    kk: '«{}» кооперативі',
    uk: 'Кооператив «{}»',
    ar: 'تعاونية {}',
  },
};

const first: readonly LocalText[] = [
  { en: 'Delta', ru: 'Дельта', kk: 'Дельта', uk: 'Дельта', ar: 'دلتا' },
  { en: 'Meridian', ru: 'Меридиан', kk: 'Меридиан', uk: 'Меридіан', ar: 'ميريديان' },
  { en: 'Orion', ru: 'Орион', kk: 'Орион', uk: 'Оріон', ar: 'أوريون' },
  { en: 'Altair', ru: 'Альтаир', kk: 'Альтаир', uk: 'Альтаїр', ar: 'ألتاير' },
  { en: 'Horizon', ru: 'Горизонт', kk: 'Горизонт', uk: 'Горизонт', ar: 'هورايزن' },
  { en: 'Atlas', ru: 'Атлас', kk: 'Атлас', uk: 'Атлас', ar: 'أطلس' },
  { en: 'Vector', ru: 'Вектор', kk: 'Вектор', uk: 'Вектор', ar: 'فيكتور' },
  { en: 'Bereke', ru: 'Береке', kk: 'Береке', uk: 'Береке', ar: 'بيريكي' },
];
const second: readonly LocalText[] = [
  { en: 'Build', ru: 'Строй', kk: 'Құрылыс', uk: 'Буд', ar: 'للبناء' },
  { en: 'Trade', ru: 'Торг', kk: 'Сауда', uk: 'Торг', ar: 'للتجارة' },
  { en: 'Agro', ru: 'Агро', kk: 'Агро', uk: 'Агро', ar: 'الزراعية' },
  { en: 'Energy', ru: 'Энерго', kk: 'Энерго', uk: 'Енерго', ar: 'للطاقة' },
  { en: 'Trans', ru: 'Транс', kk: 'Транс', uk: 'Транс', ar: 'للنقل' },
  { en: 'Metal', ru: 'Металл', kk: 'Металл', uk: 'Метал', ar: 'للمعادن' },
  { en: 'Service', ru: 'Сервис', kk: 'Сервис', uk: 'Сервіс', ar: 'للخدمات' },
  { en: 'Food', ru: 'Фуд', kk: 'Фуд', uk: 'Фуд', ar: 'للأغذية' },
];

/** 64 brands, each once. */
export const brandNames: readonly LocalText[] = second.flatMap((end) =>
  first.map((start) => ({
    en: `${start.en} ${end.en}`,
    ru: `${start.ru} ${end.ru}`,
    kk: `${start.kk} ${end.kk}`,
    uk: `${start.uk} ${end.uk}`,
    ar: `${start.ar} ${end.ar}`,
  })),
);
