// SPDX-License-Identifier: Apache-2.0
/** What the law of Meridia says of people's data: for what it asks their consent, who keeps which register, how long data stay. */
import type { ConsentPurpose, PersonalData } from '@stoa/kernel';
import { subsystems } from './exchange-members.ts';

const law = {
  en: 'Personal Data Act of Meridia',
  ru: 'Закон Меридии о персональных данных',
  kk: 'Меридияның дербес деректер туралы заңы',
  uk: 'Закон Меридії про персональні дані',
  ar: 'قانون البيانات الشخصية في ميريديا',
};
const article = (number: number, part: number) => ({
  en: `Article ${number}(${part})`,
  ru: `статья ${number}, часть ${part}`,
  kk: `${number}-бап, ${part}-бөлік`,
  uk: `стаття ${number}, частина ${part}`,
  ar: `المادة ${number}، الفقرة ${part}`,
});

const purposes: readonly ConsentPurpose[] = [
  {
    code: 'criminal-record-identity',
    title: {
      en: 'Name and birth date for the criminal record',
      ru: 'Имя и дата рождения для справки о судимости',
      kk: 'Соттылық туралы анықтама үшін аты-жөні мен туған күні',
      uk: 'Ім’я та дата народження для довідки про судимість',
      ar: 'الاسم وتاريخ الميلاد لشهادة السجل الجنائي',
    },
    explanation: {
      en: 'Labour services read your name and date of birth in the population register and give them to the criminal records of the Ministry of the Interior. Nothing else is read.',
      ru: 'Службы труда читают в реестре населения ваше имя и дату рождения и передают их в учёт судимости Министерства внутренних дел. Больше ничего не читается.',
      kk: 'Еңбек қызметтері халық тізілімінен атыңыз бен туған күніңізді оқып, Ішкі істер министрлігінің соттылық есебіне береді. Басқа ештеңе оқылмайды.',
      uk: 'Служби праці читають у реєстрі населення ваше ім’я та дату народження і передають їх в облік судимості Міністерства внутрішніх справ. Більше нічого не читають.',
      ar: 'تقرأ خدمات العمل اسمك وتاريخ ميلادك في سجل السكان وتسلمهما إلى السجل الجنائي في وزارة الداخلية. ولا يُقرأ شيء آخر.',
    },
    benefit: {
      en: 'You do not type what the state knows, and you do not bear the entry of somebody else.',
      ru: 'Вам не нужно вводить то, что государство уже знает, и вам не припишут чужую запись.',
      kk: 'Мемлекет білетін нәрсені енгізбейсіз, біреудің жазбасы сізге жазылмайды.',
      uk: 'Вам не потрібно вводити те, що держава вже знає, і вам не припишуть чужий запис.',
      ar: 'لا تكتب ما تعرفه الدولة، ولا يُنسب إليك قيد غيرك.',
    },
    law: { title: law, article: article(9, 2) },
    controllerId: 'XM-INTERIOR-MINISTRY',
    recipients: [subsystems.labour, subsystems.police],
    concepts: ['person.familyName', 'person.givenName', 'person.nameLatin', 'person.birthOn'],
    validDays: 365,
  },
  {
    code: 'address-for-banks',
    title: {
      en: 'Your address for banks',
      ru: 'Ваш адрес для банков',
      kk: 'Банктер үшін мекенжайыңыз',
      uk: 'Ваша адреса для банків',
      ar: 'عنوانك للمصارف',
    },
    explanation: {
      en: 'A bank that you name may ask the population register whether you live where you say.',
      ru: 'Названный вами банк может спросить реестр населения, живёте ли вы там, где указали.',
      kk: 'Сіз атаған банк халық тізілімінен айтқан жеріңізде тұратыныңызды сұрай алады.',
      uk: 'Названий вами банк може спитати реєстр населення, чи живете ви там, де вказали.',
      ar: 'يمكن لمصرف تسميه أن يسأل سجل السكان عما إذا كنت تسكن حيث تقول.',
    },
    benefit: {
      en: 'You open a bank account without a paper certificate.',
      ru: 'Вы открываете счёт в банке без бумажной справки.',
      kk: 'Банктен шотты қағаз анықтамасыз ашасыз.',
      uk: 'Ви відкриваєте рахунок у банку без паперової довідки.',
      ar: 'تفتح حسابًا مصرفيًا دون شهادة ورقية.',
    },
    law: { title: law, article: article(9, 3) },
    controllerId: 'XM-INTERIOR-MINISTRY',
    recipients: [subsystems.platform],
    concepts: ['person.address'],
    validDays: 90,
  },
  {
    code: 'diploma-for-employers',
    title: {
      en: 'Your diploma for employers',
      ru: 'Ваш диплом для работодателей',
      kk: 'Жұмыс берушілер үшін дипломыңыз',
      uk: 'Ваш диплом для роботодавців',
      ar: 'شهادتك الدراسية لصاحب العمل',
    },
    explanation: {
      en: 'An employer to whom you apply may ask whether your diploma stands in the register of diplomas.',
      ru: 'Работодатель, к которому вы обращаетесь, может спросить, есть ли ваш диплом в реестре дипломов.',
      kk: 'Сіз жүгінген жұмыс беруші дипломыңыз дипломдар тізілімінде бар-жоғын сұрай алады.',
      uk: 'Роботодавець, до якого ви звертаєтеся, може спитати, чи є ваш диплом у реєстрі дипломів.',
      ar: 'يمكن لصاحب العمل الذي تتقدم إليه أن يسأل عما إذا كانت شهادتك مقيدة في سجل الشهادات.',
    },
    benefit: {
      en: 'You show no copies, and nobody doubts what you have learned.',
      ru: 'Вы не показываете копий, и никто не сомневается в вашем образовании.',
      kk: 'Көшірме көрсетпейсіз, біліміңізге ешкім күмәнданбайды.',
      uk: 'Ви не показуєте копій, і ніхто не сумнівається у вашій освіті.',
      ar: 'لا تُظهر نسخًا ولا يشك أحد فيما تعلمته.',
    },
    law: { title: law, article: article(10, 1) },
    controllerId: 'XM-EDUCATION-MINISTRY',
    recipients: [subsystems.labour],
    concepts: ['person.diplomaNumber', 'person.diplomaLevel'],
  },
];

const field = (code: string, en: string, ru: string, kk: string, uk: string, ar: string) => ({
  code,
  title: { en, ru, kk, uk, ar },
});

export const personalData: PersonalData = {
  purposes,
  registers: [
    {
      code: 'population',
      ownerId: 'XM-INTERIOR-MINISTRY',
      title: {
        en: 'Population register',
        ru: 'Реестр населения',
        kk: 'Халық тізілімі',
        uk: 'Реєстр населення',
        ar: 'سجل السكان',
      },
      fields: [
        field('familyName', 'Family name', 'Фамилия', 'Тегі', 'Прізвище', 'اسم العائلة'),
        field('givenName', 'Given name', 'Имя', 'Аты', 'Ім’я', 'الاسم الأول'),
        field('birthOn', 'Date of birth', 'Дата рождения', 'Туған күні', 'Дата народження', 'تاريخ الميلاد'),
        field('address', 'Address', 'Адрес', 'Мекенжайы', 'Адреса', 'العنوان'),
        field('citizenship', 'Citizenship', 'Гражданство', 'Азаматтығы', 'Громадянство', 'الجنسية'),
      ],
    },
    {
      code: 'diplomas',
      ownerId: 'XM-EDUCATION-MINISTRY',
      title: {
        en: 'Register of diplomas',
        ru: 'Реестр дипломов',
        kk: 'Дипломдар тізілімі',
        uk: 'Реєстр дипломів',
        ar: 'سجل الشهادات الدراسية',
      },
      fields: [
        field('number', 'Number of the diploma', 'Номер диплома', 'Диплом нөмірі', 'Номер диплома', 'رقم الشهادة'),
        field('speciality', 'Speciality', 'Специальность', 'Мамандығы', 'Спеціальність', 'التخصص'),
        field('year', 'Year', 'Год', 'Жылы', 'Рік', 'السنة'),
      ],
    },
  ],
  // Act on Archives, schedule of terms: ten years for what gave a right, five for letters, three for what was asked of support, one for what was never sent.
  retentionDays: {
    'cases.closed-cases': 3650,
    'cases.drafts': 365,
    'casework.conflicts': 3650,
    'casework.links': 3650,
    'casework.notes': 3650,
    'casework.reviews': 3650,
    'counter.visits': 1095,
    'notifications.messages': 1825,
    'portfolio.batches': 1095,
    'portfolio.ending-documents': 1825,
    'consent.corrections': 1825,
    'support.reports': 1095,
    'exchange.bodies': 1095,
  },
};
