// SPDX-License-Identifier: Apache-2.0
/**
 * Which way a message takes out of the cabinet: the channels its person chose for the matter, in their order; what is one's duty to
 * know goes on by the others when all of those fail. Quiet hours and the daily digest hold back what is not urgent.
 */
import { findContact } from '@stoa/identity/contract';
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { inLanguage, type Language, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { type Channel, channels, matters, ChannelName } from '../contract/matters.ts';
import { digestSubject } from '../sending/generic-texts.ts';
import { insertDeliveries, type NewDelivery } from '../sending/store.ts';
import { isSuppressed } from '../suppressions/store.ts';
import { wakeSending } from '../sending/wake.ts';
import { type FoundMessage, findMessage, setEmailStates } from '../store.ts';
import { versionById } from '../templates/store.ts';
import { afterQuiet, nextAt } from './quiet.ts';
import { type Device, devicesOf, type PreferenceRow, preferencesOf, setDigest, takeDigest } from './store.ts';

const system = { kind: 'system' } as const;
const byDefault: readonly Channel[] = ['email'];
const atOnce = 10;

interface Contact {
  readonly email?: string | undefined;
  readonly language?: Language | undefined;
}
interface Reach {
  readonly preferences: PreferenceRow | undefined;
  readonly devices: readonly Device[];
  readonly contact: Contact;
}

/** What was perhaps done before changes nothing: a message goes to one address by one channel once. */
export const route = job(
  'notifications.route',
  Type.Object({
    messageIds: Type.Array(Uuid, { maxItems: 1000 }),
    email: Type.Optional(Type.String()),
    /** After others failed: those that are left. */
    only: Type.Optional(Type.Array(ChannelName)),
  }),
  async (module, { messageIds, email, only }) => {
    const waiting = [...messageIds];
    const worker = async () => {
      for (let id = waiting.pop(); id; id = waiting.pop()) await routeOne(module, id, email, only);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
  },
  { tx: false },
);

async function routeOne(
  module: ModuleRuntime,
  id: string,
  given: string | undefined,
  only: readonly Channel[] | undefined,
) {
  const message = await module.tx(system, (tx) => findMessage(tx, id));
  if (!message) return;
  const contact = given ? { email: given } : await module.call(findContact, { personKey: message.personKey });
  await module.tx(system, async (tx) => {
    const { personKey } = message;
    const reach = {
      preferences: given ? undefined : await preferencesOf(tx, personKey),
      devices: given ? [] : await devicesOf(tx, personKey),
      contact,
    };
    await send(tx, id, message, reach, only);
  });
}

async function send(
  tx: Tx,
  id: string,
  message: FoundMessage,
  reach: Reach,
  only: readonly Channel[] | undefined,
): Promise<void> {
  const { preferences, contact } = reach;
  const { mustKnow, urgent } = matters[message.matter];
  const chosen = only ?? preferences?.channels[message.matter] ?? message.channels ?? byDefault;
  const order = mustKnow && !only ? [...chosen, ...channels.filter((one) => !chosen.includes(one))] : chosen;
  const ways: { channel: Channel; addresses: unknown[] }[] = [];
  for (const channel of order) {
    const addresses: unknown[] = [];
    for (const address of addressesOf(channel, reach))
      if (!(await isSuppressed(tx, channel, address, message.matter))) addresses.push(address);
    if (addresses.length > 0) ways.push({ channel, addresses });
  }
  const [first, ...others] = ways;
  if (!first) return;
  const zone = preferences?.zone ?? tx.module.country.timeZone;
  if (preferences?.digestAt && !urgent && !message.campaign && !only && contact.email) {
    const at = nextAt(tx.now, preferences.digestAt, zone);
    await setDigest(tx, id, at);
    await digest.enqueue(
      tx,
      { personKey: message.personKey },
      { key: `${message.personKey} ${at.toISOString()}`, runAt: at },
    );
    return;
  }
  const { quietFrom, quietUntil } = preferences ?? {};
  const dueAt = quietFrom && quietUntil && !urgent ? afterQuiet(tx.now, quietFrom, quietUntil, zone) : tx.now;
  const version = message.templateVersionId ? await versionById(tx, message.templateVersionId) : undefined;
  await insertDeliveries(
    tx,
    first.addresses.map(
      (address): NewDelivery => ({
        ...{ channel: first.channel, matter: message.matter, address, messageId: id, dueAt },
        ...{ priority: message.campaign ? 2 : urgent ? 0 : 1, campaign: message.campaign ?? undefined },
        language: preferences?.language ?? contact.language ?? 'en',
        rest: others.map(({ channel }) => channel),
        ...(version ? { template: { id: version.id, code: version.code, version: version.version ?? 0 } } : {}),
      }),
    ),
  );
  if (first.channel === 'email') await setEmailStates(tx, [{ id, state: 'queued' }]);
  wakeSending(tx, first.channel);
}

function addressesOf(channel: Channel, { preferences, devices, contact }: Reach): readonly unknown[] {
  if (channel === 'email') return contact.email ? [contact.email] : [];
  if (channel === 'sms') return preferences?.phone ? [preferences.phone] : [];
  if (channel === 'push') return devices.map(({ subscription }) => subscription);
  return preferences?.post_lines?.length ? [preferences.post_lines] : [];
}

/** One e-mail for all that waited: subjects alone, the words are in the cabinet. */
export const digest = job(
  'notifications.send-digest',
  Type.Object({ personKey: Type.String() }),
  async (module, { personKey }) => {
    const contact = await module.call(findContact, { personKey });
    await module.tx(system, async (tx) => {
      const ids = await takeDigest(tx, personKey);
      if (ids.length === 0 || !contact.email || (await isSuppressed(tx, 'email', contact.email, 'reminder'))) return;
      const language = (await preferencesOf(tx, personKey))?.language ?? contact.language ?? 'en';
      const subjects: string[] = [];
      for (const id of ids) {
        const found = await findMessage(tx, id);
        if (found) subjects.push(inLanguage(found.subject, language));
      }
      await insertDeliveries(tx, [
        {
          ...{ channel: 'email', matter: 'reminder', priority: 1, language, address: contact.email },
          data: {
            subject: inLanguage(digestSubject, language).replace('{count}', String(subjects.length)),
            text: `${subjects.map((one) => `• ${one}`).join('\n')}\n\n${module.publicUrl}/cabinet/inbox`,
          },
        },
      ]);
      wakeSending(tx, 'email');
    });
  },
  { tx: false },
);
