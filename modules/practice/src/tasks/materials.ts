// SPDX-License-Identifier: Apache-2.0
/** Letters that the tasks are about. A number of its own in each subject keeps one from being taken for a double of another. */
import type { Language } from '@stoa/kernel/contract';

const say = (en: string, ru: string, kk: string, uk: string, ar: string): Record<Language, string> => ({
  ...{ en, ru, kk, uk, ar },
});

export const sender = say('Office of Roads', 'Управление дорог', 'Жол басқармасы', 'Управління доріг', 'مكتب الطرق');
export const colleague = say(
  'Practice colleague',
  'Учебный коллега',
  'Оқу әріптесі',
  'Навчальний колега',
  'زميل التدريب',
);

const subjects = {
  road: say(
    'repair of the road to Aksu before winter',
    'ремонт дороги на Аксу до зимы',
    'Ақсу жолын қысқа дейін жөндеу',
    'ремонт дороги на Аксу до зими',
    'إصلاح الطريق إلى أكسو قبل الشتاء',
  ),
  kindergartens: say(
    'places in kindergartens for children of road workers',
    'места в детских садах для детей дорожных рабочих',
    'жол жұмысшыларының балаларына балабақшадан орын',
    'місця в дитячих садках для дітей дорожніх робітників',
    'أماكن في رياض الأطفال لأبناء عمال الطرق',
  ),
  buses: say(
    'school buses in the northern districts',
    'школьные автобусы в северных районах',
    'солтүстік аудандардағы мектеп автобустары',
    'шкільні автобуси в північних районах',
    'الحافلات المدرسية في المناطق الشمالية',
  ),
  bridge: say(
    'a new bridge is open, for your information',
    'открытие нового моста, для сведения',
    'жаңа көпірдің ашылуы, мәлімет үшін',
    'відкриття нового мосту, до відома',
    'افتتاح جسر جديد، للعلم',
  ),
  vacancies: say(
    'how many workers are wanted at the roadworks',
    'сколько рабочих требуется на ремонте дорог',
    'жол жөндеуге қанша жұмысшы керек',
    'скільки робітників потрібно на ремонті доріг',
    'كم عاملا مطلوبا في أعمال الطرق',
  ),
  flood: say(
    'preparing for the flood season',
    'подготовка к паводку',
    'су тасқынына дайындық',
    'підготовка до паводка',
    'الاستعداد لموسم الفيضان',
  ),
  snow: say(
    'clearing snow last winter',
    'уборка снега прошлой зимой',
    'өткен қыста қар тазалау',
    'прибирання снігу минулої зими',
    'إزالة الثلج في الشتاء الماضي',
  ),
  leave: say(
    'memorandum on leave in summer',
    'записка об отпусках летом',
    'жазғы демалыс туралы жазба',
    'записка про відпустки влітку',
    'مذكرة عن إجازات الصيف',
  ),
  hostel: say(
    'free places in the hostel for road workers',
    'свободные места в общежитии дорожников',
    'жолшылар жатақханасындағы бос орындар',
    'вільні місця в гуртожитку дорожників',
    'الأماكن الشاغرة في سكن عمال الطرق',
  ),
  signs: say(
    'the plan of road signs for next year',
    'план дорожных знаков на будущий год',
    'келесі жылғы жол белгілерінің жоспары',
    'план дорожніх знаків на наступний рік',
    'خطة إشارات الطرق للسنة القادمة',
  ),
  width: say(
    'answer on the width of the road to Aksu',
    'ответ о ширине дороги на Аксу',
    'Ақсу жолының ені туралы жауап',
    'відповідь про ширину дороги на Аксу',
    'رد بشأن عرض الطريق إلى أكسو',
  ),
};
export type Matter = keyof typeof subjects;

export const subjectOf = (matter: Matter, number: number, language: Language): string =>
  `${number}: ${subjects[matter][language]}`;

export const workTexts = {
  instruction: say(
    'Find it out and report',
    'Выяснить и доложить',
    'Анықтап, баяндау',
    'З’ясувати й доповісти',
    'تحققوا وأفيدوا',
  ),
  emptyReport: say('Done', 'Сделано', 'Орындалды', 'Зроблено', 'تم'),
} as const;
