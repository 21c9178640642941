// SPDX-License-Identifier: Apache-2.0
/** What holders of posts are told. The document is not named: who opens it is asked first whether they may see it. */
import type { LocalText } from '@stoa/kernel/contract';

const text = (en: string, ru: string, kk: string, uk: string, ar: string): LocalText => ({ en, ru, kk, uk, ar });
const open = text(
  'Open the document to see what waits for you.',
  'Откройте документ, чтобы увидеть, что вас ждёт.',
  'Сізді не күтіп тұрғанын көру үшін құжатты ашыңыз.',
  'Відкрийте документ, щоб побачити, що на вас чекає.',
  'افتح الوثيقة لترى ما ينتظرك.',
);

export const texts = {
  three: {
    subject: text(
      'Work on a document is due in three days',
      'Через три дня истекает срок работы с документом',
      'Құжатпен жұмыс мерзімі үш күннен кейін бітеді',
      'Через три дні спливає строк роботи з документом',
      'يحين موعد العمل على وثيقة بعد ثلاثة أيام',
    ),
    body: open,
  },
  one: {
    subject: text(
      'Work on a document is due tomorrow',
      'Завтра истекает срок работы с документом',
      'Құжатпен жұмыс мерзімі ертең бітеді',
      'Завтра спливає строк роботи з документом',
      'يحين موعد العمل على وثيقة غدًا',
    ),
    body: open,
  },
  today: {
    subject: text(
      'Work on a document is due today',
      'Сегодня истекает срок работы с документом',
      'Құжатпен жұмыс мерзімі бүгін бітеді',
      'Сьогодні спливає строк роботи з документом',
      'يحين موعد العمل على وثيقة اليوم',
    ),
    body: open,
  },
  after: {
    subject: text(
      'Work on a document is overdue',
      'Срок работы с документом истёк',
      'Құжатпен жұмыс мерзімі өтіп кетті',
      'Строк роботи з документом сплив',
      'فات موعد العمل على وثيقة',
    ),
    body: open,
  },
  escalated: {
    subject: text(
      'In your institution work on a document is overdue',
      'В вашем учреждении истёк срок работы с документом',
      'Мекемеңізде құжатпен жұмыс мерзімі өтіп кетті',
      'У вашій установі сплив строк роботи з документом',
      'فات موعد العمل على وثيقة في مؤسستك',
    ),
    body: text(
      'Open the document to see with whom it is.',
      'Откройте документ, чтобы увидеть, у кого он.',
      'Оның кімде екенін көру үшін құжатты ашыңыз.',
      'Відкрийте документ, щоб побачити, у кого він.',
      'افتح الوثيقة لترى عند من هي.',
    ),
  },
  unheld: {
    subject: text(
      'Nobody is on a post that has to agree to a document',
      'Должность, которая должна согласовать документ, никто не занимает',
      'Құжатты келісуге тиіс лауазымда ешкім жоқ',
      'Посаду, яка має погодити документ, ніхто не обіймає',
      'لا أحد يشغل المنصب الذي يجب أن يوافق على الوثيقة',
    ),
    body: text(
      'The document waits. Open it and ask another post instead.',
      'Документ ждёт. Откройте его и выберите другую должность.',
      'Құжат күтіп тұр. Оны ашып, басқа лауазымды таңдаңыз.',
      'Документ чекає. Відкрийте його й виберіть іншу посаду.',
      'الوثيقة تنتظر. افتحها واختر منصبًا آخر.',
    ),
  },
  read: {
    subject: text(
      'A document waits to be read by you',
      'Вам нужно ознакомиться с документом',
      'Құжатпен танысуыңыз керек',
      'Вам потрібно ознайомитися з документом',
      'وثيقة تنتظر أن تطّلع عليها',
    ),
    body: open,
  },
} as const;
