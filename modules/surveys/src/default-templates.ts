// SPDX-License-Identifier: Apache-2.0
/**
 * Questionnaires a new circuit starts with: the five-point scale on organisation, comfort, goodwill and competence
 * (RF Government resolution No. 882 of 11.06.2025), an overall mark and free words.
 */
import type { ModuleRuntime } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type { publishTemplate as publishOperation, Question } from './contract.ts';
import { versionFor } from './queries.ts';
import { renameTypes } from './store.ts';
import { assignTemplate, overallQuestion, publishTemplate } from './templates.ts';

const text = (en: string, ru: string, kk: string, uk: string, ar: string): LocalText => ({ en, ru, kk, uk, ar });
const scale = (code: string, words: LocalText): Question => ({ code, kind: 'scale', text: words });

const labels = [
  text('Very poor', 'Очень плохо', 'Өте нашар', 'Дуже погано', 'سيئ جدًا'),
  text('Poor', 'Плохо', 'Нашар', 'Погано', 'سيئ'),
  text('Fair', 'Удовлетворительно', 'Орташа', 'Задовільно', 'مقبول'),
  text('Good', 'Хорошо', 'Жақсы', 'Добре', 'جيد'),
  text('Very good', 'Очень хорошо', 'Өте жақсы', 'Дуже добре', 'جيد جدًا'),
];

const core: readonly Question[] = [
  scale(
    'organisation',
    text(
      'How well was the service organised: waiting, clear steps, deadlines kept?',
      'Насколько хорошо была организована услуга: ожидание, понятность шагов, соблюдение сроков?',
      'Қызмет қаншалықты жақсы ұйымдастырылды: күту уақыты, қадамдардың түсініктілігі, мерзімдердің сақталуы?',
      'Наскільки добре було організовано послугу: очікування, зрозумілість кроків, дотримання строків?',
      'ما مدى جودة تنظيم الخدمة: الانتظار ووضوح الخطوات والالتزام بالمواعيد؟',
    ),
  ),
  scale(
    'comfort',
    text(
      'How comfortable was it to get the service?',
      'Насколько комфортно было получать услугу?',
      'Қызметті алу қаншалықты жайлы болды?',
      'Наскільки комфортно було отримувати послугу?',
      'ما مدى الراحة عند الحصول على الخدمة؟',
    ),
  ),
  scale(
    'goodwill',
    text(
      'How polite and attentive were the staff?',
      'Насколько вежливы и внимательны были сотрудники?',
      'Қызметкерлер қаншалықты сыпайы әрі ілтипатты болды?',
      'Наскільки ввічливими й уважними були працівники?',
      'ما مدى لطف الموظفين واهتمامهم؟',
    ),
  ),
  scale(
    'competence',
    text(
      'How competent were the staff?',
      'Насколько компетентны были сотрудники?',
      'Қызметкерлер қаншалықты білікті болды?',
      'Наскільки компетентними були працівники?',
      'ما مدى كفاءة الموظفين؟',
    ),
  ),
];
const closing: readonly Question[] = [
  scale(
    overallQuestion,
    text(
      'How do you rate the service overall?',
      'Как вы оцениваете услугу в целом?',
      'Қызметті жалпы қалай бағалайсыз?',
      'Як ви оцінюєте послугу загалом?',
      'ما تقييمك العام للخدمة؟',
    ),
  ),
  {
    code: 'comment',
    kind: 'text',
    text: text(
      'What should we improve?',
      'Что нам стоит улучшить?',
      'Нені жақсартуымыз керек?',
      'Що нам варто поліпшити?',
      'ما الذي ينبغي أن نحسّنه؟',
    ),
    hint: text(
      'You may leave this empty. Please do not name people.',
      'Можно не заполнять. Пожалуйста, не называйте людей по имени.',
      'Бос қалдыруға болады. Адамдардың атын атамауыңызды сұраймыз.',
      'Можна не заповнювати. Будь ласка, не називайте людей на ім’я.',
      'يمكنك ترك هذا الحقل فارغًا. نرجو عدم ذكر أسماء أشخاص.',
    ),
  },
];

const introduction = text(
  'Your answers are counted without your name. It takes about two minutes.',
  'Ваши ответы учитываются без указания имени. Это займёт около двух минут.',
  'Жауаптарыңыз атыңыз көрсетілмей есептеледі. Бұл шамамен екі минут алады.',
  'Ваші відповіді враховуються без зазначення імені. Це займе близько двох хвилин.',
  'تُحتسب إجاباتك دون ذكر اسمك. يستغرق ذلك نحو دقيقتين.',
);

type Template = InputOf<typeof publishOperation>;
const general: Template = {
  templateCode: 'public-service',
  title: text(
    'Rate the service you received',
    'Оцените полученную услугу',
    'Алған қызметіңізді бағалаңыз',
    'Оцініть отриману послугу',
    'قيّم الخدمة التي حصلت عليها',
  ),
  introduction,
  scale: labels,
  questions: [...core, ...closing],
};
const clinic: Template = {
  ...general,
  templateCode: 'clinic-visit',
  title: text(
    'Rate your visit to the clinic',
    'Оцените посещение поликлиники',
    'Емханаға баруыңызды бағалаңыз',
    'Оцініть візит до поліклініки',
    'قيّم زيارتك للعيادة',
  ),
  questions: [
    ...core,
    scale(
      'explanation',
      text(
        'How clearly were the examination and treatment explained?',
        'Насколько понятно объяснили обследование и лечение?',
        'Тексеру мен емдеу қаншалықты түсінікті айтылды?',
        'Наскільки зрозуміло пояснили обстеження та лікування?',
        'ما مدى وضوح شرح الفحص والعلاج؟',
      ),
    ),
    ...closing,
  ],
};

/** Publishes what a new circuit starts with; where somebody has assigned questionnaires already, nothing is touched. */
export async function publishDefaults(module: ModuleRuntime): Promise<void> {
  await module.tx({ kind: 'service', id: module.name }, async (tx) => {
    await renameTypes(tx, module.country.formerSpheres ?? {});
    if (await versionFor(tx, '*', 'country')) return;
    for (const template of [general, clinic]) await publishTemplate(tx, template);
    await assignTemplate(tx, { templateCode: general.templateCode });
    await assignTemplate(tx, { organisationType: 'health-care', templateCode: clinic.templateCode });
  });
}
