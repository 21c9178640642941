// SPDX-License-Identifier: Apache-2.0
/** Campaigns of the inventory: all of them, and how far each body is in one. */
import { listElements } from '@stoa/architecture/contract';
import { answerStates, closeCampaign, getCampaign, listCampaigns, openCampaign } from '@stoa/integrator/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { bodiesOf, integrates, isId, keepers, Typed } from './shared.ts';

/** Bodies that have a site in the register. */
async function subjectsOf({ call }: Pick<PageContext, 'call'>): Promise<string[]> {
  const found = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await call(listElements, { kind: 'site', limit: 100, ...(cursor ? { cursor } : {}) });
    for (const { ownerId } of page.items) if (ownerId) found.add(ownerId);
    cursor = page.nextCursor;
    if (!cursor || found.size >= 400) return [...found];
  }
}

export const campaignsPage = definePage({
  path: '/integrator/campaigns',
  component: 'integrator/CampaignsPage',
  load: async (context) => {
    const { call, query } = context;
    const page = await call(listCampaigns, { limit: 20, ...(isId(query.cursor) ? { cursor: query.cursor } : {}) });
    const opens = integrates(context);
    return {
      ...{ nextCursor: page.nextCursor, opens, looks: context.principal.kind === 'person' },
      bodies: opens ? (await bodiesOf(context)).options : [],
      campaigns: page.items.map((one) => ({
        ...one,
        accepted: one.states.find(({ state }) => state === 'accepted')?.count ?? 0,
      })),
    };
  },
  act: async (context, form) => {
    const typed = new Typed(form);
    const [title, opens, due] = [typed.text('title'), typed.day('opens'), typed.day('due')];
    if (typed.wrong) return again(typed.errors);
    const chosen = form.all('organisations').filter(Boolean);
    const organisations = chosen.length > 0 ? chosen : await subjectsOf(context);
    const { id } = await context.call(openCampaign, { title, opens, due, organisations });
    return redirect(`/integrator/campaigns/${id}`, { notice: 'campaign-opened' });
  },
});
export type CampaignsProps = PropsOf<typeof campaignsPage>;

export const campaignPage = definePage({
  path: '/integrator/campaigns/:id',
  duty: keepers,
  component: 'integrator/CampaignPage',
  load: async (context) => {
    const { call, params, query } = context;
    if (!isId(params.id)) throw new Elsewhere('/integrator/campaigns');
    const [campaign, bodies] = await Promise.all([call(getCampaign, { id: params.id }), bodiesOf(context)]);
    const state = answerStates.find((one) => one === query.state);
    return {
      ...campaign,
      shown: campaign.answers
        .filter((one) => (!state || one.state === state) && (query.late !== 'true' || one.late))
        .map((one) => ({ ...one, body: bodies.name(one.organisationId) })),
      states: answerStates.map((one) => ({
        state: one,
        count: campaign.answers.filter((answer) => answer.state === one).length,
      })),
    };
  },
  act: async ({ call, params: { id } }) => {
    await call(closeCampaign, { id });
    return redirect(`/integrator/campaigns/${id}`, { notice: 'integrator-done' });
  },
});
export type CampaignProps = PropsOf<typeof campaignPage>;
