// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterQuiet, instantOf, localOf, nextAt } from '../src/routing/quiet.ts';
import {
  commands,
  PduError,
  PduReader,
  readMessage,
  readReceipt,
  type ShortMessage,
  writeMessage,
  writePdu,
} from '../src/smpp/pdu.ts';
import { smsParts, textOfPart } from '../src/smpp/text.ts';
import { asHtml, asText, mapTexts, readMarkdown } from '../src/templates/markdown.ts';

const fault = (text: string) => readMarkdown(text).faults[0]?.what;

test('headings, bold, lists and links are read, as text and as HTML', () => {
  const { blocks, faults } = readMarkdown(
    '# Head\n\nOne **bold**\nline\n\n- a\n- [b](/cabinet)\n\n1. first\n2. second',
  );
  expect(faults).toEqual([]);
  expect(asText(blocks, 'https://s')).toBe(
    'Head\n\nOne bold\nline\n\n• a\n• b (https://s/cabinet)\n\n1. first\n2. second',
  );
  expect(asHtml(blocks, 'https://s')).toBe(
    '<h2>Head</h2>\n<p>One <strong>bold</strong><br>line</p>\n<ul><li>a</li><li><a href="https://s/cabinet">b</a></li></ul>\n<ol><li>first</li><li>second</li></ol>',
  );
});

test.each([
  ['> said', 'a quotation'],
  ['![x](https://a/b.png)', 'a picture'],
  ['<b>x</b>', 'HTML'],
  ['`x`', 'code'],
  ['### deep', 'a heading below the second level'],
  ['| a | b |', 'a table'],
  ['---', 'a line across'],
  ['[x](javascript:alert(1))', 'a link that leads neither to https nor to a page of this platform'],
  ['[x](//evil.example)', 'a link that leads neither to https nor to a page of this platform'],
  ['*slanted*', 'a star that makes nothing bold'],
])('%s is refused by what it is', (text, what) => {
  expect(fault(text)).toBe(what);
});

test('values of placeholders are never Markdown, and never HTML', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const { blocks } = readMarkdown('Dear ((name))');
      const html = asHtml(
        mapTexts(blocks, (text) => text.replace('((name))', () => value)),
        '',
      );
      expect(html.replace(/^<p>|<\/p>$/g, '')).not.toMatch(/[<>]/);
    }),
  );
});

test('a short message comes together again from its parts, in either alphabet, none too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
      const parts = smsParts(text);
      expect(parts.map(({ coding, body }) => textOfPart(coding, body)).join('')).toBe(text);
      for (const { coding, body } of parts)
        expect(body.length).toBeLessThanOrEqual(
          parts.length === 1 ? (coding === 0 ? 160 : 140) : coding === 0 ? 153 : 134,
        );
    }),
  );
  expect(smsParts('€'.repeat(80))).toHaveLength(1);
  expect(smsParts('€'.repeat(81))).toHaveLength(2);
  expect(smsParts('ж'.repeat(70))).toHaveLength(1);
});

test('a PDU is read as it was written, cut anywhere', () => {
  const message = fc.record({
    from: fc.stringMatching(/^[A-Z]{1,11}$/),
    to: fc.stringMatching(/^\d{8,15}$/),
    text: fc.uint8Array({ maxLength: 140 }).map((bytes) => Buffer.from(bytes)),
    coding: fc.constantFrom(0, 8),
  });
  fc.assert(
    fc.property(message, fc.nat(), ({ from, to, text, coding }, cut) => {
      const given: ShortMessage = {
        from,
        to,
        text,
        coding,
        esmClass: 0,
        wantsReceipt: true,
        more: new Map([[0x1401, Buffer.from('k')]]),
      };
      const bytes = writePdu({ command: commands.submit, status: 0, sequence: 7, body: writeMessage(given) });
      const reader = new PduReader();
      const at = cut % bytes.length;
      const [pdu] = [...reader.push(bytes.subarray(0, at)), ...reader.push(bytes.subarray(at))];
      expect(readMessage(pdu?.body ?? Buffer.alloc(0))).toEqual(given);
    }),
  );
});

test('broken PDUs end in an error of their own, never in another', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const attempt = (read: () => unknown) => {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(PduError);
        }
      };
      attempt(() => new PduReader().push(Buffer.from(bytes)));
      attempt(() => readReceipt(readMessage(Buffer.from(bytes))));
    }),
    { numRuns: 500 },
  );
});

const berlin = 'Europe/Berlin';
test('quiet hours end by the clock of the person, also on the days when clocks are changed', () => {
  const end = (at: string) => afterQuiet(new Date(at), '22:00', '07:00', berlin).toISOString();
  // The night in which clocks go forward is an hour shorter, the other one longer.
  expect(end('2026-03-28T22:30:00Z')).toBe('2026-03-29T05:00:00.000Z');
  expect(end('2026-10-24T21:30:00Z')).toBe('2026-10-25T06:00:00.000Z');
  expect(end('2026-07-01T12:00:00Z')).toBe('2026-07-01T12:00:00.000Z');
  // 02:30 is left out in the one night, and comes twice in the other.
  expect(instantOf({ day: '2026-03-29', time: '02:30' }, berlin).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  expect(instantOf({ day: '2026-10-25', time: '02:30' }, berlin).toISOString()).toBe('2026-10-25T00:30:00.000Z');
});

test('nothing ever rings within the quiet hours, and nothing waits for more than a day', () => {
  const zones = fc.constantFrom(
    'UTC',
    berlin,
    'Asia/Almaty',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  );
  const time = fc
    .nat(1439)
    .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
  const at = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(zones, time, time, at, (zone, from, until, now) => {
      fc.pre(from !== until);
      const due = afterQuiet(now, from, until, zone);
      expect(due.getTime()).toBeGreaterThanOrEqual(now.getTime());
      expect(due.getTime() - now.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
      if (due > now) {
        const { time: shown } = localOf(due, zone);
        // Where the end of the quiet hours is left out that night, it is the first minute after it.
        if (shown !== until) expect(shown > until).toBe(true);
      }
      expect(nextAt(now, until, zone).getTime()).toBeGreaterThanOrEqual(now.getTime());
    }),
    { numRuns: 500 },
  );
});
