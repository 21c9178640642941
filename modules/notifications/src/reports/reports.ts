// SPDX-License-Identifier: Apache-2.0
import { pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { channels } from '../contract/matters.ts';
import type { Delivery } from '../contract/deliveries.ts';
import { instantOf } from '../routing/quiet.ts';
import { providerRows, setPaused } from '../providers/store.ts';
import { providersOf } from '../sending/providers.ts';
import { addressMark } from '../sending/store.ts';
import * as queries from './queries.ts';

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const shown = (row: queries.DeliveryRow): Delivery => ({
  ...{ id: row.id, channel: row.channel, state: row.state, matter: row.matter, attempts: row.attempts },
  ...{ acceptedAt: row.acceptedAt.toISOString(), dueAt: row.dueAt.toISOString() },
  ...(row.templateCode ? { template: row.templateCode } : {}),
  ...(row.templateVersion ? { version: row.templateVersion } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
  ...(row.provider ? { provider: row.provider } : {}),
  ...(row.sentAt ? { sentAt: row.sentAt.toISOString() } : {}),
  ...(row.settledAt ? { settledAt: row.settledAt.toISOString() } : {}),
  ...(row.sender ? { sender: row.sender } : {}),
});

export async function listDeliveries(
  tx: Tx,
  { search, from, to, limit, ...rest }: InputOf<typeof contract.listDeliveries>,
): Promise<OutputOf<typeof contract.listDeliveries>> {
  const sought = search?.trim() ?? '';
  const { timeZone } = tx.module.country;
  const midnight = (day: string) => instantOf({ day, time: '00:00' }, timeZone);
  const next = (day: string) => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const filter = {
    ...rest,
    from: from && midnight(from),
    until: to && midnight(next(to)),
    ...(isUuid(sought) ? { id: sought } : {}),
    ...(sought && !isUuid(sought)
      ? { reference: sought, marks: channels.map((channel) => addressMark(tx, channel, sought)) }
      : {}),
  };
  return pageOfRows({ limit }, (count) => queries.listDeliveries(tx, filter as queries.Filter, count), shown);
}

export async function getDelivery(tx: Tx, id: string): Promise<OutputOf<typeof contract.getDelivery>> {
  const row = await queries.findDelivery(tx, id);
  if (!row) return refuse('missing', 'notifications.delivery-unknown', 'There is no such delivery.');
  return { ...shown(row), way: row.way, others: row.messageId ? await queries.othersOf(tx, row.messageId, id) : [] };
}

export async function getFigures(
  tx: Tx,
  { days = 30 }: InputOf<typeof contract.getFigures>,
): Promise<OutputOf<typeof contract.getFigures>> {
  const today = tx.module.country.calendar.localDate(tx.now);
  const from = new Date(Date.parse(`${today}T12:00:00Z`) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const { all, ...by } = await queries.figuresSince(tx, from);
  const plain = <Row extends { inTime: number }>({ inTime: _, ...row }: Row) => row;
  return {
    ...all,
    waiting: await queries.waitingNow(tx),
    days: by.days.map(plain),
    channels: by.channels,
    templates: by.templates.map(plain),
  };
}

export async function listProviders(tx: Tx): Promise<OutputOf<typeof contract.listProviders>> {
  const rows = new Map((await providerRows(tx)).map((row) => [row.id, row]));
  const today = tx.module.country.calendar.localDate(tx.now);
  const items = providersOf(tx.module).map(({ id, channel, perSecond, perDay }) => {
    const row = rows.get(id);
    const away = row?.awayUntil && row.awayUntil > tx.now ? row.awayUntil : undefined;
    return {
      ...{ id, channel, state: row?.paused ? ('paused' as const) : away ? ('away' as const) : ('up' as const) },
      ...(away ? { awayUntil: away.toISOString() } : {}),
      ...(row?.lastError ? { lastError: row.lastError } : {}),
      ...(row?.lastSentAt ? { lastSentAt: row.lastSentAt.toISOString() } : {}),
      ...(perSecond ? { perSecond } : {}),
      ...(perDay ? { perDay } : {}),
      today: row?.day === today ? row.inDay : 0,
    };
  });
  return { items };
}

export async function pauseProvider(tx: Tx, id: string, paused: boolean): Promise<{ id: string }> {
  const known = providersOf(tx.module).find((one) => one.id === id);
  if (!known) return refuse('missing', 'notifications.provider-unknown', 'There is no such provider.');
  await setPaused(tx, id, known.channel, paused);
  return { id };
}

/** Whom a campaign to everybody reaches. */
export const listAudience = async (tx: Tx, { after, limit }: InputOf<typeof contract.listAudience>) => ({
  items: await queries.audience(tx, after, limit),
});
