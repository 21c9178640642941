// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, test } from 'vitest';
import { base32, totpCode, totpStep, totpSteps } from '../src/totp.ts';
import { bench } from '../testing/index.ts';
import { openBill, sample, settleBill } from './sample/sample.ts';

const b = await bench(sample);
const duties = ['treasury.cashier'];
const at = (minutesAgo: number) => new Date(b.clock.now().getTime() - minutesAgo * 60_000).toISOString();

describe('an operation that asks for a level and a new sign-in', () => {
  const settle = async (about: Parameters<typeof b.person>[0]) => {
    const { id } = await b.call(openBill, { amountMinor: 100 });
    return b.http(b.person({ duties, ...about })).post(`/api/sample/bills/${id}/receipt`, { receiptNo: 'R' });
  };
  const refused = {
    status: 403,
    body: { code: 'kernel.stronger-sign-in-needed', errors: [{ params: { level: '2', minutes: '15' } }] },
    headers: {
      'www-authenticate': expect.stringMatching(
        /^Bearer error="insufficient_user_authentication", .*acr_values="http:\/\/eidas.europa.eu\/LoA\/substantial", max_age="900"$/,
      ),
    },
  };
  it('refuses a lower one, an older one and one of unknown age, and says what it needs', async () => {
    expect(await settle({ assurance: 1 })).toMatchObject(refused);
    expect(await settle({ authenticatedAt: at(16) })).toMatchObject(refused);
    expect(await settle({ authenticatedAt: '' })).toMatchObject(refused);
    expect(await settle({ authenticatedAt: at(14) })).toMatchObject({ status: 200 });
  });
  it('leads whose duties wait for a second factor there, and nobody else', async () => {
    const waiting = { ...b.person(), dutiesWait: 'for-factor' as const };
    const { id } = await b.call(openBill, { amountMinor: 100 });
    const call = (who: typeof waiting | ReturnType<typeof b.person>) => b.call(settleBill, { id, receiptNo: 'R' }, who);
    await expect(call(waiting)).rejects.toMatchObject({ code: 'kernel.stronger-sign-in-needed' });
    await expect(call(b.person())).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  });
});

test('codes of an app are those of RFC 6238, appendix B', () => {
  const secret = base32(Buffer.from('12345678901234567890'));
  expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  const codes = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000].map((second) =>
    totpCode(secret, totpStep(new Date(second * 1000))),
  );
  expect(codes).toEqual(['287082', '081804', '050471', '005924', '279037', '353130']);
});

test('a code is taken one step early and late, and never again once it or a later one was used', () => {
  const now = new Date('2026-11-29T08:00:00Z');
  const step = totpStep(now);
  expect(totpSteps(now, null)).toEqual([step - 1, step, step + 1]);
  expect(totpSteps(now, step)).toEqual([step + 1]);
  expect(totpSteps(now, step + 1)).toEqual([]);
});
