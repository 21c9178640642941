// SPDX-License-Identifier: Apache-2.0
/** Economic activities: ISIC Rev.4 (United Nations, Statistical Papers M/4/Rev.4, 2008), divisions in use in Meridia. */
import type { LocalText } from './local-text.ts';

export interface Activity {
  /** Two-digit division. */
  readonly code: string;
  /** Section, `A` to `U`. */
  readonly section: string;
  readonly title: LocalText;
}

const rows: readonly (readonly [string, string, string, string, string, string, string])[] = [
  [
    '01',
    'A',
    'Crop and animal production',
    'Растениеводство и животноводство',
    'Өсімдік және мал шаруашылығы',
    'Рослинництво і тваринництво',
    'الإنتاج الزراعي والحيواني',
  ],
  [
    '03',
    'A',
    'Fishing and aquaculture',
    'Рыболовство и рыбоводство',
    'Балық аулау және балық өсіру',
    'Рибальство і рибництво',
    'صيد الأسماك وتربية الأحياء المائية',
  ],
  [
    '07',
    'B',
    'Mining of metal ores',
    'Добыча металлических руд',
    'Металл кендерін өндіру',
    'Добування металевих руд',
    'تعدين ركازات الفلزات',
  ],
  [
    '10',
    'C',
    'Manufacture of food products',
    'Производство пищевых продуктов',
    'Тамақ өнімдерін өндіру',
    'Виробництво харчових продуктів',
    'صنع المنتجات الغذائية',
  ],
  [
    '14',
    'C',
    'Manufacture of wearing apparel',
    'Производство одежды',
    'Киім өндіру',
    'Виробництво одягу',
    'صنع الملابس',
  ],
  [
    '25',
    'C',
    'Manufacture of fabricated metal products',
    'Производство металлических изделий',
    'Металл бұйымдарын өндіру',
    'Виробництво металевих виробів',
    'صنع منتجات المعادن المشكّلة',
  ],
  [
    '35',
    'D',
    'Electricity, gas and steam supply',
    'Снабжение электроэнергией, газом и паром',
    'Электр энергиясымен, газбен және бумен жабдықтау',
    'Постачання електроенергії, газу та пари',
    'إمدادات الكهرباء والغاز والبخار',
  ],
  [
    '38',
    'E',
    'Waste collection and treatment',
    'Сбор и обработка отходов',
    'Қалдықтарды жинау және өңдеу',
    'Збирання та оброблення відходів',
    'جمع النفايات ومعالجتها',
  ],
  [
    '41',
    'F',
    'Construction of buildings',
    'Строительство зданий',
    'Ғимараттар салу',
    'Будівництво будівель',
    'تشييد المباني',
  ],
  [
    '42',
    'F',
    'Civil engineering',
    'Строительство инженерных сооружений',
    'Инженерлік құрылыстар салу',
    'Будівництво інженерних споруд',
    'الهندسة المدنية',
  ],
  ['46', 'G', 'Wholesale trade', 'Оптовая торговля', 'Көтерме сауда', 'Оптова торгівля', 'تجارة الجملة'],
  ['47', 'G', 'Retail trade', 'Розничная торговля', 'Бөлшек сауда', 'Роздрібна торгівля', 'تجارة التجزئة'],
  ['49', 'H', 'Land transport', 'Сухопутный транспорт', 'Құрлық көлігі', 'Наземний транспорт', 'النقل البري'],
  ['50', 'H', 'Water transport', 'Водный транспорт', 'Су көлігі', 'Водний транспорт', 'النقل المائي'],
  ['55', 'I', 'Accommodation', 'Гостиницы и размещение', 'Тұру қызметтері', 'Тимчасове розміщення', 'خدمات الإقامة'],
  [
    '56',
    'I',
    'Food and beverage services',
    'Общественное питание',
    'Қоғамдық тамақтандыру',
    'Громадське харчування',
    'خدمات الطعام والشراب',
  ],
  [
    '62',
    'J',
    'Computer programming and consultancy',
    'Разработка программ и консультации',
    'Бағдарламалау және кеңес беру',
    'Програмування та консультування',
    'البرمجة والاستشارات الحاسوبية',
  ],
  [
    '84',
    'O',
    'Public administration',
    'Государственное управление',
    'Мемлекеттік басқару',
    'Державне управління',
    'الإدارة العامة',
  ],
  ['85', 'P', 'Education', 'Образование', 'Білім беру', 'Освіта', 'التعليم'],
  ['86', 'Q', 'Human health activities', 'Здравоохранение', 'Денсаулық сақтау', 'Охорона здоров’я', 'أنشطة الصحة'],
];

export const activities: readonly Activity[] = rows.map(([code, section, en, ru, kk, uk, ar]) => ({
  code,
  section,
  title: { en, ru, kk, uk, ar },
}));

/** The ISIC division with that code, of those in use; undefined otherwise. */
export const activity = (code: string): Activity | undefined => activities.find((known) => known.code === code);
