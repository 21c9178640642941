// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { devicesOf } from '../src/areas/identity/devices.ts';

const at = (hour: number) => `2026-11-20T0${hour}:30:00Z`;
const session = (browser: string, hour: number, current = false) => ({
  ...{ id: `${hour}`, startedAt: at(1), lastSeenAt: at(hour), endsAt: at(9), methods: [], browser, current },
});
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604';
const key = {
  id: 'k',
  kind: 'passkey' as const,
  name: 'Laptop',
  createdAt: at(1),
  lastUsedAt: at(8),
  suspended: false,
};

it('tells sessions of one browser and passkeys as devices, the one in use first', () => {
  const sessions = [session(safari, 5), session(firefox, 2, true), session(safari, 7), session('curl', 1)];
  const factors = [key, { ...key, id: 'l', suspended: true }, { ...key, id: 'm', kind: 'totp' as const }];
  expect(devicesOf(sessions, factors)).toEqual([
    { kind: 'browser', name: 'Firefox 140', system: 'Linux', sessions: 1, current: true, lastUsedAt: at(2) },
    { kind: 'passkey', name: 'Laptop', system: undefined, sessions: 0, current: false, lastUsedAt: at(8) },
    { kind: 'browser', name: 'Safari 604', system: 'iPhone', sessions: 2, current: false, lastUsedAt: at(7) },
    { kind: 'browser', name: undefined, system: undefined, sessions: 1, current: false, lastUsedAt: at(1) },
  ]);
});
