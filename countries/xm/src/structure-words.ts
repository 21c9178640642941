// SPDX-License-Identifier: Apache-2.0
/** Words for units, posts and reasons, which all offices share. */
import type { LocalText } from './local-text.ts';

const text = (en: string, ru: string, kk: string, uk: string, ar: string): LocalText => ({ en, ru, kk, uk, ar });

export const unitNames = {
  head: text('Office of the head', 'Аппарат руководителя', 'Басшы аппараты', 'Апарат керівника', 'مكتب الرئيس'),
  papers: text('Records', 'Канцелярия', 'Кеңсе', 'Канцелярія', 'ديوان المحفوظات'),
  law: text('Legal unit', 'Юридический отдел', 'Заң бөлімі', 'Юридичний відділ', 'الوحدة القانونية'),
  money: text('Finance', 'Финансовый отдел', 'Қаржы бөлімі', 'Фінансовий відділ', 'المالية'),
  people: text('Staff', 'Отдел кадров', 'Кадрлар бөлімі', 'Відділ кадрів', 'شؤون الموظفين'),
  reception: text('Reception', 'Приём граждан', 'Азаматтарды қабылдау', 'Приймання громадян', 'استقبال المواطنين'),
  main: text('Main unit', 'Основной отдел', 'Негізгі бөлім', 'Основний відділ', 'الوحدة الرئيسية'),
  control: text('Inspection', 'Отдел контроля', 'Бақылау бөлімі', 'Відділ контролю', 'التفتيش'),
  computing: text('Computing', 'Отдел информатики', 'Информатика бөлімі', 'Відділ інформатики', 'المعلوماتية'),
} satisfies Record<string, LocalText>;
export type UnitName = keyof typeof unitNames;

export const postTitles = {
  head: text('Head', 'Руководитель', 'Басшы', 'Керівник', 'رئيس'),
  deputy: text('Deputy head', 'Заместитель руководителя', 'Басшының орынбасары', 'Заступник керівника', 'نائب الرئيس'),
  unitHead: text('Head of unit', 'Начальник отдела', 'Бөлім бастығы', 'Начальник відділу', 'رئيس وحدة'),
  chief: text('Chief specialist', 'Главный специалист', 'Бас маман', 'Головний спеціаліст', 'كبير أخصائيين'),
  specialist: text('Specialist', 'Специалист', 'Маман', 'Спеціаліст', 'أخصائي'),
  clerk: text('Clerk', 'Делопроизводитель', 'Іс жүргізуші', 'Діловод', 'كاتب'),
} satisfies Record<string, LocalText>;
export type PostTitle = keyof typeof postTitles;

/** Why somebody stands for another. */
export const absences = ['Annual leave', 'Business trip', 'Sick leave', 'Training'] as const;
