// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from '@stoa/kernel/contract';
import type { History } from '../case/index.ts';
import type { TimelineEntry } from '../contract.ts';

/** English, Russian, Kazakh, Ukrainian and Arabic, in a line of its own each. */
const text = (line: string): LocalText => {
  const [en = '', ru = '', kk = '', uk = '', ar = ''] = line.split(' | ');
  return { en, ru, kk, uk, ar };
};

const texts: Readonly<Record<string, LocalText>> = {
  submitted: text('Application sent | Заявление отправлено | Өтініш жіберілді | Заяву надіслано | تم إرسال الطلب'),
  'fee-asked': text(
    'Fee to be paid | Нужно оплатить сбор | Алым төлеу керек | Потрібно сплатити збір | رسوم مستحقة الدفع',
  ),
  'fee-paid': text('Fee paid | Сбор оплачен | Алым төленді | Збір сплачено | تم دفع الرسوم'),
  'no-fee': text('No fee to pay | Сбор не взимается | Алым алынбайды | Збір не стягується | لا توجد رسوم'),
  'fee-refunded': text('Fee returned | Сбор возвращён | Алым қайтарылды | Збір повернено | أُعيدت الرسوم'),
  'paid-after-end': text(
    'Payment arrived after the end: to be returned | Оплата поступила после завершения: подлежит возврату | Төлем аяқталғаннан кейін түсті: қайтарылады | Оплата надійшла після завершення: підлягає поверненню | وصلت الدفعة بعد الإغلاق: يجب ردها',
  ),
  'check-asked': text(
    'Another department is asked | Запрос в другое ведомство | Басқа ведомствоға сұрау | Запит до іншого відомства | تم سؤال جهة أخرى',
  ),
  'check-answered': text(
    'The department answered | Ведомство ответило | Ведомство жауап берді | Відомство відповіло | أجابت الجهة',
  ),
  'card-sent': text(
    'Rendered service reported | Оказанная услуга передана на оценку | Көрсетілген қызмет бағалауға берілді | Надану послугу передано на оцінювання | أُبلغ عن الخدمة المقدمة',
  ),
  'card-answered': text(
    'Report of the service accepted | Сведения об услуге приняты | Қызмет туралы мәлімет қабылданды | Відомості про послугу прийнято | قُبل إبلاغ الخدمة',
  ),
  'task-opened': text(
    'Waits for an officer | Ожидает сотрудника | Қызметкерді күтуде | Очікує на працівника | بانتظار موظف',
  ),
  'task-claimed': text(
    'An officer took the case | Сотрудник взял дело | Қызметкер істі алды | Працівник узяв справу | استلم موظف المعاملة',
  ),
  'task-released': text(
    'The officer gave the case back | Сотрудник вернул дело | Қызметкер істі қайтарды | Працівник повернув справу | أعاد الموظف المعاملة',
  ),
  'task-finished': text('A check is done | Проверка выполнена | Тексеру аяқталды | Перевірку виконано | اكتمل فحص'),
  'task-reassigned': text(
    'Given to another officer | Передано другому сотруднику | Басқа қызметкерге берілді | Передано іншому працівникові | أُسند إلى موظف آخر',
  ),
  'clarification-asked': text(
    'An officer asked a question | Сотрудник задал вопрос | Қызметкер сұрақ қойды | Працівник поставив запитання | طرح موظف سؤالًا',
  ),
  'clarification-answered': text(
    'The question was answered | На вопрос дан ответ | Сұраққа жауап берілді | На запитання відповіли | تمت الإجابة عن السؤال',
  ),
  decided: text('Decided | Решение принято | Шешім қабылданды | Рішення ухвалено | اتُّخذ القرار'),
  'output-issued': text('Document issued | Документ выдан | Құжат берілді | Документ видано | صدرت الوثيقة'),
  'output-revoked': text(
    'Document revoked | Документ отозван | Құжат кері қайтарылды | Документ відкликано | أُلغيت الوثيقة',
  ),
  'step-failed': text(
    'A step failed and will be tried again | Шаг не выполнен и будет повторён | Қадам орындалмады, қайталанады | Крок не виконано, його буде повторено | فشلت خطوة وستُعاد',
  ),
  'step-resumed': text(
    'A failed step was started again | Шаг запущен снова | Қадам қайта басталды | Крок запущено знову | أُعيد تشغيل خطوة',
  ),
  'timer-fired': text('A time limit ended | Истёк срок | Мерзім аяқталды | Минув строк | انتهت مهلة'),
  'deadline-passed': text(
    'The deadline has passed | Срок рассмотрения истёк | Қарау мерзімі өтті | Строк розгляду минув | انقضى الموعد النهائي',
  ),
  withdrawn: text(
    'Withdrawn by the applicant | Отозвано заявителем | Өтініш беруші қайтарып алды | Відкликано заявником | سحبه مقدم الطلب',
  ),
  closed: text('Closed | Завершено | Аяқталды | Завершено | أُغلق'),
};

export const timelineOf = (history: readonly History[], internal: boolean): TimelineEntry[] =>
  history
    .filter((entry) => internal || !entry.internal)
    .map((entry) => ({
      at: entry.at.toISOString(),
      kind: entry.kind,
      text: texts[entry.kind] ?? { en: entry.kind },
      internal: entry.internal,
      ...(entry.actor ? { actor: entry.actor } : {}),
    }));
