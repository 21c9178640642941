// SPDX-License-Identifier: Apache-2.0
/** Campaigns: whom they ask, how far each is, who is reminded. A questionnaire is filled in from the register by a job. */
import { type Element, listElements } from '@stoa/architecture/contract';
import { job, type ModuleRuntime, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, type OutputOf, Uuid } from '@stoa/kernel/contract';
import { tellBody } from '@stoa/upkeep/contract';
import { Type } from 'typebox';
import type * as contract from '../contract.ts';
import { bodiesSeen, given, integrates, person, today } from '../people.ts';
import { newestVersion, sectionsOf } from './questionnaire.ts';
import reminder from './reminder.json' with { type: 'json' };
import * as store from './store.ts';
import type { CampaignRow, ProgressRow } from './store.ts';

const unknownCampaign = (): never =>
  refuse('missing', 'integrator.campaign-unknown', 'There is no such campaign. Look at the list of campaigns.');

export const shownCampaign = ({ closedAt, ...row }: CampaignRow): contract.Campaign => ({
  ...row,
  ...given({ closedAt: closedAt?.toISOString() }),
});
export const shownProgress = (tx: Tx, row: ProgressRow): contract.AnswerRow => ({
  ...{ id: row.id, campaignId: row.campaignId, organisationId: row.organisationId, state: row.state, items: row.items },
  ...{ same: row.same, changed: row.changed, gone: row.gone, missing: row.missing, remarks: row.remarks },
  ...{ answered: row.same + row.changed + row.gone + row.missing, reminders: row.reminders },
  late: ['preparing', 'open', 'clarify'].includes(row.state) && row.due < today(tx),
  ...given({ sentAt: row.sentAt?.toISOString(), acceptedAt: row.acceptedAt?.toISOString() }),
});

/** Refuses: integrator.due-before. */
export async function openCampaign(
  tx: Tx,
  { title, opens, due, organisations }: InputOf<typeof contract.openCampaign>,
): Promise<OutputOf<typeof contract.openCampaign>> {
  if (due < opens || due < today(tx))
    refuse('invalid', 'integrator.due-before', 'The last day has to come after the first one, and after today.');
  const id = newId();
  await store.insertCampaign(tx, { id, title, opens, due, version: newestVersion, byName: person(tx).name });
  const bodies = [...new Set(organisations)].map((organisationId) => ({ id: newId(), organisationId }));
  await store.insertAnswers(tx, id, bodies);
  for (const { id: answerId } of bodies) await prefill.enqueue(tx, { answerId });
  return { id, bodies: bodies.length };
}

/** Refuses: integrator.campaign-unknown, integrator.campaign-closed. */
export async function closeCampaign(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const campaign = (await store.lockCampaign(tx, id)) ?? unknownCampaign();
  if (campaign.closedAt) refuse('conflict', 'integrator.campaign-closed', 'The campaign was closed already.');
  await store.closeCampaign(tx, id, person(tx).name);
  return { id };
}

export const listCampaigns = (
  tx: Tx,
  asked: InputOf<typeof contract.listCampaigns>,
): Promise<OutputOf<typeof contract.listCampaigns>> =>
  pageOfRows(asked, (count) => store.listCampaigns(tx, today(tx), asked.cursor, count), shownCampaign);

/** Refuses: integrator.campaign-unknown. */
export async function getCampaign(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getCampaign>> {
  const row = (await store.findCampaign(tx, today(tx), id)) ?? unknownCampaign();
  const answers = await store.progressOf(tx, { campaignId: id, bodies: bodiesSeen(tx) });
  return {
    ...shownCampaign(row),
    answers: answers.map((one) => shownProgress(tx, one)),
    may: integrates(tx) && !row.closedAt ? ['close'] : [],
  };
}
export async function listOwnAnswers(tx: Tx): Promise<OutputOf<typeof contract.listOwnAnswers>> {
  const own = integrates(tx) ? [] : (bodiesSeen(tx) ?? []);
  const rows = await store.progressOf(tx, { bodies: own });
  return { items: rows.map((row) => ({ ...shownProgress(tx, row), title: row.title, due: row.due })) };
}

const itemOf = (section: string, { id, kind, code, name, revision, facts }: Element): store.NewItem => ({
  ...{ section, elementId: id, kind, code, name, revision, facts },
});
/** What the register has of a body, section by section. */
export async function registeredOf(module: ModuleRuntime, organisationId: string, version: number) {
  const rows: store.NewItem[] = [];
  for (const { code, kinds } of sectionsOf(version))
    for (const kind of kinds)
      for (let cursor: string | undefined; ; ) {
        const page = await module.call(listElements, {
          ...{ kind, ownerId: organisationId, limit: 100 },
          ...(cursor ? { cursor } : {}),
        });
        rows.push(...page.items.map((element) => itemOf(code, element)));
        cursor = page.nextCursor;
        if (!cursor) break;
      }
  return rows;
}
export const prefill = job(
  'integrator.prefill',
  Type.Object({ answerId: Uuid }),
  async (module, { answerId }) => {
    const answer = await module.tx({ kind: 'system' }, (tx) => store.findAnswer(tx, answerId));
    if (answer?.state !== 'preparing') return;
    const rows = await registeredOf(module, answer.organisationId, answer.version);
    await module.tx({ kind: 'system' }, async (tx) => {
      if ((await store.lockAnswer(tx, answerId))?.state !== 'preparing') return;
      await store.insertItems(tx, answerId, rows);
      await store.setAnswer(tx, answerId, { state: 'open' });
    });
  },
  { tx: false },
);

/** Whoever keeps a body's part of the register hears that its questionnaire is waited for. */
export const tell = job(
  'integrator.tell-owners',
  Type.Object({ answerId: Uuid, organisationId: Type.String(), number: Type.Integer() }),
  async (module, { answerId, organisationId, number }) => {
    const matter = { ...reminder, link: `/integrator/answers/${answerId}` };
    await module.call(tellBody, { key: `inventory ${answerId} ${number}`, organisationId, ...matter });
  },
  { tx: false },
);
/** Written down in the transaction that sends it on, so that each is sent once. */
export const remind = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    const rows = await store.toRemind(tx, today(tx));
    await store.setReminded(
      tx,
      rows.map(({ id }) => id),
    );
    for (const { id: answerId, organisationId, reminders } of rows)
      await tell.enqueue(tx, { answerId, organisationId, number: reminders + 1 });
  });
