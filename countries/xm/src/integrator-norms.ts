// SPDX-License-Identifier: Apache-2.0
/** Acts by which Meridia's service integrator works, with clauses in force from and until a day, and steps of methodologies. */
import { texts } from './architecture/words.ts';
import examination from './examination-clauses.json' with { type: 'json' };
import type { LocalText } from './local-text.ts';

export interface Norm {
  readonly code: string;
  readonly kind: 'law' | 'rules' | 'methodology';
  readonly title: LocalText;
  readonly number?: string;
  readonly adopted: string;
  readonly clauses: readonly { number: string; text: LocalText; from: string; until?: string }[];
  readonly steps: readonly { code: string; stage: string; title: LocalText }[];
}
const clause = (number: string, line: string, from: string, until?: string) => ({
  ...{ number, text: texts(line), from },
  ...(until ? { until } : {}),
});
const step = (stage: string, number: number, line: string) => ({
  ...{ code: `${stage}.${number}`, stage, title: texts(line) },
});
const law = '2016-01-01';
const rules = '2021-05-01';

export const integratorNorms: readonly Norm[] = [
  {
    ...{ code: 'informatisation-law', kind: 'law', number: '418-V', adopted: '2015-11-24', steps: [] },
    title: texts('On informatisation|Об информатизации|Ақпараттандыру туралы|Про інформатизацію|بشأن المعلوماتية'),
    clauses: [
      clause(
        '39',
        'A system is used after it was commissioned.|Систему используют после ввода в эксплуатацию.|Жүйе пайдалануға берілгеннен кейін қолданылады.|Систему використовують після введення в експлуатацію.|يستخدم النظام بعد اعتماده للتشغيل.',
        law,
        '2023-07-01',
      ),
      clause(
        '39',
        'A system is used after it was commissioned, and its owner attests it once a year.|Систему используют после ввода в эксплуатацию; владелец подтверждает её раз в год.|Жүйе пайдалануға берілгеннен кейін қолданылады; иесі оны жылына бір рет растайды.|Систему використовують після введення в експлуатацію; власник підтверджує її раз на рік.|يستخدم النظام بعد اعتماده للتشغيل ويؤكده مالكه مرة في السنة.',
        '2023-07-01',
      ),
      clause(
        '49',
        'A system of the state is tested for information security.|Система государства проходит испытание на безопасность.|Мемлекет жүйесі қауіпсіздік сынағынан өтеді.|Система держави проходить випробування на безпеку.|يختبر أمن نظام الدولة.',
        law,
      ),
    ],
  },
  {
    ...{ code: 'service-model', kind: 'rules', number: '165', adopted: '2020-03-30', steps: [] },
    title: texts(
      'Rules of the service model of informatisation|Правила сервисной модели информатизации|Ақпараттандырудың сервистік моделінің қағидалары|Правила сервісної моделі інформатизації|قواعد نموذج الخدمة للمعلوماتية',
    ),
    clauses: [
      clause(
        '5',
        'Functions that repeat are automated first.|Сначала автоматизируются повторяющиеся функции.|Алдымен қайталанатын функциялар автоматтандырылады.|Спершу автоматизуються повторювані функції.|تؤتمت الوظائف المتكررة أولا.',
        rules,
      ),
      clause(
        '7',
        'Nothing is made anew where something that exists will do.|Не создаётся новое там, где подходит имеющееся.|Бары жараса, жаңасы жасалмайды.|Не створюється нове там, де підходить наявне.|لا ينشأ جديد حيث يكفي القائم.',
        rules,
      ),
      clause(
        '9',
        'A directory has one master.|У справочника один источник.|Анықтамалықтың бір көзі бар.|Довідник має одне джерело.|للدليل مصدر واحد.',
        rules,
      ),
      clause(
        '11',
        'What has no support is retired by plan.|То, что не поддерживается, выводится по плану.|Қолдауы жоғы жоспармен тоқтатылады.|Те, що не підтримується, виводиться за планом.|ينهى ما لا دعم له وفق خطة.',
        rules,
      ),
      clause(
        '13',
        'Cost of ownership is compared once a year.|Стоимость владения сравнивается раз в год.|Иелену құны жылына бір рет салыстырылады.|Вартість володіння порівнюється раз на рік.|تقارن كلفة الملكية مرة في السنة.',
        rules,
      ),
    ],
  },
  {
    ...{ code: 'classifier-rules', kind: 'rules', number: '123', adopted: '2016-02-01', steps: [] },
    title: texts(
      'Rules for classifying systems|Правила классификации систем|Жүйелерді жіктеу қағидалары|Правила класифікації систем|قواعد تصنيف الأنظمة',
    ),
    clauses: [
      clause(
        '2',
        'Each system has a class and a criticality.|У каждой системы есть класс и критичность.|Әр жүйенің класы мен маңыздылығы бар.|Кожна система має клас і критичність.|لكل نظام صنف ودرجة أهمية.',
        law,
      ),
      clause(
        '6',
        'Each stage of life has documents without which a system does not go on.|У каждой стадии есть документы, без которых система дальше не идёт.|Әр кезеңнің онсыз жүйе әрі қарай жүрмейтін құжаттары бар.|У кожної стадії є документи, без яких система далі не йде.|لكل مرحلة وثائق لا يمضي النظام من دونها.',
        law,
      ),
    ],
  },
  {
    ...{ code: 'expertise-rules', kind: 'rules', number: '34', adopted: '2016-04-01', steps: [] },
    title: texts(
      'Rules of the examination of proposals|Правила экспертизы предложений|Ұсыныстарды сараптау қағидалары|Правила експертизи пропозицій|قواعد فحص المقترحات',
    ),
    clauses: [
      clause(
        '4',
        'A proposal is examined before money is asked for.|Предложение проходит экспертизу до запроса денег.|Ұсыныс ақша сұралғанға дейін сараптаудан өтеді.|Пропозиція проходить експертизу до запиту грошей.|يفحص المقترح قبل طلب المال.',
        law,
      ),
      clause(
        '12',
        'A change below ten per cent of the cost needs no examination.|Изменение менее десяти процентов стоимости экспертизы не требует.|Құнының он пайызынан аз өзгеріске сараптау керек емес.|Зміна менше десяти відсотків вартості експертизи не потребує.|لا يحتاج تغيير دون عشرة في المئة من الكلفة إلى فحص.',
        law,
      ),
      ...Object.entries(examination).map(([number, text]) => ({ number, text, from: law })),
    ],
  },
  {
    ...{ code: 'architecture-rules', kind: 'rules', number: '47', adopted: '2021-01-15', steps: [] },
    title: texts(
      'Rules for architectures of state bodies|Правила архитектур государственных органов|Мемлекеттік органдар сәулетінің қағидалары|Правила архітектур державних органів|قواعد معماريات الهيئات',
    ),
    clauses: [
      clause(
        '8',
        'An architecture follows a template or has a waiver.|Архитектура следует шаблону или имеет отступление.|Сәулет үлгіге сай немесе рұқсаты бар.|Архітектура відповідає шаблону або має відступ.|تتبع المعمارية نموذجا أو لها إعفاء.',
        rules,
      ),
      clause(
        '12',
        'What many depend on has a spare.|То, от чего многое зависит, имеет резерв.|Көп нәрсе тәуелді болғанның қоры бар.|Те, від чого багато залежить, має резерв.|لما يعتمد عليه الكثير بديل.',
        rules,
      ),
      clause(
        '14',
        'Channels and storage last for three years.|Каналов и хранилищ хватает на три года.|Арналар мен қоймалар үш жылға жетеді.|Каналів і сховищ вистачає на три роки.|تكفي القنوات والتخزين ثلاث سنوات.',
        rules,
      ),
    ],
  },
  {
    ...{ code: 'architecture-methodology', kind: 'methodology', adopted: '2021-02-01' },
    title: texts(
      'Methodology of the architecture of state bodies|Методика архитектуры государственных органов|Мемлекеттік органдар сәулетінің әдістемесі|Методика архітектури державних органів|منهجية معمارية الهيئات',
    ),
    clauses: [
      clause(
        '6',
        'Maturity is assessed once a year.|Зрелость оценивается раз в год.|Жетілу жылына бір рет бағаланады.|Зрілість оцінюється раз на рік.|يقيم النضج مرة في السنة.',
        rules,
      ),
    ],
    steps: [
      step('preparation', 1, 'Order and team|Приказ и команда|Бұйрық пен топ|Наказ і команда|الأمر والفريق'),
      step('preparation', 2, 'Plan of visits|План визитов|Барулар жоспары|План візитів|خطة الزيارات'),
      step(
        'as-is',
        1,
        'Functions and processes|Функции и процессы|Функциялар мен процестер|Функції та процеси|الوظائف والعمليات',
      ),
      step(
        'as-is',
        2,
        'Data, systems, equipment|Данные, системы, оборудование|Деректер, жүйелер, жабдық|Дані, системи, обладнання|البيانات والأنظمة والمعدات',
      ),
      step('to-be', 1, 'Target picture|Целевая картина|Мақсатты көрініс|Цільова картина|الصورة المنشودة'),
      step(
        'to-be',
        2,
        'Compared with the template|Сравнено с шаблоном|Үлгімен салыстырылды|Порівняно з шаблоном|قورن بالنموذج',
      ),
      step(
        'roadmap',
        1,
        'Projects by year|Проекты по годам|Жылдар бойынша жобалар|Проєкти за роками|المشاريع بحسب السنوات',
      ),
      step(
        'roadmap',
        2,
        'Measures with owners|Меры с ответственными|Жауаптылары бар шаралар|Заходи з відповідальними|التدابير ومسؤولوها',
      ),
      step(
        'approval',
        1,
        'Agreed with the body|Согласовано с ведомством|Ведомствомен келісілді|Погоджено з відомством|اتفق عليها مع الجهة',
      ),
      step(
        'support',
        1,
        'Looked at once a year|Пересматривается раз в год|Жылына бір рет қаралады|Переглядається раз на рік|تراجع مرة في السنة',
      ),
    ],
  },
  {
    ...{ code: 'reengineering-methodology', kind: 'methodology', adopted: '2020-02-01' },
    title: texts(
      'Methodology of re-engineering processes|Методика реинжиниринга процессов|Процестерді реинжинирингтеу әдістемесі|Методика реінжинірингу процесів|منهجية إعادة هندسة العمليات',
    ),
    clauses: [
      clause(
        '3',
        'Paper is asked for by law alone.|Бумага требуется только по закону.|Қағаз тек заң бойынша сұралады.|Папір вимагається лише за законом.|لا يطلب الورق إلا بقانون.',
        rules,
      ),
    ],
    steps: [
      step(
        'preparation',
        1,
        'Group of processes chosen|Группа процессов выбрана|Процестер тобы таңдалды|Групу процесів обрано|اختيرت مجموعة العمليات',
      ),
      step('as-is', 1, 'Measured as it is|Измерено как есть|Бар қалпында өлшенді|Виміряно як є|قيست كما هي'),
      step('to-be', 1, 'Target process|Целевой процесс|Мақсатты процесс|Цільовий процес|العملية المنشودة'),
    ],
  },
];
