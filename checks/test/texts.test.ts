// SPDX-License-Identifier: Apache-2.0
/** Every text a person sees, against the rules for texts; and a deliberate violation of each rule. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languages } from '@stoa/kernel/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../src/inventory.ts';
import * as messages from '../src/rules/messages.ts';
import { textsIn } from '../src/texts/collect.ts';
import { newTexts, table, textsAt, textsOf } from '../src/texts/list.ts';
import { type Glossary, leftInEnglish, missingLanguages, readGlossary, strayWords } from '../src/texts/rules.ts';

const glossary = readGlossary(readFileSync(join(root, 'docs/glossary.yaml'), 'utf8'));
const texts = textsOf();
const fee = { en: 'Pay the fee', ru: 'Оплатить сбор', kk: 'Алымды төлеу', uk: 'Сплатити збір', ar: 'ادفع الرسوم' };
const text = (change: Partial<typeof fee> = {}) => [{ where: 'here', in: { ...fee, ...change } }];
const only = (term: string, change: Partial<Glossary> = {}): Glossary => ({
  terms: glossary.terms.filter(({ en }) => en === term),
  except: [],
  same: {},
  ...change,
});

const folder = mkdtempSync(join(tmpdir(), 'stoa-texts-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the texts of the platform', () => {
  it('are found in messages, sources, services and country data', () => {
    for (const place of ['apps/portal/src/messages/', 'modules/cases/src/', 'services/work-permit/', 'countries/xm/'])
      expect(texts.filter(({ where }) => where.startsWith(place)).length, place).toBeGreaterThan(20);
  });

  it('have a glossary whose terms stand once, in every language, with their meaning and the reason of each exception', () => {
    expect(new Set(glossary.terms.map(({ en }) => en)).size).toBe(glossary.terms.length);
    for (const term of glossary.terms)
      for (const part of [...languages, 'means'] as const) expect(term[part], `${term.en} ${part}`).toBeTruthy();
    for (const reason of [...glossary.except.map(({ because }) => because), ...Object.values(glossary.same)])
      expect(reason).toBeTruthy();
  });
});

describe('a violation', () => {
  it('of completeness is a language left out or empty', () => {
    expect(missingLanguages([{ where: 'here', in: { en: 'Fee', ru: 'Сбор', kk: ' ', uk: 'Збір' } }])).toEqual([
      'here has no text in kk',
      'here has no text in ar',
    ]);
  });

  it('of translation is a text equal to its English, or one in Latin letters, that is not listed', () => {
    expect(leftInEnglish(text(), only('fee'))).toEqual([]);
    expect(leftInEnglish(text({ kk: fee.en, ar: 'Rusum {amount}' }), only('fee'))).toEqual([
      'here is not translated into kk, ar: Pay the fee',
    ]);
    expect(leftInEnglish([{ where: 'here', in: { en: '{a}: 5', ru: '{a}: 5' } }], only('fee'))).toEqual([]);
    const listed = { 'Pay the fee': 'a name', PDF: 'a name' };
    expect(leftInEnglish(text({ kk: fee.en }), only('fee', { same: listed }))).toEqual([
      'the glossary lists “PDF” as the same everywhere, and no text is',
    ]);
  });

  it('of the glossary is another word for a term', () => {
    expect(strayWords(text(), only('fee'))).toEqual([]);
    expect(strayWords(text({ ru: 'Оплатить пошлину', ar: 'ادفع الأجرة' }), only('fee'))).toEqual([
      'here says fee (Pay the fee), ru without “сбор”: Оплатить пошлину; ar without “رسوم”: ادفع الأجرة',
    ]);
    const except = [{ term: 'fee', text: 'Pay the fee', because: 'a reason' }];
    expect(strayWords(text({ ru: 'Оплатить' }), only('fee', { except }))).toEqual([]);
    expect(strayWords(text(), only('fee', { except }))).toEqual([
      'the glossary excepts “Pay the fee” from fee for nothing',
    ]);
  });

  it('of the glossary is found in a plural, with signs on letters, and not inside another word', () => {
    const duties = { en: 'Two duties', ru: 'Две обязанности', kk: 'Екі міндет', uk: "Два обов'язки", ar: 'مهمّتان' };
    const loose = { en: 'duty', ru: 'обязанност/ь', kk: 'міндет', uk: 'обов’яз/ок', ar: 'مهمت', means: 'a duty' };
    const rule = { terms: [loose], except: [], same: {} };
    expect(strayWords([{ where: 'here', in: duties }], rule)).toEqual([]);
    expect(strayWords([{ where: 'here', in: { ...duties, ru: 'Безобязанности' } }], rule)).toHaveLength(1);
    expect(strayWords([{ where: 'here', in: { ...duties, en: 'heavy-duty', ru: 'Прочный' } }], rule)).toEqual([]);
  });
});

describe('the collector', () => {
  const found = (path: string, source: string) => textsIn([{ path, text: source }]).map((each) => each.in);
  const five = languages.map((language) => `'${fee[language]}'`).join(', ');

  it('reads literals, templates, functions, argument lists, rows and tables of a source', () => {
    const path = 'modules/payments/src/texts.ts';
    expect(found(path, `const a = { en: 'Fee', ru: \`Сбор \${sum}\` };`)).toEqual([{ en: 'Fee', ru: 'Сбор {sum}' }]);
    expect(found(path, `const a = { en: (a) => 'Fee', ru: (a) => \`\${a}: сбор\` };`)).toEqual([
      { en: 'Fee', ru: '{a}: сбор' },
    ]);
    expect(found(path, `const a = text(${five});`)).toEqual([fee]);
    expect(found(path, `const a = text('${Object.values(fee).join(' | ')}');`)).toEqual([fee]);
    expect(found(path, `const a = ['01', 'A', ${five}];`)).toEqual([fee]);
    expect(found(path, `const a = { en: { pay: 'Fee' }, ru: { pay: 'Сбор' } };`)).toEqual([{ en: 'Fee', ru: 'Сбор' }]);
    expect(found(path, `const a = { en: ['latin'], name: 'ru' };`)).toEqual([]);
    expect(found(path, `const stemmers = { en: 'english', ru: 'russian' };`)).toEqual([]);
  });

  it('reads data in YAML and the messages of the portal, and leaves tests alone', () => {
    expect(found('services/x/texts.yaml', 'nodes:\n  - start: { en: Fee, ru: Сбор }\n')).toEqual([
      { en: 'Fee', ru: 'Сбор' },
    ]);
    expect(found('modules/payments/src/words.json', '{ "paid": { "en": "Fee", "ru": "Сбор" } }')).toEqual([
      { en: 'Fee', ru: 'Сбор' },
    ]);
    const messages = [
      { path: 'apps/portal/src/messages/a.en.json', text: '{ "k": { "one": "a fee", "other": "fees" } }' },
      { path: 'apps/portal/src/messages/a.ru.json', text: '{ "k": "Сбор" }' },
    ];
    expect(textsIn(messages)).toEqual([
      { where: 'apps/portal/src/messages/a: k', in: { en: 'a fee | fees', ru: 'Сбор' } },
    ]);
    expect(found('modules/payments/test/texts.ts', `const a = { en: 'Fee', ru: 'Сбор' };`)).toEqual([]);
  });

  it('tells the texts that are new or changed since a revision, as a table of the languages', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
    const write = (start: string, end: string) =>
      writeFileSync(
        join(folder, 'services/texts.yaml'),
        `${start}: { en: Fee, ru: Сбор }\nend: { en: End, ru: ${end} }\n`,
      );
    mkdirSync(join(folder, 'services'));
    git('init', '-q');
    write('start', 'Конец');
    git('add', '.');
    git('commit', '-q', '-m', 'Begin');
    write('begin', 'Всё|то');
    expect(table(newTexts(textsAt('HEAD', folder), textsOf(folder))).split('\n')).toEqual([
      '| where | en | ru | kk | uk | ar |',
      '| --- | --- | --- | --- | --- | --- |',
      '| services/texts.yaml: end | End | Всё\\|то |  |  |  |',
    ]);
  });
});

describe('texts of the portal fail the rules', () => {
  const file = (language: string, texts: object) => ({ path: `area.${language}.json`, text: JSON.stringify(texts) });
  const inAll = (texts: object, change: Record<string, object> = {}) =>
    messages.messagesFrom(languages.map((language) => file(language, change[language] ?? texts)));
  const greeting = { hello: 'Hello, {name}', count: { one: '{count} thing', other: '{count} things' } };

  it('where a language lacks a key or has one of its own', () => {
    expect(messages.unequalKeys(inAll(greeting))).toEqual([]);
    expect(messages.unequalKeys(inAll(greeting, { kk: { hello: 'Сәлем, {name}', other: 'х' } }))).toEqual([
      'count is missing in kk',
      'other is in kk alone',
    ]);
  });
  it('where a text is empty or has other places than English', () => {
    expect(messages.wrongPlaces(inAll(greeting))).toEqual([]);
    expect(messages.wrongPlaces(inAll(greeting, { ru: { hello: ' ' }, uk: { hello: 'Вітаємо, {імя}' } }))).toHaveLength(
      2,
    );
    expect(messages.wrongPlaces(inAll(greeting, { ar: { count: { two: '{sum} {count}' } } }))).toHaveLength(1);
  });
  it('where a plural category is missing', () => {
    expect(messages.missingPlurals(inAll({ count: { other: '{count}' } }))).toEqual([]);
    const arabic = { count: { zero: '0', one: '1', two: '2', few: '3', many: '11' } };
    expect(messages.missingPlurals(inAll({ count: 'x' }, { ar: arabic }))).toEqual(['count lacks "other" in ar']);
  });
  it('where a page names a key that has none, or an access to data has no words', () => {
    const page = { path: 'Page.vue', text: `{{ t('hello') }} {{ t('hullo') }}` };
    expect(messages.unknownKeys(inAll(greeting), [page])).toEqual(['Page.vue: hullo']);
    const table = { path: 'Table.vue', text: `columnsOf(t, 'he', ['llo', 'lp'])` };
    expect(messages.unknownKeys(inAll(greeting), [table])).toEqual(['Table.vue: help']);
    const use = { path: 'x.ts', text: `audit(tx, { action: 'cases.case-read', object, subject })` };
    expect(messages.unsaidAccess(inAll(greeting), [use])).toEqual(['cases.case-read']);
    expect(messages.unsaidAccess(inAll({ 'access.cases.case-read': 'x' }), [use])).toEqual([]);
  });
});
