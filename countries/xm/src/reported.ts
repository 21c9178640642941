// SPDX-License-Identifier: Apache-2.0
/** What people of Meridia reported to support in a year, from a fixed seed, and what is known not to work. */
import { inEachLanguage, languages, type LocalText } from './local-text.ts';
import { namedPeople } from './named-people.ts';
import { Draw } from './random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const seed = 21;
/** In a year. */
const reports = 420;

const say = (...texts: readonly [string, string, string, string, string]): LocalText =>
  inEachLanguage((language) => texts[languages.indexOf(language)] ?? texts[0]);

const known = [
  {
    ...{ key: 'photo', since: 9, mended: undefined },
    title: say(
      'Photographs of more than 10 MB are refused',
      'Фотографии больше 10 МБ не принимаются',
      '10 МБ-тан үлкен фотосуреттер қабылданбайды',
      'Фотографії понад 10 МБ не приймаються',
      'لا تقبل الصور التي تزيد على 10 ميغابايت',
    ),
    wayAround: say(
      'Choose a smaller size when your phone asks which one to send.',
      'Выберите размер поменьше, когда телефон спросит, какой отправить.',
      'Телефон қай өлшемді жіберуді сұрағанда, кішірегін таңдаңыз.',
      'Виберіть менший розмір, коли телефон запитає, який надіслати.',
      'اختر حجما أصغر حين يسألك الهاتف عن الحجم المراد إرساله.',
    ),
  },
  {
    ...{ key: 'calendar', since: 3, mended: undefined },
    title: say(
      'Appointments are shown an hour early in some calendars',
      'В некоторых календарях приём показан на час раньше',
      'Кейбір күнтізбелерде қабылдау бір сағат ерте көрсетіледі',
      'У деяких календарях прийом показано на годину раніше',
      'تظهر المواعيد في بعض التقاويم قبل ساعة من وقتها',
    ),
    wayAround: say(
      'Go by the time in your cabinet: it is the right one.',
      'Ориентируйтесь на время в кабинете: оно верное.',
      'Кабинеттегі уақытқа сүйеніңіз: дұрысы сол.',
      'Орієнтуйтеся на час у кабінеті: він правильний.',
      'اعتمد الوقت الظاهر في صفحتك: فهو الصحيح.',
    ),
  },
  {
    ...{ key: 'receipt', since: 80, mended: 61 },
    title: say(
      'Receipts of payments came without their stamp',
      'Квитанции об оплате приходили без печати',
      'Төлем түбіртектері мөрсіз келді',
      'Квитанції про оплату надходили без печатки',
      'وصلت إيصالات الدفع بلا ختم',
    ),
    wayAround: say(
      'Download the receipt again from your payments.',
      'Скачайте квитанцию ещё раз в разделе платежей.',
      'Түбіртекті төлемдер бөлімінен қайта жүктеңіз.',
      'Завантажте квитанцію ще раз у розділі платежів.',
      'نزل الإيصال من جديد من قسم المدفوعات.',
    ),
  },
];

const problems = [
  ['fault', '/services/work-permit', 'The page stays white after I send the form.'],
  ['fault', '/cabinet/documents', 'The certificate does not open on my phone.'],
  ['fault', '/sign-in', 'The code from the app is not taken.'],
  ['fault', '/cabinet/payments', 'I paid, and the invoice still says that I have to pay.'],
  ['question', '/services/passport', 'Which photograph is right for the passport of a child?'],
  ['question', '/services/company-registration', 'Can a company have its seat at my home?'],
  ['question', '/cabinet/applications', 'How do I see who has my application now?'],
  ['content', '/services/building-permit', 'The address of the office is the old one.'],
  ['content', '/services/vehicle-registration', 'The fee in the text is not the one I was asked for.'],
] as const;
const answer = 'Thank you for telling us. We looked into it and describe here what to do.';
const who = [namedPeople.aigerim.snils, namedPeople.accountant.snils, '', '', ''];

export function reportedProblems(now: number) {
  const draw = new Draw(seed);
  const at = (days: number) => new Date(now - days * dayMs).toISOString();
  const knownErrors = known.map(({ since, mended, ...one }) => ({
    ...{ ...one, publishedAt: at(since) },
    ...(mended === undefined ? {} : { mendedAt: at(mended) }),
  }));
  const tickets = Array.from({ length: reports }, (_, index) => {
    const [kind, page, text] = draw.from(problems);
    const person = draw.from(who);
    // The latest are still under way.
    const age = ((reports - index) / reports) ** 1.5 * 365 * dayMs;
    const reported = now - age - draw.whole(0, 3) * hourMs;
    const priority = draw.from(['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const);
    const hours = { low: 60, normal: 14, high: 3, urgent: 1 }[priority] * (0.2 + draw.fraction());
    const [answered, solved] = [reported + hours * hourMs, reported + hours * (1 + 3 * draw.fraction()) * hourMs];
    const state =
      solved < now - 14 * dayMs
        ? 'closed'
        : solved < now
          ? 'solved'
          : answered < now
            ? draw.from(['taken', 'waiting'] as const)
            : draw.from(['new', 'taken'] as const);
    return {
      ...{ key: String(index), kind, page, text, priority, state },
      line: draw.from([1, 1, 1, 2, 2, 3] as const),
      ...(person ? { person } : {}),
      ...(kind === 'fault' && age < 3 * dayMs ? { knownError: 'calendar' } : {}),
      reportedAt: new Date(reported).toISOString(),
      ...(answered < now ? { answeredAt: new Date(answered).toISOString(), answer } : {}),
      ...(solved < now ? { solvedAt: new Date(solved).toISOString() } : {}),
    };
  });
  return { knownErrors, tickets };
}
