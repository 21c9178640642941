// SPDX-License-Identifier: Apache-2.0
/** What people are told of answers that do not fit, in every language. */
import { type Language, languages, type LocalText } from '@stoa/kernel/contract';

export const missing: LocalText = {
  en: 'Answer this question',
  ru: 'Ответьте на этот вопрос',
  kk: 'Осы сұраққа жауап беріңіз',
  uk: 'Дайте відповідь на це запитання',
  ar: 'أجب عن هذا السؤال',
};
export const wrong: LocalText = {
  en: 'Check this answer: it does not have the right form',
  ru: 'Проверьте ответ: его формат неверен',
  kk: 'Жауапты тексеріңіз: оның пішімі дұрыс емес',
  uk: 'Перевірте відповідь: її формат неправильний',
  ar: 'تحقق من هذه الإجابة: صيغتها غير صحيحة',
};
export const mistyped: LocalText = {
  en: 'This number has a mistake: its check digits do not match. Compare it with the document.',
  ru: 'В номере ошибка: контрольные цифры не сходятся. Сверьте номер с документом.',
  kk: 'Нөмірде қате бар: бақылау сандары сәйкес келмейді. Нөмірді құжатпен салыстырыңыз.',
  uk: 'У номері помилка: контрольні цифри не збігаються. Звірте номер із документом.',
  ar: 'في الرقم خطأ: أرقام التحقق غير متطابقة. قارنه بالرقم المكتوب في الوثيقة.',
};
export const notReceived: LocalText = {
  en: 'The register has given nothing here yet. Check what it was asked with, or ask it again.',
  ru: 'Реестр пока ничего не сообщил. Проверьте, с чем был сделан запрос, или запросите его снова.',
  kk: 'Тізілім әзірге ештеңе бермеді. Сұрау неге негізделгенін тексеріңіз немесе қайта сұраңыз.',
  uk: 'Реєстр поки нічого не повідомив. Перевірте, з чим зроблено запит, або надішліть його знову.',
  ar: 'لم يعطِ السجل شيئًا هنا بعد. تحقق مما سُئل به، أو اسأله مرة أخرى.',
};
export const noDate: LocalText = {
  en: 'Enter a day of the calendar, such as 27 3 2027 or 27 March 2027',
  ru: 'Введите существующую дату, например 27 3 2027 или 27 марта 2027',
  kk: 'Күнтізбедегі күнді енгізіңіз, мысалы 27 3 2027 немесе 27 наурыз 2027',
  uk: 'Введіть наявну в календарі дату, наприклад 27 3 2027 або 27 березня 2027',
  ar: 'أدخل يومًا موجودًا في التقويم مثل 27 3 2027 أو 27 مارس 2027',
};
export const foreignLocalPart: LocalText = {
  en: 'Use Latin letters and digits before the @. After it, the address may be in any script.',
  ru: 'До знака @ используйте латинские буквы и цифры. После него адрес может быть на любом языке.',
  kk: '@ белгісіне дейін латын әріптері мен сандарды пайдаланыңыз. Одан кейін мекенжай кез келген жазуда бола алады.',
  uk: 'До знака @ використовуйте латинські літери та цифри. Після нього адреса може бути будь-якою мовою.',
  ar: 'استخدم الأحرف اللاتينية والأرقام قبل علامة @. وبعدها يمكن أن يكون العنوان بأي كتابة.',
};

export const registerDate: LocalText = {
  en: 'The register gives a date that cannot be right. Have it corrected there first.',
  ru: 'Реестр сообщает дату, которая не может быть верной. Сначала её нужно исправить в реестре.',
  kk: 'Тізілім дұрыс бола алмайтын күнді көрсетеді. Алдымен оны тізілімде түзету керек.',
  uk: 'Реєстр повідомляє дату, яка не може бути правильною. Спочатку її треба виправити в реєстрі.',
  ar: 'يذكر السجل تاريخًا لا يمكن أن يكون صحيحًا. يجب تصحيحه في السجل أولًا.',
};

/** A character that cannot be seen, such as `U+202E`. */
export const hidden = (character: string): LocalText => ({
  en: `Type this again: the text holds a character that cannot be seen (${character})`,
  ru: `Введите заново: в тексте есть невидимый знак (${character})`,
  kk: `Қайта теріңіз: мәтінде көрінбейтін таңба бар (${character})`,
  uk: `Введіть знову: у тексті є невидимий знак (${character})`,
  ar: `اكتب النص من جديد: فيه رمز غير مرئي (${character})`,
});

const tags: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru', kk: 'kk', uk: 'uk', ar: 'ar-u-nu-latn' };
const inEach = (sentence: (language: Language, day: (date: string) => string) => string): LocalText =>
  Object.fromEntries(
    languages.map((language) => {
      const format = new Intl.DateTimeFormat(tags[language], { dateStyle: 'long', timeZone: 'UTC' });
      return [language, sentence(language, (date) => format.format(new Date(`${date}T00:00:00Z`)))];
    }),
  ) as LocalText;

/** The days that a date field takes, in words. */
export const outOfRange = (from: string, until: string): LocalText =>
  inEach((language, day) => {
    const [first, last] = [day(from), day(until)];
    return {
      en: `Enter a date from ${first} to ${last}`,
      ru: `Введите дату с ${first} по ${last}`,
      kk: `${first} мен ${last} аралығындағы күнді енгізіңіз`,
      uk: `Введіть дату з ${first} до ${last}`,
      ar: `أدخل تاريخًا من ${first} إلى ${last}`,
    }[language];
  });

/** What is wrong in a column of an entry, said where the whole list is spoken of. */
export const inEntry = (entry: number, column: LocalText, message: LocalText): LocalText =>
  joined(message, (language) => {
    const name = column[language] ?? column.en;
    return {
      en: `Entry ${entry}, ${name}:`,
      ru: `Запись ${entry}, ${name}:`,
      kk: `${entry}-жазба, ${name}:`,
      uk: `Запис ${entry}, ${name}:`,
      ar: `المدخل ${entry}، ${name}:`,
    }[language];
  });

/** The same of a line of a file. */
export const inLine = (line: number, column: LocalText | undefined, message: LocalText): LocalText =>
  joined(message, (language) => {
    const name = column ? `, ${column[language] ?? column.en}` : '';
    return {
      en: `Line ${line}${name}:`,
      ru: `Строка ${line}${name}:`,
      kk: `${line}-жол${name}:`,
      uk: `Рядок ${line}${name}:`,
      ar: `السطر ${line}${name}:`,
    }[language];
  });

const joined = (message: LocalText, head: (language: Language) => string): LocalText =>
  Object.fromEntries(
    languages.map((language) => [language, `${head(language)} ${message[language] ?? message.en}`]),
  ) as LocalText;

export const tooFew = (least: number): LocalText => ({
  en: `Add entries until there are at least ${least}`,
  ru: `Добавьте записи: их должно быть не меньше ${least}`,
  kk: `Жазбалар қосыңыз: олар кемінде ${least} болуы керек`,
  uk: `Додайте записи: їх має бути щонайменше ${least}`,
  ar: `أضف مدخلات حتى لا يقل عددها عن ${least}`,
});
export const tooMany = (most: number): LocalText => ({
  en: `This list holds at most ${most} entries: remove one before you add another`,
  ru: `В списке может быть не больше ${most} записей: удалите одну, прежде чем добавить другую`,
  kk: `Тізімде ең көбі ${most} жазба болады: жаңасын қоспас бұрын біреуін алып тастаңыз`,
  uk: `У списку може бути щонайбільше ${most} записів: вилучіть один, перш ніж додати інший`,
  ar: `لا تتسع هذه القائمة لأكثر من ${most} من المدخلات: أزل واحدًا قبل إضافة آخر`,
});

export const notUtf8: LocalText = {
  en: 'Letters cannot be read. Save the table as CSV in UTF-8.',
  ru: 'Буквы не читаются. Сохраните таблицу как CSV в кодировке UTF-8.',
  kk: 'Әріптер оқылмайды. Кестені UTF-8 кодтауындағы CSV ретінде сақтаңыз.',
  uk: 'Літери не читаються. Збережіть таблицю як CSV у кодуванні UTF-8.',
  ar: 'لا يمكن قراءة الأحرف. احفظ الجدول بصيغة CSV بترميز UTF-8.',
};
export const unclosedQuote: LocalText = {
  en: 'A quotation mark that begins here has no end',
  ru: 'Кавычка, открытая здесь, не закрыта',
  kk: 'Осы жерде ашылған тырнақша жабылмаған',
  uk: 'Лапки, відкриті тут, не закрито',
  ar: 'علامة الاقتباس التي تبدأ هنا ليست لها نهاية',
};
export const noEntries: LocalText = {
  en: 'The file has no line below the names of the columns',
  ru: 'В файле нет строк под названиями столбцов',
  kk: 'Файлда баған атауларының астында жол жоқ',
  uk: 'У файлі немає рядків під назвами стовпців',
  ar: 'لا يوجد في الملف سطر تحت أسماء الأعمدة',
};
export const tooManyCells: LocalText = {
  en: 'There are more values than columns. Put a value that has the separator in it in quotation marks.',
  ru: 'Значений больше, чем столбцов. Возьмите в кавычки значение, в котором есть разделитель.',
  kk: 'Мәндер бағандардан көп. Ішінде бөлгіші бар мәнді тырнақшаға алыңыз.',
  uk: 'Значень більше, ніж стовпців. Візьміть у лапки значення, в якому є роздільник.',
  ar: 'عدد القيم أكبر من عدد الأعمدة. ضع القيمة التي تحتوي على الفاصل بين علامتي اقتباس.',
};
/** @param name as the file has it */
export const unknownColumn = (name: string): LocalText => ({
  en: `There is no column “${name}”`,
  ru: `Нет столбца «${name}»`,
  kk: `«${name}» бағаны жоқ`,
  uk: `Немає стовпця «${name}»`,
  ar: `لا يوجد عمود «${name}»`,
});
export const missingColumn: LocalText = {
  en: 'The column is missing',
  ru: 'Столбца нет',
  kk: 'Баған жоқ',
  uk: 'Стовпця немає',
  ar: 'العمود غير موجود',
};
