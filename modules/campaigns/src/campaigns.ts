// SPDX-License-Identifier: Apache-2.0
import { findDutyHolders } from '@stoa/identity/contract';
import { mark, type ModuleRuntime, newId, pageOfRows, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { asciiEmail, digitsText } from '@stoa/kernel/text';
import { countCampaign } from '@stoa/notifications/contract';
import type * as contract from './contract.ts';
import * as store from './store.ts';

const most = 1_000_000;
const part = 5000;
/** Wrong lines that are kept one by one; all are counted. */
const linesKept = 1000;
const thresholdOf = ({ config }: ModuleRuntime): number => Number(config.env.STOA_CAMPAIGN_THRESHOLD ?? 1000);

const shown = ({
  id,
  title,
  template,
  audience,
  state,
  perMinute,
  total,
  refused,
  queued,
  ...row
}: store.CampaignRow): contract.Campaign => ({
  ...{ id, title, template, audience, state, perMinute, total, refused, queued, authorName: row.authorName },
  ...(row.approverName ? { approverName: row.approverName } : {}),
  createdAt: row.createdAt.toISOString(),
  ...(row.startedAt ? { startedAt: row.startedAt.toISOString() } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
});
const unknown = (): never => refuse('missing', 'campaigns.campaign-unknown', 'There is no such campaign.');

export const listCampaigns = (
  tx: Tx,
  { cursor, state, limit }: InputOf<typeof contract.listCampaigns>,
): Promise<OutputOf<typeof contract.listCampaigns>> =>
  pageOfRows({ limit }, (count) => store.list(tx, cursor, state, count), shown);

const isOwn = (row: store.CampaignRow, principal: Principal) =>
  principal.kind === 'person' && principal.id === row.authorId;
const needsSecond = (tx: Tx, row: store.CampaignRow) =>
  row.total >= thresholdOf(tx.module) && row.approverName === null;

export async function getCampaign(tx: Tx, id: string): Promise<OutputOf<typeof contract.getCampaign>> {
  const row = (await store.find(tx, id)) ?? unknown();
  const counts = await tx.module.call(countCampaign, { key: id });
  return {
    ...{ ...shown(row), own: isOwn(row, tx.principal), needsSecond: needsSecond(tx, row) },
    ...{ refusedLines: await store.refusedLines(tx, id), ...counts },
  };
}

type Line = { readonly who: string; readonly email?: string } | { readonly wrong: string };

/** A number of a person in the country's scheme, or an e-mail address; nothing else finds anybody. */
function readLine(module: ModuleRuntime, text: string): Line {
  const { country } = module;
  if (text.includes('@')) {
    const known = asciiEmail(text.slice(0, 255));
    if (!('address' in known) || text.length > 254) return { wrong: 'address' };
    return { who: mark(module, `email ${known.address.toLowerCase()}`), email: known.address };
  }
  const number = digitsText(text);
  const scheme = country.schemeOf(country.personScheme);
  return country.isNumber(country.personScheme, number)
    ? { who: personKey(module, scheme, number) }
    : { wrong: 'number' };
}

/** The list is read before anything is promised: wrong lines are told by their number, never by what stands in them. */
export async function prepareCampaign(
  module: ModuleRuntime,
  input: InputOf<typeof contract.prepareCampaign>,
  principal: Principal,
): Promise<{ id: string }> {
  const { title, template, personalisation = {}, audience, duty, list, perMinute } = input;
  if (audience === 'duty' && !duty) refuse('invalid', 'campaigns.duty-missing', 'Say which duty.');
  const lines = audience === 'list' ? (list ?? '').replace(/^\ufeff/, '').split(/\r?\n/) : [];
  if (audience === 'list' && !lines.some((line) => line.trim()))
    refuse('invalid', 'campaigns.list-empty', 'The list names nobody.');
  if (lines.length > most + 1) refuse('too-large', 'campaigns.too-many', `A campaign reaches ${most} at most.`);
  const id = newId();
  const author =
    principal.kind === 'person'
      ? { authorId: principal.id, authorName: principal.name }
      : { authorId: 'system', authorName: 'system' };
  await module.tx(principal, (tx) =>
    store.insert(tx, {
      ...{ id, title, template, personalisation, audience, duty: duty ?? null, perMinute, ...author },
      ...{ state: audience === 'everybody' ? 'gathering' : 'draft', createdAt: tx.now },
    }),
  );
  if (audience === 'duty') {
    const { items } = await module.call(findDutyHolders, { code: duty ?? '' });
    await module.tx(principal, (tx) =>
      store.addRecipients(
        tx,
        id,
        items.map((one) => ({ who: one.personKey })),
      ),
    );
  }
  let refused = 0;
  for (let from = 0; from < lines.length; from += part) {
    const good: store.NewRecipient[] = [];
    const wrong: { line: number; reason: string }[] = [];
    for (const [at, text] of lines.slice(from, from + part).entries()) {
      const cell =
        text
          .split(/[,;\t]/)[0]
          ?.trim()
          .replace(/^"|"$/g, '') ?? '';
      if (!cell) continue;
      const read = readLine(module, cell);
      if ('wrong' in read) wrong.push({ line: from + at + 1, reason: read.wrong });
      else good.push(read);
    }
    const kept = wrong.slice(0, Math.max(0, linesKept - refused));
    refused += wrong.length;
    await module.tx(principal, async (tx) => {
      await store.addRecipients(tx, id, good);
      if (kept.length > 0) await store.refuseLines(tx, id, kept);
      if (wrong.length > 0) await store.change(tx, id, { refused });
    });
  }
  return { id };
}

const differs = (): never =>
  refuse('conflict', 'campaigns.state-differs', 'The campaign has come further meanwhile. Look at it again.');

/** Refuses: campaigns.second-person-needed, where it reaches many and whoever wrote it would start it. */
export async function startCampaign(tx: Tx, id: string): Promise<{ id: string }> {
  const row = (await store.find(tx, id, true)) ?? unknown();
  if (row.state !== 'draft' && row.state !== 'paused') differs();
  if (needsSecond(tx, row) && isOwn(row, tx.principal))
    refuse('forbidden', 'campaigns.second-person-needed', 'Somebody else starts what reaches so many.');
  const approver = tx.principal.kind === 'person' && !isOwn(row, tx.principal) ? tx.principal.name : row.approverName;
  await store.change(tx, id, {
    state: 'running',
    approver_name: approver,
    started_at: row.startedAt ?? tx.now,
    last_step_at: tx.now,
  });
  return { id };
}

export async function pauseCampaign(tx: Tx, id: string): Promise<{ id: string }> {
  const row = (await store.find(tx, id, true)) ?? unknown();
  if (row.state !== 'running') differs();
  await store.change(tx, id, { state: 'paused' });
  return { id };
}

export async function cancelCampaign(tx: Tx, id: string): Promise<{ id: string }> {
  const row = (await store.find(tx, id, true)) ?? unknown();
  if (row.state === 'done' || row.state === 'cancelled') differs();
  await store.change(tx, id, { state: 'cancelled', ended_at: tx.now });
  return { id };
}

/** Entered again, the same campaign changes nothing. */
export async function enterDemoCampaign(
  tx: Tx,
  input: InputOf<typeof contract.enterDemoCampaign>,
): Promise<{ id: string }> {
  const { rows } = await store.list(tx, undefined, undefined, 100);
  const known = rows.find(({ title }) => title === input.title);
  if (known) return { id: known.id };
  const id = newId();
  const at = new Date(input.at);
  await store.insert(tx, {
    ...{
      id,
      title: input.title,
      template: input.template,
      personalisation: {},
      audience: 'list',
      duty: null,
      state: input.state,
    },
    ...{ perMinute: 600, authorId: 'demo', authorName: 'Pavel Gromov', createdAt: at },
  });
  const all = Array.from({ length: input.total }, (_, n) => {
    const email = `subscriber-${n + 1}@example.org`;
    return { who: mark(tx.module, `email ${email}`), email };
  });
  await store.addRecipients(tx, id, all);
  const ended = input.state === 'done' ? { ended_at: at } : {};
  await store.change(tx, id, {
    queued: input.queued,
    approver_name: 'Elena Petrova',
    started_at: at,
    last_step_at: at,
    ...ended,
  });
  return { id };
}
