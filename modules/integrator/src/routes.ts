// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import * as comparison from './bodies/comparison.ts';
import { getRecommendations, recommendationsPdf } from './bodies/recommendations.ts';
import * as templates from './bodies/templates.ts';
import * as contract from './contract.ts';
import { enterDemoYears } from './demo/demo.ts';
import * as answers from './inventory/answers.ts';
import * as campaigns from './inventory/campaigns.ts';
import * as maturity from './maturity/assessments.ts';
import { modelOf } from './maturity/levels.ts';
import * as projects from './projects/projects.ts';

export const routes = [
  handle(contract.openCampaign, campaigns.openCampaign),
  handle(contract.closeCampaign, campaigns.closeCampaign),
  handle(contract.listCampaigns, campaigns.listCampaigns),
  handle(contract.getCampaign, campaigns.getCampaign),
  handle(contract.listOwnAnswers, campaigns.listOwnAnswers),
  handle(contract.getAnswer, answers.getAnswer),
  handle(contract.answerItems, answers.answerItems),
  handle(contract.addMissing, answers.addMissing),
  handle(contract.answerQuestions, answers.answerQuestions),
  handle(contract.sendAnswer, answers.sendAnswer),
  handle(contract.decideAnswer, answers.decideAnswer),
  handle(contract.writeRemark, answers.writeRemark),
  handle(contract.getMaturityModel, async (_tx, { version }) => modelOf(version)),
  handle(contract.listMaturity, maturity.listMaturity),
  handle(contract.startAssessment, maturity.startAssessment),
  handle(contract.getAssessment, maturity.getAssessment),
  handle(contract.saveClaims, maturity.saveClaims),
  handle(contract.examineAssessment, maturity.examineAssessment),
  handle(contract.listTemplates, async (tx) => ({ items: await templates.templatesNow(tx) })),
  handle(contract.proposePart, templates.proposePart),
  handle(contract.listProposals, templates.listProposals),
  handle(contract.decideProposal, templates.decideProposal),
  handle(contract.compareBody, comparison.compareBody),
  handle(contract.askWaiver, comparison.askWaiver),
  handle(contract.decideWaiver, comparison.decideWaiver),
  handle(contract.getRecommendations, getRecommendations),
  rawRoute({
    method: 'GET',
    path: contract.recommendationsPath(':organisationId'),
    summary: 'What a body should do on its way to the platform model, as PDF',
    permission: 'integrator:read',
    audit: 'none',
    handler: async (module, request, reply) => {
      const { organisationId = '' } = request.params as { organisationId?: string };
      const { language } = request.query as { language?: string };
      const pdf = await recommendationsPdf(module, principalOf(request), organisationId, language);
      return reply
        .type('application/pdf')
        .header(
          'content-disposition',
          `attachment; filename="recommendations-${encodeURIComponent(organisationId)}.pdf"`,
        )
        .send(pdf);
    },
  }),
  handle(contract.startProject, projects.startProject),
  handle(contract.listProjects, projects.listProjects),
  handle(contract.getProject, projects.getProject),
  handle(contract.doStep, projects.doStep),
  handle(contract.moveProject, projects.moveProject),
  handle(contract.recordVisit, projects.recordVisit),
  handle(contract.addMeasure, projects.addMeasure),
  handle(contract.finishMeasure, projects.finishMeasure),
  handle(contract.listMeasures, projects.listMeasures),
  handleOutsideTx(contract.enterDemoYears, enterDemoYears),
];
