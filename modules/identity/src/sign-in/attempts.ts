// SPDX-License-Identifier: Apache-2.0
/**
 * Guesses are slowed down, nobody is locked out: by login and network together, by network, and by login over all networks
 * but those from which its owner has signed in before. Logins that nobody has are treated alike.
 */
import { hash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { refuse, type Tx } from '@stoa/kernel';

interface Slowing {
  /** Attempts without delay. */
  readonly free: number;
  /** The delay doubles from a second up to this. */
  readonly longestSeconds: number;
}
const ofBoth: Slowing = { free: 5, longestSeconds: 60 };
const ofNetwork: Slowing = { free: 60, longestSeconds: 60 };
const ofLogin: Slowing = { free: 20, longestSeconds: 30 };
/** Counting begins anew after this time without an attempt. */
const forgottenAfterMinutes = 15;
const knownForDays = 180;

const keyOf = (kind: string, ...parts: string[]) => hash('sha256', JSON.stringify([kind, ...parts]), 'buffer');

/** A household has one IPv4 address, or one /64 of IPv6 (RFC 6177). */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const gap = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...gap, ...back]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

/** For people to recognise: without the part that names one household. */
export const roughly = (address: string): string => networkOf(address).replace(/([.:])[^.:]+$/, '$1*');

/** One statement counts and decides: of attempts sent at once only those within the limit go on. */
async function claim(tx: Tx, key: Buffer, { free, longestSeconds }: Slowing): Promise<void> {
  const { rows } = await tx.query<{ wait: number }>(
    `with claimed as (
       insert into sign_in_attempt as a (key, failures, next_at, changed_at) values ($1, 1, $2, $2)
       on conflict (key) do update set changed_at = $2,
         failures = case when a.changed_at < $5 then 1 else a.failures + 1 end,
         next_at = $2::timestamptz + make_interval(secs => case when a.changed_at < $5 or a.failures < $3 then 0
           else least($4::float8, power(2, least(a.failures - $3, 20))) end)
       where a.next_at <= $2 returning 1)
     select extract(epoch from a.next_at - $2::timestamptz)::float8 as wait from sign_in_attempt a
     where a.key = $1 and not exists (select 1 from claimed)`,
    [key, tx.now, free, longestSeconds, new Date(tx.now.getTime() - forgottenAfterMinutes * 60_000)],
  );
  const wait = rows[0]?.wait;
  if (wait === undefined) return;
  const seconds = Math.max(1, Math.ceil(wait));
  refuse('limit', 'identity.sign-in-delayed', `Too many attempts. Wait ${seconds} seconds and try again.`, {
    retryAfterSeconds: seconds,
  });
}

/** Counts an attempt before the password is looked at. Refuses: identity.sign-in-delayed. */
export async function claimAttempt(tx: Tx, login: string, network: string): Promise<void> {
  await claim(tx, keyOf('network', network), ofNetwork);
  await claim(tx, keyOf('together', login, network), ofBoth);
  const known = await tx.query('select 1 from known_network where key = $1', [keyOf('known', login, network)]);
  if (known.rowCount === 0) await claim(tx, keyOf('login', login), ofLogin);
}

/** It was no guess: it counts against nobody. */
export async function forgiveAttempt(tx: Tx, login: string, network: string): Promise<void> {
  await tx.query('delete from sign_in_attempt where key = $1', [keyOf('together', login, network)]);
  await tx.query(
    `update sign_in_attempt set failures = greatest(failures - 1, 0), next_at = least(next_at, $2) where key = any($1::bytea[])`,
    [[keyOf('network', network), keyOf('login', login)], tx.now],
  );
}

/** It was the person: what they mistyped is forgotten, and the network is theirs from now on. */
export async function forgetAttempts(tx: Tx, login: string, network: string): Promise<void> {
  await forgiveAttempt(tx, login, network);
  await tx.query(
    'insert into known_network (key, seen_at) values ($1, $2) on conflict (key) do update set seen_at = excluded.seen_at',
    [keyOf('known', login, network), tx.now],
  );
}

export async function dropOldAttempts(tx: Tx): Promise<void> {
  const before = (minutes: number) => new Date(tx.now.getTime() - minutes * 60_000);
  await tx.query('delete from sign_in_attempt where changed_at < $1', [before(forgottenAfterMinutes)]);
  await tx.query('delete from known_network where seen_at < $1', [before(knownForDays * 1440)]);
}
