// SPDX-License-Identifier: Apache-2.0
/** Devices that somebody is signed in on, or can sign in with: browsers of their sessions, and passkeys. */
import type { Factor, OwnSession } from '@stoa/identity/contract';
import { browserName } from './browser-name.ts';

export interface Device {
  readonly kind: 'browser' | 'passkey';
  /** Undefined for a browser that did not say which it is. */
  readonly name: string | undefined;
  readonly system: string | undefined;
  /** How many sessions run there. */
  readonly sessions: number;
  readonly current: boolean;
  readonly lastUsedAt: string | undefined;
}

const systems = /(Windows|Android|iPhone|iPad|CrOS|Mac OS X|Linux)/;
const systemOf = (browser = ''): string | undefined => systems.exec(browser)?.[1]?.replace('Mac OS X', 'macOS');

/** The one in use first, then by when they were used last. */
export function devicesOf(sessions: readonly OwnSession[], factors: readonly Factor[]): Device[] {
  const browsers = new Map<string, OwnSession[]>();
  for (const session of sessions) {
    const key = `${browserName(session.browser)} ${systemOf(session.browser)}`;
    browsers.set(key, [...(browsers.get(key) ?? []), session]);
  }
  const devices: Device[] = [...browsers.values()].map((there) => ({
    ...{ kind: 'browser' as const, name: browserName(there[0]?.browser), system: systemOf(there[0]?.browser) },
    ...{ sessions: there.length, current: there.some(({ current }) => current) },
    lastUsedAt: there
      .map(({ lastSeenAt }) => lastSeenAt)
      .sort()
      .at(-1),
  }));
  for (const { kind, name, lastUsedAt, suspended } of factors)
    if (kind === 'passkey' && !suspended)
      devices.push({ kind, name, system: undefined, sessions: 0, current: false, lastUsedAt });
  const order = ({ current, lastUsedAt = '' }: Device) => `${current ? '1' : '0'}${lastUsedAt}`;
  return devices.sort((one, other) => order(other).localeCompare(order(one)));
}
