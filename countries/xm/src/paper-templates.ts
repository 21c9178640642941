// SPDX-License-Identifier: Apache-2.0
/** The state's standard set of templates for documents of institutions, in the languages that offices write in. */
import type { Language } from './local-text.ts';

export interface PaperTemplate {
  readonly code: string;
  /** Of the documents drawn up from it. */
  readonly kind: string;
  readonly language: Language;
  readonly title: string;
  readonly body: string;
}

const addressee = '> {addressee-post}\n> {addressee}\n> {addressee-address}';
const signature = '= {signer-post} | {signer}';
const paper = (
  code: string,
  kind: string,
  language: Language,
  title: string,
  ...parts: readonly string[]
): PaperTemplate => ({
  ...{ code, kind, language, title, body: parts.join('\n\n') },
});

export const paperTemplates: readonly PaperTemplate[] = [
  paper('letter', 'outgoing', 'en', 'Letter', addressee, '# {subject}', '{text}', signature, 'Executor: {executor}'),
  paper('letter', 'outgoing', 'ru', 'Письмо', addressee, '# {subject}', '{text}', signature, 'Исполнитель: {executor}'),
  paper('letter', 'outgoing', 'kk', 'Хат', addressee, '# {subject}', '{text}', signature, 'Орындаушы: {executor}'),
  paper(
    ...(['answer', 'outgoing', 'en', 'Answer'] as const),
    addressee,
    '# {subject}',
    'To your letter No. {reply-number} of {reply-date} we answer as follows.',
    '{text}',
    ...[signature, 'Executor: {executor}'],
  ),
  paper(
    ...(['answer', 'outgoing', 'ru', 'Ответ'] as const),
    addressee,
    '# {subject}',
    'На ваше письмо № {reply-number} от {reply-date} сообщаем следующее.',
    '{text}',
    ...[signature, 'Исполнитель: {executor}'],
  ),
  paper(
    ...(['answer', 'outgoing', 'kk', 'Жауап'] as const),
    addressee,
    '# {subject}',
    '{reply-date} күнгі № {reply-number} хатыңызға мынаны хабарлаймыз.',
    '{text}',
    ...[signature, 'Орындаушы: {executor}'],
  ),
  paper(
    ...(['order', 'order', 'en', 'Order'] as const),
    ...['# ORDER\n# {subject}', '{date}', '{ground}', 'I ORDER:', '{text}', signature],
  ),
  paper(
    ...(['order', 'order', 'ru', 'Приказ'] as const),
    ...['# ПРИКАЗ\n# {subject}', '{date}', '{ground}', 'ПРИКАЗЫВАЮ:', '{text}', signature],
  ),
  paper(
    ...(['order', 'order', 'kk', 'Бұйрық'] as const),
    ...['# БҰЙРЫҚ\n# {subject}', '{date}', '{ground}', 'БҰЙЫРАМЫН:', '{text}', signature],
  ),
  paper(
    ...(['minutes', 'minutes', 'en', 'Minutes'] as const),
    ...[
      '# MINUTES\n# {subject}',
      '{date}',
      'Present: {present}',
      'Agenda: {agenda}',
      'Decided:',
      '{decisions}',
      signature,
    ],
  ),
  paper(
    ...(['minutes', 'minutes', 'ru', 'Протокол'] as const),
    ...[
      '# ПРОТОКОЛ\n# {subject}',
      '{date}',
      'Присутствовали: {present}',
      'Повестка дня: {agenda}',
      'Решили:',
      '{decisions}',
      signature,
    ],
  ),
  paper(
    ...(['minutes', 'minutes', 'kk', 'Хаттама'] as const),
    ...[
      '# ХАТТАМА\n# {subject}',
      '{date}',
      'Қатысқандар: {present}',
      'Күн тәртібі: {agenda}',
      'Шешім қабылданды:',
      '{decisions}',
      signature,
    ],
  ),
  paper(
    ...(['memo', 'internal', 'en', 'Memorandum'] as const),
    ...[
      '> {signer-post}\n> {signer}',
      '# MEMORANDUM\n# {subject}',
      '{text}',
      '{date}',
      '= {executor-post} | {executor}',
    ],
  ),
  paper(
    ...(['memo', 'internal', 'ru', 'Служебная записка'] as const),
    ...[
      '> {signer-post}\n> {signer}',
      '# СЛУЖЕБНАЯ ЗАПИСКА\n# {subject}',
      '{text}',
      '{date}',
      '= {executor-post} | {executor}',
    ],
  ),
  paper(
    ...(['memo', 'internal', 'kk', 'Қызметтік жазба'] as const),
    ...[
      '> {signer-post}\n> {signer}',
      '# ҚЫЗМЕТТІК ЖАЗБА\n# {subject}',
      '{text}',
      '{date}',
      '= {executor-post} | {executor}',
    ],
  ),
  paper(
    ...(['certificate', 'outgoing', 'en', 'Certificate'] as const),
    ...['# CERTIFICATE', 'It is certified that {person} {text}', 'Issued on {date} to be shown at: {place}', signature],
  ),
  paper(
    ...(['certificate', 'outgoing', 'ru', 'Справка'] as const),
    ...[
      '# СПРАВКА',
      'Настоящая справка подтверждает, что {person} {text}',
      'Выдана {date} для предъявления: {place}',
      signature,
    ],
  ),
  paper(
    ...(['certificate', 'outgoing', 'kk', 'Анықтама'] as const),
    ...[
      '# АНЫҚТАМА',
      'Осы анықтама {person} {text} растайды.',
      '{date} берілді, көрсетілетін жері: {place}',
      signature,
    ],
  ),
];
