// SPDX-License-Identifier: Apache-2.0
/** Identity with a vendor's clients, some organisations, and people who chose their passwords. */
import { createHash, randomUUID } from 'node:crypto';
import { cookieName } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { totpCode, totpStep } from '@stoa/kernel/totp';
import * as contract from '../src/contract.ts';
import { enterTotp } from '../src/factors/factors.ts';
import identity from '../src/index.ts';
import { pathOf } from '../src/links.ts';
import { Browser } from './browser.ts';
import { hold } from './duties.ts';

export const password = 'violet harbour 44 lanterns';
/** Of the app that tests have in hand. */
export const appSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const system = { kind: 'system' } as const;

const client = (id: string, more: object = {}) => ({
  client_id: id,
  client_name: `The app ${id}`,
  client_secret: `${id}-secret-${id}-secret-1234`,
  redirect_uris: ['http://127.0.0.1:9/cb'],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  ...more,
});
/** Signs people in and no more; and one that may be allowed to read and change what is a person's own. */
export const clients = {
  vendor: client('vendor'),
  helper: client('helper', { scope: 'openid profile identity:self identity:administer' }),
};

let revision = 0;

export async function identityWorld(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_OIDC_CLIENTS: JSON.stringify(Object.values(clients)), ...env }, identity);
  b.resolveWith(
    async (credential) =>
      (await b.call(contract.resolveToken, credential, { kind: 'service', id: 'server' })).principal as
        | Principal
        | undefined,
  );
  const sessionCookie = cookieName('session', b.platform.config.circuit);
  const register = (login: string, snils: string) =>
    b.call(contract.registerPerson, { snils, name: `Person ${login}`, email: `${login}@example.org`, login }, system);
  const openLinkOf = async (personId: string): Promise<string> => {
    const [row] = await b.sql<{ id: string }>(
      'select id from link where person_id = $1 and used_at is null order by id desc limit 1',
      [personId],
    );
    return (
      pathOf(b.module, row?.id ?? '')
        .split('/')
        .at(-1) ?? ''
    );
  };

  /** The code that the person's app shows and that was not used yet; time goes on to it. */
  async function codeOf(login: string): Promise<string> {
    const last = async () =>
      (
        await b.sql<{ step: number }>(
          `select coalesce(f.last_step, 0)::int as step from factor f join account a on a.person_id = f.person_id
           where a.login = $1 and f.kind = 'totp'`,
          [login],
        )
      )[0]?.step ?? 0;
    const used = await last();
    while (totpStep(b.clock.now()) <= used) b.clock.advance({ seconds: 30 });
    return totpCode(appSecret, totpStep(b.clock.now()));
  }

  async function signIn(login: string, secret = password, browser = new Browser(b.platform.url)) {
    const page = await browser.follow('/sign-in?returnTo=/cabinet', /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
    const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
    const ends = /\/cabinet$|refused=|\/sign-in\/[A-Za-z0-9_-]{21,}$/;
    let end = await browser.form(`/sign-in/${uid}/continue`, { login, password: secret }, ends);
    if (end.url.endsWith(uid))
      end = await browser.form(`/sign-in/${uid}/continue`, { by: 'otp', code: await codeOf(login) }, ends);
    return { browser, uid, url: end.url, token: browser.cookie(sessionCookie) ?? '' };
  }

  const resolve = async (token: string) =>
    (await b.call(contract.resolveToken, { kind: 'session', token }, system)).principal as Principal | undefined;

  return {
    b,
    sessionCookie,
    register,
    codeOf,
    /** Gives a person an app for codes, as if they had set it up. */
    app: (personId: string) => b.module.tx(system, (tx) => enterTotp(tx, personId, 'Phone', appSecret, true)),
    openLinkOf,
    signIn,
    /** Who a session's token stands for. */
    resolve,
    /** A person with a password. */
    account: async (login: string, snils: string) => {
      const person = await register(login, snils);
      await b.call(contract.useLink, { token: await openLinkOf(person.id), password });
      return person;
    },
    /** What the module powers tells: for whom the person may act. */
    power: async (
      { personKey }: { personKey: string },
      powers: readonly (Partial<contract.HeldPower> & { onBehalfOf: string })[],
    ) => {
      revision += 1;
      const held = powers.map((power) => ({
        id: randomUUID(),
        kind: 'organisation' as const,
        name: { en: 'Steppe Build LLP' } as never,
        role: 'director',
        from: new Date(0).toISOString(),
        ...power,
      }));
      return b.call(contract.holdPowers, { personKey, revision, powers: held }, { kind: 'service', id: 'powers' });
    },
    duty: (personId: string, code: string, organisationId: string) => hold(b, personId, { code, organisationId }),
    /** An authorization request of a client, up to the page that asks something. */
    async authorize(
      browser: Browser,
      clientId: keyof typeof clients,
      scope: string,
      more: Record<string, string> = {},
    ): Promise<{ url: string; verifier: string }> {
      const verifier = randomUUID() + randomUUID();
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: 'http://127.0.0.1:9/cb',
        scope,
        state: 's1',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...more,
      });
      const { url } = await browser.follow(`/oidc/auth?${query}`, /:9\/cb|\/sign-in\/[A-Za-z0-9_-]{21,}$/);
      return { url, verifier };
    },
    async consent(browser: Browser, url: string): Promise<string> {
      const uid = new URL(url).pathname.split('/').at(-1) ?? '';
      const back = await browser.form(`/sign-in/${uid}/continue`, { consent: 'yes' }, /:9\/cb/);
      return new URL(back.url).searchParams.get('code') ?? '';
    },
    redeem: async (
      clientId: keyof typeof clients,
      code: string,
      verifier: string,
      more: Record<string, string> = {},
      headers: Record<string, string> = {},
    ) => {
      const { client_secret: secret } = clients[clientId];
      const response = await fetch(`${b.platform.url}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: 'http://127.0.0.1:9/cb',
          code_verifier: verifier,
          ...more,
        }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    },
  };
}
export type IdentityWorld = Awaited<ReturnType<typeof identityWorld>>;
