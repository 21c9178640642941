// SPDX-License-Identifier: Apache-2.0
/** From a low mark to what the organisation says of it. */
import { getReach, type Reach } from '@stoa/analytics/contract';
import {
  audit,
  emit,
  idOf,
  job,
  type ModuleRuntime,
  pageOfRows,
  readCursor,
  refuse,
  type Tx,
  writeCursor,
} from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import { getOrganisation, listHolders, tellPosts } from '@stoa/organisations/contract';
import type { ResponseFacts } from '@stoa/surveys/contract';
import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type * as contract from './contract.ts';
import { type Counts, type Followup, followupReplied } from './contract.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import texts from './texts.json' with { type: 'json' };

/** An answer with this mark overall, or a lower one, is followed up. */
const lowMark = 2;
/** Working days from the Monday on which it opens. */
const term = 10;
/** Fewest of them that are counted in public, in steps of as many. */
const countedFrom = 10;
const dayMs = 86_400_000;

const today = ({ module, now }: Tx): string => module.country.calendar.localDate(now);

/** Those of a week come together, so that an organisation cannot tell by the day who was there. */
function termsOf(tx: Tx, answeredOn: string): { opensOn: string; dueOn: string } {
  const day = new Date(`${answeredOn}T00:00:00Z`);
  const untilMonday = (8 - day.getUTCDay()) % 7 || 7;
  const opensOn = new Date(day.getTime() + untilMonday * dayMs).toISOString().slice(0, 10);
  return { opensOn, dueOn: tx.module.country.calendar.addWorkingDays(opensOn, term) };
}

export async function openFollowup(tx: Tx, response: ResponseFacts): Promise<void> {
  const { id: responseId, organisationId, regionCode, sector: sphere, day } = response;
  // A blind answer is of no organisation that could reply to it.
  if (!organisationId || (response.answers.overall ?? lowMark + 1) > lowMark) return;
  const month = `${day.slice(0, 7)}-01`;
  await store.insertFollowup(tx, {
    id: randomUUID(),
    ...{ responseId, organisationId, regionCode, sphere, month },
    ...termsOf(tx, day),
  });
}

/** What was withdrawn is taken back whole; a reply to it says nothing any more. */
export const dropFollowup = (tx: Tx, response: ResponseFacts) => store.deleteFollowup(tx, response.id);

const withinOf = ({ country, regions, organisations }: Reach): queries.Within =>
  country ? { regions: null, organisations: null } : { regions, organisations: organisations.map(({ code }) => code) };

async function shown(tx: Tx, row: queries.FollowupRow, names: Map<string, LocalText>): Promise<Followup> {
  const { id, organisationId, regionCode, sphere, month, dueOn, reply, repliedOn, state } = row;
  const organisation = names.get(organisationId) ?? (await tx.call(getOrganisation, { id: organisationId })).name;
  names.set(organisationId, organisation);
  return {
    ...{ id, organisationId, organisation, regionCode, sphere, month, dueOn, state },
    ...(reply ? { reply } : {}),
    ...(repliedOn ? { repliedOn } : {}),
  };
}

export async function listFollowups(
  tx: Tx,
  { state, organisationId, ...page }: InputOf<typeof contract.listFollowups>,
): Promise<OutputOf<typeof contract.listFollowups>> {
  const after = readCursor(page.cursor, 'instant', 'uuid');
  const reach = withinOf(await tx.call(getReach, {}));
  const found = await pageOfRows(
    page,
    (count) =>
      queries.followupsAfter(
        tx,
        { today: today(tx), reach, state, organisationId },
        after && [after[0]?.slice(0, 10) ?? '', after[1] ?? ''],
        count,
      ),
    (row) => row,
    ({ dueOn, id }) => writeCursor(new Date(`${dueOn}T00:00:00Z`), id),
  );
  const names = new Map<string, LocalText>();
  const items: Followup[] = [];
  for (const row of found.items) items.push(await shown(tx, row, names));
  return { ...found, items };
}

/** Beyond reach is as unknown as what is not there. */
async function found(tx: Tx, id: string, reach: Reach): Promise<queries.FollowupRow> {
  return (
    (await queries.followupById(tx, today(tx), withinOf(reach), id)) ??
    refuse('missing', 'followups.followup-unknown', 'There is no such follow-up within your reach.')
  );
}
const isOwn = (reach: Reach, { organisationId }: queries.FollowupRow) =>
  reach.organisations.some(({ code }) => code === organisationId);

/** Refuses: followups.followup-unknown. */
export async function getFollowup(tx: Tx, { id }: InputOf<typeof contract.getFollowup>) {
  const reach = await tx.call(getReach, {});
  const row = await found(tx, id, reach);
  return { ...(await shown(tx, row, new Map())), mayReply: isOwn(reach, row) && row.reply === null };
}

/** Refuses: followups.followup-unknown, followups.not-yours, followups.replied-already. */
export async function replyFollowup(tx: Tx, { id, text }: InputOf<typeof contract.replyFollowup>): Promise<Followup> {
  const reach = await tx.call(getReach, {});
  await queries.lockFollowup(tx, id);
  const row = await found(tx, id, reach);
  if (!isOwn(reach, row)) refuse('forbidden', 'followups.not-yours', 'Only the organisation itself replies.');
  if (row.reply !== null) refuse('conflict', 'followups.replied-already', 'A reply was given; it cannot be changed.');
  await store.setReply(tx, id, text, today(tx), tx.principal.kind === 'person' ? tx.principal.id : null);
  await emit(tx, followupReplied, { responseId: row.responseId, organisationId: row.organisationId, text });
  return shown(tx, await found(tx, id, reach), new Map());
}

export async function sumFollowups(tx: Tx, { organisationId }: InputOf<typeof contract.sumFollowups>): Promise<Counts> {
  return queries.sumWithin(tx, today(tx), withinOf(await tx.call(getReach, {})), organisationId);
}

const inTens = (count: number) => Math.floor(count / countedFrom) * countedFrom;
const repliesShown = 5;

export async function countFollowups(
  tx: Tx,
  { code }: InputOf<typeof contract.countFollowups>,
): Promise<OutputOf<typeof contract.countFollowups>> {
  const { code: country, territories } = tx.module.country;
  const isRegion =
    code === `${country}-CENTRAL` || territories.some((one) => one.kind === 'region' && one.code === code);
  const place =
    code === country
      ? {}
      : isRegion
        ? { regionCode: code === `${country}-CENTRAL` ? country : code }
        : { organisationId: code };
  const now = today(tx);
  const { opened, inTime, late, overdue } = await queries.sumOfPlace(tx, now, `${now.slice(0, 7)}-01`, place);
  const replies =
    'organisationId' in place && place.organisationId
      ? await queries.repliesOf(tx, place.organisationId, repliesShown)
      : [];
  if (opened < countedFrom) return { replies };
  const counts = { opened: inTens(opened), inTime: inTens(inTime), late: inTens(late), overdue: inTens(overdue) };
  return { counts, replies };
}

/** Tells the curators of a region that terms have passed. */
export const tellCurators = job(
  'followups.tell-curators',
  Type.Object({ regionCode: Type.String(), on: Type.String(), count: Type.Integer() }),
  async (module, { regionCode, on, count }) => {
    const { items } = await module.call(listHolders, { code: 'quality.regional-curator' });
    const posts: string[] = [];
    for (const { organisationId, postId } of items) {
      const { regionCode: own } = await module.call(getOrganisation, { id: organisationId });
      if (own === regionCode) posts.push(postId);
    }
    if (posts.length === 0) return;
    const body = Object.fromEntries(
      Object.entries(texts.body).map(([language, text]) => [language, text.replace('{count}', String(count))]),
    ) as unknown as LocalText;
    await module.call(tellPosts, {
      ...{ key: `followups ${regionCode} ${on}`, posts: [...new Set(posts)], subject: texts.subject, body },
      link: '/quality/cabinet/followups?state=overdue',
    });
  },
  { tx: false },
);

/** What passed its term goes to the curator of the region, once. */
export const escalate = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'service', id: module.name }, async (tx) => {
    const on = today(tx);
    for (const { regionCode, count } of await store.escalate(tx, on))
      await tellCurators.enqueue(tx, { regionCode, on, count });
  });

/** Refuses: followups.demo-off. */
export async function enterDemoFollowups(
  tx: Tx,
  { items }: InputOf<typeof contract.enterDemoFollowups>,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'followups.demo-off', 'Follow-ups of the demo exist only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'followups.demo-entered', object: { type: 'followup', id: 'demo' } });
  let entered = 0;
  for (const { key, answeredOn, reply, repliedOn, ...one } of items) {
    const id = randomUUID();
    const terms = termsOf(tx, answeredOn);
    const row = {
      ...one,
      ...terms,
      id,
      responseId: idOf(`demo follow-up ${key}`),
      month: `${answeredOn.slice(0, 7)}-01`,
    };
    if (!(await store.insertFollowup(tx, row))) continue;
    entered += 1;
    if (reply && repliedOn) await store.setReply(tx, id, reply, repliedOn, null);
    // Curators have heard of it long ago.
    else if (terms.dueOn < today(tx)) await store.setEscalated(tx, id);
  }
  return { entered };
}
