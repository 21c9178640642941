// SPDX-License-Identifier: Apache-2.0
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';

export const invitationSubject: LocalText = {
  en: 'How was the service?',
  ru: 'Как вас обслужили?',
  kk: 'Сізге қалай қызмет көрсетілді?',
  uk: 'Як вас обслужили?',
  ar: 'كيف كانت الخدمة؟',
};

const bodies: Readonly<Record<Language, (organisation: string, served: string, until: string) => string>> = {
  en: (organisation, served, until) =>
    `On ${served} you were served by: ${organisation}. Please rate the service; it takes about two minutes. Your answers are counted without your name. The link works once, until ${until}.`,
  ru: (organisation, served, until) =>
    `${served} вам оказала услугу организация: ${organisation}. Пожалуйста, оцените услугу, это займёт около двух минут. Ответы учитываются без указания имени. Ссылка действует один раз, до ${until}.`,
  kk: (organisation, served, until) =>
    `${served} күні сізге мына ұйым қызмет көрсетті: ${organisation}. Қызметті бағалаңыз, бұл шамамен екі минут алады. Жауаптар атыңыз көрсетілмей есептеледі. Сілтеме бір рет қана жұмыс істейді, ${until} дейін.`,
  uk: (organisation, served, until) =>
    `${served} вам надала послугу організація: ${organisation}. Будь ласка, оцініть послугу, це займе близько двох хвилин. Відповіді враховуються без зазначення імені. Посилання діє один раз, до ${until}.`,
  ar: (organisation, served, until) =>
    `قدّمت لك الجهة التالية خدمة بتاريخ ${served}: ${organisation}. نرجو تقييم الخدمة، ولن يستغرق ذلك سوى دقيقتين تقريبًا. تُحتسب إجاباتك دون ذكر اسمك. يعمل الرابط مرة واحدة حتى ${until}.`,
};

const written = (language: Language, day: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** For whom a parent or guardian is asked. */
const forChild: typeof bodies = {
  en: (organisation, served, until) =>
    `On ${served} a child in your care was served by: ${organisation}. Please rate the service for them; it takes about two minutes. Your answers are counted without a name. The link works once, until ${until}.`,
  ru: (organisation, served, until) =>
    `${served} ребёнку, которого вы представляете, оказала услугу организация: ${organisation}. Пожалуйста, оцените услугу за него, это займёт около двух минут. Ответы учитываются без указания имени. Ссылка действует один раз, до ${until}.`,
  kk: (organisation, served, until) =>
    `${served} күні сіз өкілі болып табылатын балаға мына ұйым қызмет көрсетті: ${organisation}. Ол үшін қызметті бағалаңыз, бұл шамамен екі минут алады. Жауаптар аты көрсетілмей есептеледі. Сілтеме бір рет қана жұмыс істейді, ${until} дейін.`,
  uk: (organisation, served, until) =>
    `${served} дитині, яку ви представляєте, надала послугу організація: ${organisation}. Будь ласка, оцініть послугу за неї, це займе близько двох хвилин. Відповіді враховуються без зазначення імені. Посилання діє один раз, до ${until}.`,
  ar: (organisation, served, until) =>
    `قدّمت الجهة التالية خدمة بتاريخ ${served} للطفل الذي تمثله: ${organisation}. نرجو تقييم الخدمة نيابة عنه، ولن يستغرق ذلك سوى دقيقتين تقريبًا. تُحتسب الإجابات دون ذكر الاسم. يعمل الرابط مرة واحدة حتى ${until}.`,
};

/** @param lastDay on which an answer is possible */
export function invitationBody(
  organisation: LocalText,
  renderedOn: string,
  lastDay: string,
  about: 'self' | 'child' = 'self',
): LocalText {
  const wording = about === 'child' ? forChild : bodies;
  const texts = languages.map((language) => [
    language,
    wording[language](inLanguage(organisation, language), written(language, renderedOn), written(language, lastDay)),
  ]);
  return Object.fromEntries(texts) as LocalText;
}
