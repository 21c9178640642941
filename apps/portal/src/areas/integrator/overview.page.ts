// SPDX-License-Identifier: Apache-2.0
/** The integrator's work at once: the campaign under way, ICT services by stage, architectures, what is overdue. */
import { listServices, serviceStages } from '@stoa/ict/contract';
import { answerStates, listCampaigns, listMeasures, listOwnAnswers, listProjects } from '@stoa/integrator/contract';
import { listConsultations, projectStages } from '@stoa/norms/contract';
import { listOverdue } from '@stoa/upkeep/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { bodiesOf, integrates, looks, ownBodies } from './shared.ts';

export const integratorPage = definePage({
  path: '/integrator',
  component: 'integrator/OverviewPage',
  load: async (context) => {
    const { call } = context;
    const looking = looks(context);
    const [campaigns, services, projects, bodies] = await Promise.all([
      call(listCampaigns, { limit: 20 }),
      call(listServices, {}),
      call(listProjects, {}),
      bodiesOf(context),
    ]);
    const [measures, own, questions, overdue] = looking
      ? await Promise.all([
          call(listMeasures, { overdue: true, limit: 10 }),
          call(listOwnAnswers, {}),
          call(listConsultations, { open: true, limit: 100 }),
          call(listOverdue, {}),
        ])
      : [{ items: [] }, { items: [] }, { items: [] }, { bodies: [] }];
    const campaign = campaigns.items.find(({ closedAt }) => !closedAt);
    return {
      ...{ looks: looking, integrates: integrates(context), open: questions.items.length },
      own: ownBodies(context).map((id) => ({ id, name: bodies.name(id) })),
      campaign: campaign && {
        ...campaign,
        states: answerStates.map((state) => ({
          state,
          count: campaign.states.find((one) => one.state === state)?.count ?? 0,
        })),
      },
      stages: serviceStages.map((stage) => ({
        stage,
        count: services.items.filter((one) => one.stage === stage).length,
      })),
      services: services.items.length,
      projects: projectStages.map((stage) => ({
        stage,
        count: projects.items.filter((one) => one.stage === stage).length,
      })),
      architectures: projects.items.length,
      overdueInAll: projects.items.reduce((n, one) => n + one.overdueMeasures, 0),
      unattested: overdue.bodies.map(({ organisationId, count }) => ({
        ...{ id: organisationId, body: bodies.name(organisationId), count },
      })),
      measures: measures.items.map((one) => ({ ...one, body: bodies.name(one.organisationId) })),
      answers: own.items.map((one) => ({ ...one, body: bodies.name(one.organisationId) })),
    };
  },
});
export type IntegratorProps = PropsOf<typeof integratorPage>;
