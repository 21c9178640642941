// SPDX-License-Identifier: Apache-2.0
import { actFor, describeInteraction, getProfile } from '@stoa/identity/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';
import { safeReturnPath } from '../../server/same-origin.ts';

/** Asks for password or consent during a sign-in; identity takes the form itself and says here what it refused. */
export const signInPage = definePage({
  path: '/sign-in/:uid',
  limit: 120,
  component: 'identity/SignInPage',
  load: async ({ call, params, query }) => {
    const interaction = await call(describeInteraction, { uid: params.uid });
    return {
      waitsFor: interaction.waitsFor,
      clientName: interaction.clientName,
      scopes: interaction.scopes,
      action: interaction.action,
      offers: interaction.offers,
      passkey: interaction.passkey,
      mailTo: interaction.mailTo,
      demoCode: interaction.demoCode,
      // After a code was refused there is one to be typed still.
      sent: query.sent !== undefined || query.refused === 'identity.code-wrong',
      refused: query.refused,
      wait: /^\d{1,4}$/.exec(query.wait ?? '')?.[0] ?? '',
    };
  },
});
export type SignInProps = PropsOf<typeof signInPage>;

export const actingForPage = definePage({
  path: '/acting-for',
  anySide: true,
  signIn: true,
  component: 'identity/ActingForPage',
  load: async ({ call, text, query }) => {
    const profile = await call(getProfile, {});
    return {
      name: profile.name,
      chosen: profile.actingFor?.id ?? '',
      powers: profile.powers.map(({ id, kind, onBehalfOf, name, role, services, acts }) => ({
        ...{ id, kind, role, name: text(name), narrow: Boolean(services ?? acts) },
        ...(kind === 'organisation' ? { number: onBehalfOf } : {}),
      })),
      returnTo: safeReturnPath(query.returnTo ?? '/cabinet'),
    };
  },
  act: async ({ call }, form) => {
    const chosen = form.get('for');
    const isPower = /^[0-9a-f-]{36}$/.test(chosen);
    await call(
      actFor,
      chosen === 'myself' || !chosen ? {} : isPower ? { powerId: chosen } : { organisationId: chosen },
    );
    return redirect(safeReturnPath(form.get('_returnTo')), { notice: 'acting-for' });
  },
});
export type ActingForProps = PropsOf<typeof actingForPage>;
