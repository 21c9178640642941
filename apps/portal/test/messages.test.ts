// SPDX-License-Identifier: Apache-2.0
/** How messages are put into words; that none is missing is a house rule (checks/src/rules/messages.ts). */
import { describe, expect, it } from 'vitest';
import { createFormatter } from '../src/app/format.ts';
import { messagesOf } from '../src/server/locale.ts';

const english = messagesOf('en');

describe('messages', () => {
  it('writes Arabic numbers with the digits of documents, and counts by the plural rules of the language', () => {
    const arabic = createFormatter('ar', 'Asia/Almaty', messagesOf('ar'));
    expect(arabic.number(1204)).toBe('1,204');
    expect(arabic.t('home.service-count', { count: 2 })).toBe('خدمتان');
    // A number of a document keeps its order after Arabic letters; nothing is hidden in other languages.
    const title = (language: 'ar' | 'en') =>
      createFormatter(language, 'Asia/Almaty', messagesOf(language)).t('documents.resolve-title', {
        subject: '01-294/26 Quota',
      });
    expect(title('ar')).toContain('\u206801-294/26\u2069 Quota');
    expect(title('en')).toContain(' 01-294/26 Quota');
    const russian = createFormatter('ru', 'Asia/Almaty', messagesOf('ru'));
    expect([1, 2, 5, 21].map((count) => russian.t('home.service-count', { count }))).toEqual([
      '1 услуга',
      '2 услуги',
      '5 услуг',
      '21 услуга',
    ]);
  });

  it('writes instants in the time zone of the country and calendar dates as they are', () => {
    const page = createFormatter('en', 'Asia/Almaty', english);
    expect(page.date('2026-11-20T20:00:00Z')).toBe('21 November 2026');
    expect(page.date('2026-11-20')).toBe('20 November 2026');
    expect(page.money(18000, 'EUR')).toBe('€180.00');
    expect(page.money(500, 'JPY')).toBe('JP¥500');
  });
});
