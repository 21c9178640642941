// SPDX-License-Identifier: Apache-2.0
import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { PrintableText } from '../src/contract.ts';
import { codePoints, typeset, unprintable } from '../src/typeset/index.ts';
import { settable, visible } from '../src/typeset/printable.ts';
import { validateInput } from '../src/validate.ts';

const page =
  '#let data = json(bytes(sys.inputs.data))\n#set document(title: "Page", date: datetime(year: 2027, month: 1, day: 1))\n';

const written = [
  'House 5 📍 → entrance B ≥ 2 ✓ ★ ☎ № € ₸ ½ ™',
  'Nguyễn Łódź Ångström Ελλάδα Қазақстан Ґанок',
  'بناية ٥، شارع الوحدة، می‌خواهم',
  'שלום',
  'თბილისი',
  'Երևան',
  'กรุงเทพ ລາວ ភ្នំពេញ ရန်ကုန်',
  'नमस्ते বাংলা ਪੰਜਾਬੀ ગુજરાતી தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල አማርኛ',
  '北京市朝阳区 臺北市 東京都 서울특별시 カタカナ',
  '👍🏽 👨‍👩‍👧 🇰🇿 1️⃣ ❤️',
];

test.each(written)('what people plausibly write is set: %s', (words) => {
  expect(unprintable(words)).toBeUndefined();
  const replaced: string[] = [];
  const pdf = typeset(`${page}#text(weight: "bold", data.words)`, { words }, (sign) => replaced.push(sign));
  expect(pdf.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(replaced).toEqual([]);
});

test('what nobody sees is dropped when it is set: marks of order, joiners that join nothing, variation selectors', () => {
  expect(visible('\ufeffa\u200bb\u2060c\u200e\u202ed\u00ad\u0007 ❤\ufe0f\u200d')).toBe('abcd ❤');
  expect(visible('می\u200cخواهم')).toBe('می\u200cخواهم');
  expect(visible('e\u0301\u2003x\ny')).toBe('é x\ny');
});

test('what no font has stands on the paper as its code point, and is told of: the paper is made', () => {
  const replaced: string[] = [];
  const pdf = typeset(`${page}#data.list.at(0).words`, { list: [{ words: 'A \u{13000} \ue000' }] }, (sign) =>
    replaced.push(sign),
  );
  expect(pdf.length).toBeGreaterThan(1000);
  expect(replaced).toEqual(['\u{13000}', '\ue000']);
  expect(settable('A \u{13000}', () => {})).toBe('A [U+13000]');
  expect(codePoints('👍🏽')).toBe('U+1F44D U+1F3FD');
});

test('a letter and its marks must come from one font, or the pair is no drawable sign', () => {
  expect(unprintable('ж\u05b0')).toBe('ж\u05b0');
  expect(() => typeset(`${page}#data.words`, { words: 'ж\u05b0' })).not.toThrow();
});

test('packages that name the main fonts alone are set with the fallback fonts too', () => {
  const replaced: string[] = [];
  typeset(`${page}#set text(font: ("Noto Sans", "Noto Sans Arabic"))\n#data.words`, { words: '📍' }, (sign) =>
    replaced.push(sign),
  );
  expect(replaced).toEqual([]);
});

test('free text with a character that cannot be printed is refused where it enters, and the character named', () => {
  const schema = Type.Object({ reason: PrintableText(100) });
  expect(() => validateInput(schema, { reason: 'Approved ✓ 📍' }, false)).not.toThrow();
  expect(() => validateInput(schema, { reason: 'see \u{13000}' }, false)).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      code: 'kernel.input-invalid',
      errors: [
        expect.objectContaining({
          pointer: '/reason',
          code: 'unprintable',
          params: { character: '\u{13000}', code: 'U+13000' },
        }),
      ],
    }),
  );
});
