// SPDX-License-Identifier: Apache-2.0
/** Password storage with scrypt (RFC 7914), N = 2^15, r = 8, p = 1: 32 MB and some 60 ms a try. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { queueOf } from './expensive.ts';

const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** Two at a time leave threads to the rest of the process; who would wait for more than some seconds is told so. */
const inTurn = queueOf('Hashing a password', 2, 40);

const derive = (password: string, salt: Buffer, options: ScryptOptions) =>
  inTurn(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );

/** Refuses: kernel.busy. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${cost.N}$${salt.toString('base64')}$${(await derive(password, salt, cost)).toString('base64')}`;
}

/** Takes the same time for an account that does not exist (`stored` undefined). Refuses: kernel.busy. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [, n, salt, key] = (stored ?? `scrypt$${cost.N}$AAAAAAAAAAAAAAAAAAAAAA==$`).split('$');
  const derived = await derive(password, Buffer.from(salt ?? '', 'base64'), { ...cost, N: Number(n) });
  const expected = Buffer.from(key ?? '', 'base64');
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}
