// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';
import { findContact } from '@stoa/identity/contract';
import { idOfLinkToken, type ModuleRuntime, mark, refuse, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { digitsText, phoneText } from '@stoa/kernel/text';
import type * as contract from '../contract.ts';
import { type Channel, channels, matters, type MatterKind, matterKinds } from '../contract/matters.ts';
import { demandCallable } from '../channels/guarded-post.ts';
import { pushKeys } from '../channels/push.ts';
import { deliveryMark } from '../reports/queries.ts';
import { yourCode } from '../sending/generic-texts.ts';
import { hasChannel } from '../sending/providers.ts';
import { insertDeliveries } from '../sending/store.ts';
import { suppressMark } from '../suppressions/store.ts';
import { wakeSending } from '../sending/wake.ts';
import { isZone } from './quiet.ts';
import * as store from './store.ts';

const done = { done: true } as const;
const ownKey = (principal: Principal): string =>
  (principal.kind === 'person' ? principal.personKey : undefined) ??
  refuse('missing', 'notifications.inbox-unknown', 'Who acts has no inbox of their own.');

const covered = (phone: string) => `${phone.slice(0, 3)}…${phone.slice(-3)}`;
const nothing: store.PreferenceRow = {
  ...{
    language: null,
    zone: null,
    quietFrom: null,
    quietUntil: null,
    digestAt: null,
    channels: {},
    phone: null,
    post_lines: null,
  },
};

export async function getPreferences(
  module: ModuleRuntime,
  _: object,
  principal: Principal,
): Promise<OutputOf<typeof contract.getPreferences>> {
  const personKey = ownKey(principal);
  const { email } = await module.call(findContact, { personKey });
  return module.tx(principal, async (tx) => {
    const row = (await store.preferencesOf(tx, personKey)) ?? nothing;
    const { language, zone, quietFrom, quietUntil, digestAt, phone, post_lines: postLines } = row;
    const kept = { language, zone, quietFrom, quietUntil, digestAt, email, phone: phone && covered(phone) };
    return {
      ...(Object.fromEntries(Object.entries(kept).filter(([, value]) => value)) as Partial<typeof kept> as object),
      choices: matterKinds.map((matter) => ({ matter, channels: [...(row.channels[matter] ?? ['email' as Channel])] })),
      ...(postLines?.length ? { postLines: [...postLines] } : {}),
      phoneWaits: await store.proofWaits(tx, personKey),
      devices: (await store.devicesOf(tx, personKey)).map(({ id, since }) => ({ id, since: since.toISOString() })),
      ...{ pushKey: pushKeys(module).publicKey, sms: hasChannel(module, 'sms') },
    };
  });
}

/** Refuses: notifications.zone-unknown, notifications.quiet-hours-halved. */
export async function setPreferences(tx: Tx, input: InputOf<typeof contract.setPreferences>): Promise<typeof done> {
  const personKey = ownKey(tx.principal);
  const {
    language = null,
    zone = null,
    quietFrom = null,
    quietUntil = null,
    digestAt = null,
    choices,
    postLines = [],
  } = input;
  if (zone && !isZone(zone)) refuse('invalid', 'notifications.zone-unknown', 'There is no such time zone.');
  if ((quietFrom === null) !== (quietUntil === null) || (quietFrom !== null && quietFrom === quietUntil))
    refuse(
      'invalid',
      'notifications.quiet-hours-halved',
      'Quiet hours need two different times: when they begin and when they end.',
    );
  const before = (await store.preferencesOf(tx, personKey)) ?? nothing;
  const inOrder = (chosen: readonly Channel[]) => channels.filter((one) => chosen.includes(one));
  await store.putPreferences(tx, personKey, {
    ...{ language, zone, quietFrom, quietUntil, digestAt, phone: before.phone },
    channels: Object.fromEntries(choices.map(({ matter, channels: chosen }) => [matter, inOrder(chosen)])),
    post_lines: postLines.map((line) => line.trim()).filter(Boolean),
  });
  return done;
}

/** E.164, with its plus. Refuses notifications.phone-wrong. */
export function internationalPhone(typed: string): string {
  const text = phoneText(typed).trim();
  const digits = digitsText(text.replace(/[()]/g, '')).replace(/^\+/, '').replace(/^00/, '');
  if (!/^(\+|00)/.test(text) || !/^[1-9]\d{7,14}$/.test(digits))
    refuse(
      'invalid',
      'notifications.phone-wrong',
      'Write the number with a plus and the code of its country: +7 727 123 45 67.',
    );
  return `+${digits}`;
}

const codeMinutes = 10;
const mostTries = 5;

export async function offerPhone(tx: Tx, typed: string): Promise<typeof done> {
  const personKey = ownKey(tx.principal);
  const phone = internationalPhone(typed);
  if (!hasChannel(tx.module, 'sms'))
    refuse('unavailable', 'notifications.channel-off', 'This installation sends no SMS.');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(tx.now.getTime() + codeMinutes * 60_000);
  await store.putProof(tx, personKey, phone, mark(tx.module, `code ${personKey} ${code}`), expiresAt);
  const language = (await store.preferencesOf(tx, personKey))?.language ?? 'en';
  const text = inLanguage(yourCode, language).replace('{code}', code);
  await insertDeliveries(tx, [
    { channel: 'sms', matter: 'account', priority: 0, language, address: phone, data: { text } },
  ]);
  wakeSending(tx, 'sms');
  return done;
}

/** Outside a transaction that a refusal would take back: each try counts. Refuses notifications.code-wrong. */
export async function confirmPhone(
  module: ModuleRuntime,
  { code }: { code: string },
  principal: Principal,
): Promise<typeof done> {
  const personKey = ownKey(principal);
  const given = mark(module, `code ${personKey} ${digitsText(code)}`);
  const right = await module.tx(principal, async (tx) => {
    const proof = await store.tryProof(tx, personKey);
    if (!proof || proof.tries > mostTries || proof.expiresAt <= tx.now || proof.codeMark !== given) return false;
    const before = (await store.preferencesOf(tx, personKey)) ?? nothing;
    await store.putPreferences(tx, personKey, { ...before, phone: proof.phone });
    await store.dropProof(tx, personKey);
    return true;
  });
  if (!right)
    refuse('invalid', 'notifications.code-wrong', 'This is not the code, or it is too old. Ask for another one.');
  return done;
}

export async function forgetPhone(tx: Tx): Promise<typeof done> {
  const personKey = ownKey(tx.principal);
  const before = (await store.preferencesOf(tx, personKey)) ?? nothing;
  await store.putPreferences(tx, personKey, { ...before, phone: null });
  await store.dropProof(tx, personKey);
  return done;
}

/** Refuses notifications.endpoint-refused: the platform calls no address inside its own network. */
export async function subscribePush(
  module: ModuleRuntime,
  input: InputOf<typeof contract.subscribePush>,
  principal: Principal,
): Promise<{ id: string }> {
  const personKey = ownKey(principal);
  await demandCallable(module, input.endpoint, 'notifications.endpoint-refused', 'This push service');
  return module.tx(principal, async (tx) => ({ id: await store.putDevice(tx, personKey, input) }));
}

export async function forgetDevice(tx: Tx, id: string): Promise<typeof done> {
  if (!(await store.dropDevice(tx, ownKey(tx.principal), id)))
    refuse('missing', 'notifications.device-unknown', 'There is no such browser of yours.');
  return done;
}

/** Whoever has the message may say so, also from an address without an account. Refuses notifications.link-unknown. */
export async function unsubscribe(tx: Tx, token: string): Promise<{ matter: MatterKind }> {
  const id = idOfLinkToken(tx.module, 'unsubscribe', token);
  const found = id ? await deliveryMark(tx, id) : undefined;
  if (!found || matters[found.matter].mustKnow)
    return refuse('missing', 'notifications.link-unknown', 'This link leads nowhere. Copy it again from the message.');
  await suppressMark(tx, { channel: found.channel, mark: found.mark, reason: 'unsubscribed', matter: found.matter });
  return { matter: found.matter };
}
