// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { masked } from '../src/personal-data.ts';

test.each([
  ['an e-mail address', 'Write to i.petrov@mail.xm today', 'Write to […] today', ['e-mail']],
  ['a telephone', 'Call +7 (701) 123-45-67 please', 'Call […] please', ['phone']],
  ['a telephone with a trunk prefix', 'Звоните 8 701 123 45 67', 'Звоните […]', ['phone']],
  ['a SNILS', 'Мой СНИЛС 145-678-901 05', 'Мой СНИЛС […]', ['number']],
  ['a passport', 'паспорт N 12345678', 'паспорт […]', ['number']],
  ['a name with a patronymic', 'Врач Иванова Мария Петровна нагрубила', 'Врач […] нагрубила', ['name']],
  ['a name in another case', 'Большое спасибо Марии Петровне!', 'Большое спасибо […]!', ['name']],
  ['a surname with initials', 'Принимал Сидоров А. Б. вчера', 'Принимал […] вчера', ['name']],
  ['a name after a title', 'Nurse Smith was kind', 'Nurse […] was kind', ['name']],
  ['first name and surname', 'I saw Ivan Petrov there', 'I saw […] there', ['name']],
  ['a Kazakh patronymic', 'Айгүл Маратқызы көмектесті', '[…] көмектесті', ['name']],
  ['an Arabic name after a title', 'شكرا الدكتور أحمد علي', 'شكرا الدكتور […]', ['name']],
] as const)('%s is masked', (_name, text, shown, found) => {
  expect(masked(text)).toEqual({ text: shown, found });
});

test.each([
  'On 2026-11-20 I waited 45 minutes in room 12.',
  'Ждал 20.11.2026 два часа.',
  'شكرا جزيلا',
  'About XM-01-CLINIC-1',
])('what names nobody stays: %s', (text) => expect(masked(text)).toEqual({ text, found: [] }));
