// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeFileName } from '../src/files/index.ts';

test.each([
  ['consent.pdf', 'consent.pdf'],
  ['/etc/../passwd.pdf', 'passwd.pdf'],
  ['C:\\Users\\a\\scan 1.PDF', 'scan 1.PDF'],
  ['согласие\u202efdp.exe', 'согласиеfdp.exe'],
  ['موافقة المالك.pdf', 'موافقة المالك.pdf'],
  ['a\r\nSet-Cookie: x.pdf', 'a Set-Cookie_ x.pdf'],
  ['...htaccess', 'htaccess'],
  ['.pdf', 'pdf'],
  ['', 'file'],
  ['"><img src=x>.png', '___img src_x_.png'],
  [`${'я'.repeat(300)}.jpeg`, `${'я'.repeat(115)}.jpeg`],
])('the name %j is kept as %j', (name, kept) => {
  expect(safeFileName(name)).toBe(kept);
});

test('no name leaves its folder, hides what it is, or is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const kept = safeFileName(name);
      expect(kept).toMatch(/^[\p{L}\p{M}\p{N}_()-][\p{L}\p{M}\p{N} ._()-]*$/u);
      expect([...kept].length).toBeLessThanOrEqual(120);
    }),
  );
});
