// SPDX-License-Identifier: Apache-2.0
/** Messages that software of an organisation sends, from published templates. */
import { pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Language, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Channel } from '../contract/matters.ts';
import { notifyStates } from '../contract/software.ts';
import { internationalPhone } from '../routing/preferences.ts';
import { hasChannel } from '../sending/providers.ts';
import { insertDeliveries } from '../sending/store.ts';
import { suppressedOutcome } from '../suppressions/store.ts';
import { wakeSending } from '../sending/wake.ts';
import { published, type VersionRow } from '../templates/store.ts';
import { templateUnknown } from '../templates/templates.ts';
import { asText, demandValues, say } from '../templates/words.ts';
import * as store from './store.ts';

/** For whom the software acts. Refuses notifications.sender-unknown. */
async function ownSender(tx: Tx): Promise<store.SenderRow> {
  const id = tx.principal.kind === 'person' ? tx.principal.actingFor?.id : undefined;
  const found = id ? await store.sender(tx, id) : undefined;
  if (!found?.active)
    return refuse(
      'forbidden',
      'notifications.sender-unknown',
      'The operator has not let this organisation send messages.',
    );
  return found;
}

interface Asked {
  readonly template_id: string;
  readonly personalisation?: Readonly<Record<string, string>> | undefined;
  readonly reference?: string | undefined;
  readonly language?: Language | undefined;
}

const uriOf = (tx: Tx, id: string) => `${tx.module.publicUrl}/api/v2/notifications/${id}`;
const templateOf = (tx: Tx, code: string, version: number) => ({
  ...{ id: code, version, uri: `${tx.module.publicUrl}/api/notifications/templates/${code}` },
});

async function accept(tx: Tx, channel: Channel, asked: Asked, addressOf: (version: VersionRow) => unknown) {
  const sender = await ownSender(tx);
  const { template_id: code, personalisation: data = {}, reference, language = 'en' } = asked;
  const version = (await published(tx, code)) ?? templateUnknown();
  demandValues(version.content, data);
  const address = addressOf(version);
  if (!(await store.countOne(tx, sender.organisationId)))
    refuse('limit', 'notifications.day-limit', `No more than ${sender.perDay} messages a day.`, {
      retryAfterSeconds: 3600,
    });
  const template = { id: version.id, code, version: version.version ?? 0 };
  const { matter } = version.content;
  const [id = ''] = await insertDeliveries(tx, [
    { channel, matter, priority: 1, language, address, data, template, sender: sender.organisationId, reference },
  ]);
  await suppressedOutcome(tx, id, channel, address, matter);
  wakeSending(tx, channel);
  const said = say(version.content, data, language);
  return {
    said,
    body: asText(said.blocks, tx.module.publicUrl),
    answer: { id, reference: reference ?? null, uri: uriOf(tx, id), template: templateOf(tx, code, template.version) },
  };
}

export async function sendEmail(
  tx: Tx,
  { email_address: address, ...asked }: InputOf<typeof contract.sendEmail>,
): Promise<OutputOf<typeof contract.sendEmail>> {
  const { said, body, answer } = await accept(tx, 'email', asked, () => address);
  return { ...answer, content: { subject: said.subject, body } };
}

export async function sendSms(
  tx: Tx,
  { phone_number: typed, ...asked }: InputOf<typeof contract.sendSms>,
): Promise<OutputOf<typeof contract.sendSms>> {
  if (!hasChannel(tx.module, 'sms'))
    refuse('unavailable', 'notifications.channel-off', 'This installation sends no SMS.');
  const { said, answer } = await accept(tx, 'sms', asked, ({ content }) => {
    if (!content.short) refuse('conflict', 'notifications.short-missing', 'This template has no words for an SMS.');
    return internationalPhone(typed);
  });
  return { ...answer, content: { body: said.short ?? '' } };
}

/** At least a name and two lines of address, as the post needs. */
export async function sendLetter(
  tx: Tx,
  asked: InputOf<typeof contract.sendLetter>,
): Promise<OutputOf<typeof contract.sendLetter>> {
  const { said, body, answer } = await accept(tx, 'letter', asked, () => {
    const lines = [1, 2, 3, 4, 5, 6, 7].flatMap((n) => asked.personalisation?.[`address_line_${n}`]?.trim() || []);
    if (lines.length < 3)
      refuse(
        'invalid',
        'notifications.address-short',
        'An address has three lines at least: address_line_1, address_line_2, address_line_3.',
      );
    return lines.map((line) => line.slice(0, 60));
  });
  return { ...answer, content: { subject: said.subject, body } };
}

type Notification = OutputOf<typeof contract.getNotification>;
const shown = (tx: Tx, row: store.OwnRow): Notification => ({
  ...{
    id: row.id,
    reference: row.reference,
    type: row.channel as 'email' | 'sms' | 'letter',
    status: notifyStates[row.state],
  },
  ...{ reason: row.reason, template: templateOf(tx, row.templateCode ?? '', row.templateVersion ?? 0) },
  ...{ created_at: row.acceptedAt.toISOString(), sent_at: row.sentAt?.toISOString() ?? null },
  completed_at: row.settledAt?.toISOString() ?? null,
});

export async function getNotification(tx: Tx, id: string): Promise<Notification> {
  const { organisationId } = await ownSender(tx);
  const row = await store.findOwn(tx, id);
  if (row?.sender !== organisationId)
    return refuse('missing', 'notifications.delivery-unknown', 'There is no such notification of yours.');
  return shown(tx, row);
}

export async function listNotifications(
  tx: Tx,
  { cursor, older_than, limit, reference, status, template_type: channel }: InputOf<typeof contract.listNotifications>,
): Promise<OutputOf<typeof contract.listNotifications>> {
  const { organisationId: sender } = await ownSender(tx);
  const states = status && Object.entries(notifyStates).flatMap(([state, name]) => (name === status ? [state] : []));
  const { items, nextCursor } = await pageOfRows(
    { limit },
    (count) => store.listOwn(tx, { sender, cursor: cursor ?? older_than, reference, states, channel, count }),
    (row) => shown(tx, row),
  );
  const base = `${tx.module.publicUrl}/api/v2/notifications`;
  return {
    notifications: items,
    links: { current: base, ...(nextCursor ? { next: `${base}?older_than=${nextCursor}` } : {}) },
    ...(nextCursor ? { nextCursor } : {}),
  };
}
