// SPDX-License-Identifier: Apache-2.0
/** Campaigns: the list with the form that prepares one, and how far one has come. */
import {
  cancelCampaign,
  getCampaign,
  listCampaigns,
  pauseCampaign,
  prepareCampaign,
  startCampaign,
} from '@stoa/campaigns/contract';
import { listTemplates } from '@stoa/notifications/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { isId, writers } from './shared.ts';

export const campaignsPage = definePage({
  path: '/messages/campaigns',
  duty: writers,
  component: 'messages/CampaignsPage',
  load: async ({ call, query }) => {
    const { items } = await call(listTemplates, {});
    return {
      found: await call(listCampaigns, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      // Whoever runs a campaign gives no data of each person: such a template has no placeholders that are theirs.
      templates: items.filter(({ version }) => version).map(({ code, title }) => ({ value: code, text: title })),
    };
  },
  act: async ({ call }, form) => {
    const audience = (['everybody', 'duty', 'list'] as const).find((one) => one === form.get('audience'));
    const perMinute = Number(form.get('perMinute'));
    if (form.get('title').length < 3) return again([{ field: 'title', code: 'messages.title-missing' }]);
    if (!audience) return again([{ field: 'audience', code: 'messages.audience-missing' }]);
    if (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > 600_000)
      return again([{ field: 'perMinute', code: 'messages.number-wrong' }]);
    const list = form.files.list?.body.toString() ?? '';
    const { id } = await call(prepareCampaign, {
      ...{ title: form.get('title'), template: form.get('template'), audience, perMinute },
      ...(form.get('duty') ? { duty: form.get('duty') } : {}),
      ...(audience === 'list' ? { list } : {}),
    });
    return redirect(`/messages/campaigns/${id}`, { notice: 'messages-prepared' });
  },
});
export type CampaignsProps = PropsOf<typeof campaignsPage>;

export const campaignPage = definePage({
  path: '/messages/campaigns/:id',
  duty: writers,
  component: 'messages/CampaignPage',
  load: async ({ call, params }) => {
    if (!isId(params.id)) throw new Elsewhere('/messages/campaigns');
    return call(getCampaign, { id: params.id });
  },
  act: async ({ call, params: { id } }, form) => {
    const verb = form.get('_do');
    if (verb === 'cancel' && form.get('sure') !== 'yes') return again([{ field: 'sure', code: 'messages.not-sure' }]);
    if (verb === 'start') await call(startCampaign, { id });
    else if (verb === 'pause') await call(pauseCampaign, { id });
    else if (verb === 'cancel') await call(cancelCampaign, { id });
    return redirect(`/messages/campaigns/${id}`, { notice: 'messages-done' });
  },
});
export type CampaignProps = PropsOf<typeof campaignPage>;
