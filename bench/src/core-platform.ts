// SPDX-License-Identifier: Apache-2.0
/** Identity, organisations and powers on a real database, with people who sign in and may act for offices. */
import { governmentOrganisations, snils } from '@stoa/country-xm';
import { enterDemoPerson, resolveToken } from '@stoa/identity/contract';
import { cookieName, newId, type Platform, startPlatform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { enterDemoPowers } from '@stoa/powers/contract';
import { modules } from '@stoa/server/src/modules.ts';
import { pickPort } from '@stoa/server/src/ports.ts';
import type { VisitorSettings } from './visitor-orders.ts';
import type { Workplace } from './workplace.ts';

const people = 64;
const powersOfEach = 3;
const demo: Principal = { kind: 'service', id: 'demo' };

export interface CorePlatform {
  readonly platform: Platform;
  readonly visitors: VisitorSettings;
}

export async function startCorePlatform(place: Workplace): Promise<CorePlatform> {
  const port = String(await pickPort(0));
  // Browsers bind passkeys to a name.
  const url = `http://localhost:${port}`;
  const client = { id: 'bench', secret: 'bench-secret-bench-secret-1234', redirectUri: 'http://127.0.0.1:9/cb' };
  const clients = [
    {
      ...{ client_id: client.id, client_name: 'A program of others', client_secret: client.secret },
      ...{ redirect_uris: [client.redirectUri], response_types: ['code'], grant_types: ['authorization_code'] },
      scope: 'openid profile identity:self',
    },
  ];
  const config = place.config({
    ...{ PORT: port, STOA_PUBLIC_URL: url, STOA_OIDC_CLIENTS: JSON.stringify(clients) },
    // Each visitor comes from an address of their own.
    STOA_TRUSTED_PROXIES: '127.0.0.1,::1',
  });
  const platform = await startPlatform({
    // The policies of all modules are read; three of them run.
    config: { ...config, modules: ['identity', 'organisations', 'powers'] },
    modules,
    databaseUrl: place.databaseUrl,
    log: place.log,
    resolveToken: (running) => async (credential) =>
      (await running.call(resolveToken, credential, { principal: { kind: 'service', id: 'server' } })).principal as
        | Principal
        | undefined,
    stubs: new Map<string, (input: never) => Promise<unknown>>([
      ['notifications.notify', async () => ({ id: newId() })],
    ]),
  });
  place.atEnd(() => platform.close());
  const password = 'violet harbour 44 lanterns';
  const logins = Array.from({ length: people }, (_, index) => `visitor-${index}`);
  // Hashing has a short queue.
  for (let index = 0; index < people; index += 4)
    await Promise.all(logins.slice(index, index + 4).map((login, n) => enter(platform, login, index + n, password)));
  const sessionCookie = cookieName('session', config.circuit, url);
  return { platform, visitors: { url, sessionCookie, password, logins, client } };
}

/** A person with a password, and powers that offices gave them. */
async function enter(platform: Platform, login: string, index: number, password: string): Promise<void> {
  const number = snils(300_000_000 + index);
  const name = `Visitor ${index}`;
  const person = { snils: number, name, email: `${login}@example.org`, login, password, duties: [] };
  await platform.call(enterDemoPerson, person, { principal: demo });
  const offices = governmentOrganisations.slice(index % 8, (index % 8) + powersOfEach);
  const powers = offices.map(({ id, name: called }) => ({
    ...{ key: `${login} ${id}`, giver: { kind: 'organisation' as const, id, name: called }, role: 'agent' as const },
    taker: { kind: 'person' as const, number, name },
    ...{ from: '2026-01-01T00:00:00.000Z', state: 'accepted' as const },
  }));
  await platform.call(enterDemoPowers, { powers }, { principal: demo });
}
