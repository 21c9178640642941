// SPDX-License-Identifier: Apache-2.0
/** How a person wants to be told; and the page that ends a kind of message for an address. */
import { languages } from '@stoa/kernel/contract';
import {
  channels,
  confirmPhone,
  forgetDevice,
  forgetPhone,
  getPreferences,
  matterKinds,
  matters,
  offerPhone,
  setPreferences,
  subscribePush,
  unsubscribe,
} from '@stoa/notifications/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';

const here = '/cabinet/preferences';

export const preferencesPage = definePage({
  path: here,
  signIn: true,
  component: 'messages/PreferencesPage',
  load: async ({ call }) => ({
    ...(await call(getPreferences, {})),
    ...{ channels, languages, matters: matterKinds.map((kind) => ({ kind, ...matters[kind] })) },
  }),
  act: async ({ call }, form) => {
    const [verb, id = ''] = form.get('_do').split(' ');
    switch (verb) {
      case 'phone':
        if (!form.get('phone')) return again([{ field: 'phone', code: 'notifications.phone-wrong' }]);
        await call(offerPhone, { phone: form.get('phone') });
        return redirect(here, { notice: 'messages-code-sent' });
      case 'code':
        await call(confirmPhone, { code: form.get('code') });
        return redirect(here, { notice: 'messages-done' });
      case 'forget-phone':
        await call(forgetPhone, {});
        return redirect(here, { notice: 'messages-done' });
      case 'forget-device':
        await call(forgetDevice, { id });
        return redirect(here, { notice: 'messages-done' });
      case 'device': {
        const [endpoint = '', p256dh = '', auth = ''] = form.get('subscription').split(' ');
        await call(subscribePush, { endpoint, p256dh, auth });
        return redirect(here, { notice: 'messages-done' });
      }
    }
    const optional = (name: 'zone' | 'quietFrom' | 'quietUntil' | 'digestAt') =>
      form.get(name) ? { [name]: form.get(name) } : {};
    const language = languages.find((one) => one === form.get('language'));
    await call(setPreferences, {
      ...(language ? { language } : {}),
      ...{ ...optional('zone'), ...optional('quietFrom'), ...optional('quietUntil'), ...optional('digestAt') },
      choices: matterKinds.map((matter) => ({
        matter,
        channels: channels.filter((one) => form.all(`on-${matter}`).includes(one)),
      })),
      postLines: form
        .get('postLines')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean)
        .slice(0, 7),
    });
    return redirect(here, { notice: 'messages-done' });
  },
});
export type PreferencesProps = PropsOf<typeof preferencesPage>;

/** Asked by a button: programs that look at links ahead of people must not unsubscribe them. */
export const unsubscribePage = definePage({
  path: '/unsubscribe/:token',
  limit: 60,
  component: 'messages/UnsubscribePage',
  load: () => ({}),
  act: async ({ call, params: { token } }) => again([], { result: await call(unsubscribe, { token }) }),
});
export type UnsubscribeProps = PropsOf<typeof unsubscribePage>;
