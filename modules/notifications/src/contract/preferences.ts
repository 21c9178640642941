// SPDX-License-Identifier: Apache-2.0
/** How a person wants to be told. */
import { operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ChannelName, MatterName, LanguageName } from './matters.ts';

const permission = 'notifications:read';
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const nothing = Type.Object({});
const done = Type.Object({ done: Type.Literal(true) });

const settings = {
  language: Type.Optional(LanguageName),
  /** IANA name, such as `Asia/Almaty`; the country's own where it is missing. */
  zone: Type.Optional(Type.String({ maxLength: 64 })),
  /** From when until when nothing rings, by the person's clock; both or none. */
  quietFrom: Type.Optional(Time),
  quietUntil: Type.Optional(Time),
  /** What is not urgent comes once a day at this time, in one e-mail. */
  digestAt: Type.Optional(Time),
  /** By kind of matter; a kind that is not named is sent as it comes by default: by e-mail. */
  choices: Type.Array(Type.Object({ matter: MatterName, channels: Type.Array(ChannelName, { maxItems: 4 }) }), {
    maxItems: 10,
  }),
  /** Where letters go, as it stands on the envelope. */
  postLines: Type.Optional(Type.Array(visibleText(60), { maxItems: 7 })),
};
export const Preferences = Type.Object({
  ...settings,
  /** Of the cabinet's account; changed there. */
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String({ description: 'proven, all but its last digits covered' })),
  phoneWaits: Type.Boolean({ description: 'a code was sent and is waited for' }),
  devices: Type.Array(Type.Object({ id: Uuid, since: Type.String() })),
  /** P-256 public key, base64url: `applicationServerKey` of the Push API. */
  pushKey: Type.String(),
  /** SMS can be sent by this installation. */
  sms: Type.Boolean(),
});
export type Preferences = Static<typeof Preferences>;

export const getPreferences = operation({
  name: 'notifications.get-preferences',
  method: 'GET',
  path: '/notifications/preferences',
  summary: 'How I want to be told',
  input: nothing,
  output: Preferences,
  permission,
  audit: 'none',
  refusals: ['notifications.inbox-unknown'],
});
export const setPreferences = operation({
  name: 'notifications.set-preferences',
  method: 'PUT',
  path: '/notifications/preferences',
  summary: 'Say how I want to be told',
  input: Type.Object(settings),
  output: done,
  permission,
  audit: 'none',
  refusals: ['notifications.zone-unknown', 'notifications.quiet-hours-halved'],
});
export const offerPhone = operation({
  name: 'notifications.offer-phone',
  method: 'POST',
  path: '/notifications/preferences/phone',
  summary: 'Give my telephone number; a code is sent to it',
  input: Type.Object({ phone: Type.String({ maxLength: 40 }) }),
  output: done,
  permission,
  audit: 'none',
  limit: 10,
  refusals: ['notifications.phone-wrong', 'notifications.channel-off'],
});
export const confirmPhone = operation({
  name: 'notifications.confirm-phone',
  method: 'POST',
  path: '/notifications/preferences/phone/code',
  summary: 'Prove my telephone number by the code',
  input: Type.Object({ code: Type.String({ maxLength: 20 }) }),
  output: done,
  permission,
  audit: 'none',
  limit: 20,
  refusals: ['notifications.code-wrong'],
});
export const forgetPhone = operation({
  name: 'notifications.forget-phone',
  method: 'DELETE',
  path: '/notifications/preferences/phone',
  summary: 'Take my telephone number out',
  input: nothing,
  output: done,
  permission,
  audit: 'none',
});
export const subscribePush = operation({
  name: 'notifications.subscribe-push',
  method: 'POST',
  path: '/notifications/preferences/devices',
  summary: 'Tell this browser',
  input: Type.Object({
    endpoint: Type.String({ maxLength: 1000 }),
    p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{80,100}$' }),
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{16,40}$' }),
  }),
  output: Type.Object({ id: Uuid }),
  permission,
  audit: 'none',
  refusals: ['notifications.endpoint-refused'],
});
export const forgetDevice = operation({
  name: 'notifications.forget-device',
  method: 'DELETE',
  path: '/notifications/preferences/devices/:id',
  summary: 'Tell a browser no more',
  input: Type.Object({ id: Uuid }),
  output: done,
  permission,
  audit: 'none',
  refusals: ['notifications.device-unknown'],
});
export const unsubscribe = operation({
  name: 'notifications.unsubscribe',
  method: 'POST',
  path: '/notifications/unsubscribe',
  summary: 'Have no more messages of a kind at the address a message came to',
  input: Type.Object({ token: Type.String({ maxLength: 100 }) }),
  output: Type.Object({ matter: MatterName }),
  permission: 'public',
  audit: 'none',
  limit: 60,
  refusals: ['notifications.link-unknown'],
});
