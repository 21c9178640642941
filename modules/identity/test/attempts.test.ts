// SPDX-License-Identifier: Apache-2.0
import { hashPassword, isRefusal } from '@stoa/kernel';
import { describe, expect, it, test } from 'vitest';
import { networkOf } from '../src/sign-in/attempts.ts';
import { checkPassword } from '../src/sign-in/check-password.ts';
import { identityWorld, password } from './world.ts';

const { b, account } = await identityWorld();
const ann = await account('ann', '11223344595');

const attempt = (login: string, secret: string, address = '192.0.2.1') =>
  checkPassword(b.module, { login, password: secret, address }).then(
    (id) => id,
    (error: unknown) => (isRefusal(error) ? error.code : String(error)),
  );

describe('guesses', () => {
  it('are answered alike and slowed down alike, whether the login exists or not', async () => {
    for (const login of ['ann', 'nobody-here']) {
      const told: string[] = [];
      for (let i = 0; i < 8; i++) told.push(await attempt(login, 'wrong password', '192.0.2.2'));
      expect(told).toEqual([
        ...Array.from({ length: 6 }, () => 'identity.sign-in-refused'),
        'identity.sign-in-delayed',
        'identity.sign-in-delayed',
      ]);
    }
  });

  it('lock nobody out: the owner signs in meanwhile from elsewhere, and from there after a moment', async () => {
    for (let i = 0; i < 40; i++) {
      await attempt('ann', 'wrong password', '192.0.2.3');
      b.clock.advance({ seconds: 3 });
    }
    expect(await attempt('ann', password, '192.0.2.50')).toBe(ann.id);
    b.clock.advance({ seconds: 61 });
    expect(await attempt('ann', password, '192.0.2.3')).toBe(ann.id);
  });

  it('from many networks are slowed down too, but not at a network from which the owner signed in before', async () => {
    expect(await attempt('ann', password, '198.51.100.1')).toBe(ann.id);
    const told: string[] = [];
    for (let i = 0; i < 30; i++) told.push(await attempt('ann', 'wrong password', `203.0.113.${i}`));
    expect(told.at(-1)).toBe('identity.sign-in-delayed');
    expect(await attempt('ann', password, '198.51.100.1')).toBe(ann.id);
    b.clock.advance({ minutes: 20 });
  });

  it('sent at once do not pass the limit', async () => {
    const told = await Promise.all(Array.from({ length: 30 }, () => attempt('ann', 'wrong password', '192.0.2.4')));
    const judged = told.filter((one) => one === 'identity.sign-in-refused').length;
    expect(judged).toBeLessThanOrEqual(6);
    expect(judged).toBeGreaterThan(0);
  });

  it('are counted for a household, not for each of its addresses', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8:1:2::9')).not.toBe(networkOf('2001:db8:1:3::9'));
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('::1')).toBe('0:0:0:0');
  });
});

test('many wrong passwords at once leave connections to everybody else', async () => {
  const pool = b.platform.modules.get('identity')?.pool;
  const guesses = Promise.all(
    Array.from({ length: 30 }, (_, i) => attempt(`g${i}`, 'wrong password', `192.0.2.${i + 100}`)),
  );
  // Hashing holds no connection: all are free again while it goes on.
  await expect.poll(() => pool?.idleCount === pool?.totalCount && pool?.waitingCount === 0, { interval: 5 }).toBe(true);
  expect(await guesses).toContain('identity.sign-in-refused');
});

test('more than a queue of passwords is refused with when to come again', async () => {
  const told = await Promise.allSettled(Array.from({ length: 60 }, () => hashPassword(password)));
  const refused = told.filter((one): one is PromiseRejectedResult => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.reason).toMatchObject({ kind: 'limit', code: 'kernel.busy', retryAfterSeconds: 3 });
});

test('a password is never hashed inside a transaction', async () => {
  await expect(b.module.tx({ kind: 'system' }, () => hashPassword(password))).rejects.toThrow(
    /must not run inside a transaction/,
  );
});

test('failed attempts at an account stand in the ledger, those at none do not name what was typed', async () => {
  await attempt('ann', 'wrong password', '192.0.2.9');
  await attempt('my-secret-typed-as-login', 'x', '192.0.2.9');
  const rows = await b.sql<{ record: string }>('select record from ledger_entry');
  const text = rows.map(({ record }) => record).join('\n');
  expect(text).toContain('identity.sign-in-failed');
  expect(text).not.toContain('my-secret-typed-as-login');
});
