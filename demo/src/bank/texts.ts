// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@stoa/country-xm';

export interface BankTexts {
  readonly title: string;
  readonly reference: string;
  readonly chooseCard: string;
  readonly pays: string;
  readonly declines: string;
  readonly paysLate: string;
  readonly paysRepeatedly: string;
  readonly pay: string;
  readonly leave: string;
  readonly declined: string;
  readonly noCard: string;
  readonly paid: string;
  readonly abandoned: string;
  readonly refunded: string;
  readonly back: string;
  readonly notReal: string;
  readonly language: string;
}

export const bankTexts: Readonly<Record<Language, BankTexts>> = {
  en: {
    title: 'Pay by card',
    reference: 'Payment for',
    chooseCard: 'Choose a test card',
    pays: 'pays',
    declines: 'is declined',
    paysLate: 'pays, but the merchant hears of it 20 seconds later',
    paysRepeatedly: 'pays, and the merchant hears of it three times',
    pay: 'Pay',
    leave: 'Leave without paying',
    declined: 'The card was declined. Nothing was charged. Choose another card.',
    noCard: 'Choose a card first.',
    paid: 'This payment is complete. Nothing more is due.',
    abandoned: 'This payment was abandoned. Nothing was charged.',
    refunded: 'This payment was given back.',
    back: 'Return to the merchant',
    notReal: 'A bank for trying things out: no real money moves.',
    language: 'Language',
  },
  ru: {
    title: 'Оплата картой',
    reference: 'Назначение платежа',
    chooseCard: 'Выберите тестовую карту',
    pays: 'платёж проходит',
    declines: 'платёж отклоняется',
    paysLate: 'платёж проходит, но получатель узнаёт о нём через 20 секунд',
    paysRepeatedly: 'платёж проходит, и получатель узнаёт о нём трижды',
    pay: 'Оплатить',
    leave: 'Уйти без оплаты',
    declined: 'Карта отклонена. Деньги не списаны. Выберите другую карту.',
    noCard: 'Сначала выберите карту.',
    paid: 'Платёж выполнен. Больше ничего платить не нужно.',
    abandoned: 'Платёж отменён. Деньги не списаны.',
    refunded: 'Платёж возвращён.',
    back: 'Вернуться к получателю',
    notReal: 'Учебный банк: настоящие деньги не движутся.',
    language: 'Язык',
  },
  kk: {
    title: 'Картамен төлеу',
    reference: 'Төлем мақсаты',
    chooseCard: 'Сынақ картасын таңдаңыз',
    pays: 'төлем өтеді',
    declines: 'төлем қабылданбайды',
    paysLate: 'төлем өтеді, бірақ алушы ол туралы 20 секундтан кейін біледі',
    paysRepeatedly: 'төлем өтеді және алушыға ол туралы үш рет хабарланады',
    pay: 'Төлеу',
    leave: 'Төлемей шығу',
    declined: 'Карта қабылданбады. Ақша алынған жоқ. Басқа карта таңдаңыз.',
    noCard: 'Алдымен картаны таңдаңыз.',
    paid: 'Төлем аяқталды. Енді ештеңе төлеудің қажеті жоқ.',
    abandoned: 'Төлемнен бас тартылды. Ақша алынған жоқ.',
    refunded: 'Төлем қайтарылды.',
    back: 'Алушыға оралу',
    notReal: 'Сынаққа арналған банк: нақты ақша аударылмайды.',
    language: 'Тіл',
  },
  uk: {
    title: 'Оплата карткою',
    reference: 'Призначення платежу',
    chooseCard: 'Виберіть тестову картку',
    pays: 'платіж проходить',
    declines: 'платіж відхиляється',
    paysLate: 'платіж проходить, але отримувач дізнається про нього через 20 секунд',
    paysRepeatedly: 'платіж проходить, і отримувач дізнається про нього тричі',
    pay: 'Сплатити',
    leave: 'Піти без оплати',
    declined: 'Картку відхилено. Гроші не списано. Виберіть іншу картку.',
    noCard: 'Спочатку виберіть картку.',
    paid: 'Платіж виконано. Більше нічого сплачувати не потрібно.',
    abandoned: 'Платіж скасовано. Гроші не списано.',
    refunded: 'Платіж повернено.',
    back: 'Повернутися до отримувача',
    notReal: 'Навчальний банк: справжні гроші не рухаються.',
    language: 'Мова',
  },
  ar: {
    title: 'الدفع بالبطاقة',
    reference: 'الغرض من الدفع',
    chooseCard: 'اختر بطاقة تجريبية',
    pays: 'يُقبل الدفع',
    declines: 'يُرفض الدفع',
    paysLate: 'يُقبل الدفع، ولكن المستفيد يُبلَّغ به بعد 20 ثانية',
    paysRepeatedly: 'يُقبل الدفع، ويُبلَّغ به المستفيد ثلاث مرات',
    pay: 'ادفع',
    leave: 'المغادرة دون دفع',
    declined: 'رُفضت البطاقة ولم يُخصم أي مبلغ. اختر بطاقة أخرى.',
    noCard: 'اختر بطاقة أولاً.',
    paid: 'اكتمل الدفع ولا يلزم دفع شيء آخر.',
    abandoned: 'أُلغيت عملية الدفع ولم يُخصم أي مبلغ.',
    refunded: 'أُعيد المبلغ المدفوع.',
    back: 'العودة إلى المستفيد',
    notReal: 'مصرف للتجربة: لا تُنقل أموال حقيقية.',
    language: 'اللغة',
  },
};

export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  ru: 'Русский',
  kk: 'Қазақша',
  uk: 'Українська',
  ar: 'العربية',
};

const known = (tag: string | undefined): Language | undefined => languages.find((language) => language === tag);

/** The language asked for, otherwise the first of the browser's that the bank speaks, otherwise English. */
export function chooseLanguage(asked: unknown, acceptLanguage: string | undefined): Language {
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(';q=');
      return { language: known(tag.toLowerCase().split('-')[0]), quality: quality === undefined ? 1 : Number(quality) };
    })
    .sort((a, b) => b.quality - a.quality)
    .find((one) => one.language !== undefined);
  return known(typeof asked === 'string' ? asked : undefined) ?? preferred?.language ?? 'en';
}
