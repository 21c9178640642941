// SPDX-License-Identifier: Apache-2.0
import {
  addPasskey,
  confirmTotp,
  endOtherSessions,
  endSession,
  listClients,
  listFactors,
  listSessions,
  listSignIns,
  preparePasskey,
  removeFactor,
  renameFactor,
  renewRecoveryCodes,
  showTotp,
  startTotp,
  withdrawClient,
} from '@stoa/identity/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { devicesOf } from './devices.ts';
import { safeReturnPath } from '../../server/same-origin.ts';

const here = '/cabinet/security';

/** How somebody signs in, where they are signed in, and what they let programs do. */
export const securityPage = definePage({
  path: here,
  signIn: true,
  component: 'identity/SecurityPage',
  load: async ({ call, query }) => {
    const [factors, sessions, signIns, clients] = await Promise.all([
      call(listFactors, {}),
      call(listSessions, {}),
      call(listSignIns, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      call(listClients, {}),
    ]);
    const devices = devicesOf(sessions.items, factors.items);
    return { factors, sessions, signIns, clients: clients.items, devices };
  },
  act: async ({ call }, form) => {
    const [name = '', id = ''] = ['_end', '_withdraw', '_rename', '_others'].flatMap((one) =>
      form.get(one) ? [one, form.get(one)] : [],
    );
    if (name === '_end') await call(endSession, { id });
    else if (name === '_withdraw') await call(withdrawClient, { id });
    else if (name === '_rename') await call(renameFactor, { id, name: form.get('name') });
    else await call(endOtherSessions, {});
    return redirect(here, { notice: { _end: 'session-ended', _others: 'sessions-ended' }[name] ?? 'security-changed' });
  },
});
export type SecurityProps = PropsOf<typeof securityPage>;

/** Taking away has a page of its own: what it means is read first. */
export const removeFactorPage = definePage({
  path: '/cabinet/security/remove/:id',
  signIn: true,
  component: 'identity/RemoveFactorPage',
  load: async ({ call, params }) => {
    const { items } = await call(listFactors, {});
    const factor = items.find(({ id }) => id === params.id);
    return { name: factor?.name ?? '', known: factor !== undefined };
  },
  act: async ({ call, params }, form) => {
    try {
      await call(removeFactor, { id: params.id, ...(form.get('anyway') ? { anyway: true } : {}) });
    } catch (error) {
      if (isRefusal(error) && error.code === 'identity.last-factor')
        return again([{ field: '', code: error.code }], { result: { last: true } });
      throw error;
    }
    return redirect(here, { notice: 'security-changed' });
  },
});
export type RemoveFactorProps = PropsOf<typeof removeFactorPage>;

/** For whoever needs a second factor and has none: why, and which there are. */
export const secondFactorPage = definePage({
  path: '/cabinet/security/second-factor',
  signIn: true,
  component: 'identity/SecondFactorPage',
  load: async ({ call, query }) => ({
    returnTo: safeReturnPath(query.returnTo ?? here),
    passkeysPossible: (await call(listFactors, {})).passkeysPossible,
  }),
  act: async ({ call, text }, form) => {
    const name = text({ en: 'App', ru: 'Приложение', kk: 'Қолданба', uk: 'Застосунок', ar: 'التطبيق' });
    const { id } = await call(startTotp, { name });
    return redirect(`${here}/app/${id}?returnTo=${encodeURIComponent(safeReturnPath(form.get('_returnTo')))}`);
  },
});
export type SecondFactorProps = PropsOf<typeof secondFactorPage>;

export const appPage = definePage({
  path: '/cabinet/security/app/:id',
  signIn: true,
  component: 'identity/AppPage',
  load: async ({ call, params, query }) => {
    const { secret, picture } = await call(showTotp, { id: params.id });
    return {
      secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
      picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
      returnTo: safeReturnPath(query.returnTo ?? here),
    };
  },
  act: async ({ call, params }, form) => {
    await call(confirmTotp, { id: params.id, code: form.get('code').replaceAll(/\s/g, '') });
    // The browser gets a new token on the way; the app counts from there.
    return redirect(`/sign-in?returnTo=${encodeURIComponent(safeReturnPath(form.get('_returnTo')))}`);
  },
});
export type AppProps = PropsOf<typeof appPage>;

export const passkeyPage = definePage({
  path: '/cabinet/security/passkey',
  signIn: true,
  component: 'identity/PasskeyPage',
  load: async ({ call }): Promise<{ options?: unknown }> =>
    call(preparePasskey, {}).catch((error: unknown) => {
      if (isRefusal(error) && error.code === 'identity.passkeys-off') return {};
      throw error;
    }),
  act: async ({ call }, form) => {
    await call(addPasskey, { name: form.get('name'), response: form.get('passkey') });
    return redirect(here, { notice: 'security-changed' });
  },
});
export type PasskeyProps = PropsOf<typeof passkeyPage>;

/** Shown once: they stand nowhere but on this page, to be printed or written down. */
export const recoveryPage = definePage({
  path: '/cabinet/security/codes',
  signIn: true,
  component: 'identity/RecoveryPage',
  load: async ({ call }) => ({ left: (await call(listFactors, {})).recoveryCodesLeft }),
  act: async ({ call }) => again([], { result: await call(renewRecoveryCodes, {}) }),
});
export type RecoveryProps = PropsOf<typeof recoveryPage>;

/** No factor makes up for an identity that was never proven well. */
export const proofingPage = definePage({
  path: '/account/proofing',
  signIn: true,
  component: 'identity/ProofingPage',
  load: () => ({}),
});
