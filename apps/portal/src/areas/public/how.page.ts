// SPDX-License-Identifier: Apache-2.0
import { listStepTimes } from '@stoa/cases/contract';
import { explainService } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { showDecision, showWords } from './drawn-decision.ts';
import { showDrawn } from './drawn-process.ts';

export const howPage = definePage({
  path: '/services/:id/how',
  component: 'public/HowPage',
  load: async ({ call, text, params }) => {
    const found = await call(explainService, { id: params.id });
    // How long it takes is told where it is known; how it works is told in any case.
    const { items: times } = await call(listStepTimes, { serviceId: found.id }).catch((error: unknown) => {
      if (isRefusal(error)) return { items: [] };
      throw error;
    });
    return {
      id: found.id,
      title: text(found.title),
      currency: found.currency,
      process: showDrawn(found.process, text),
      times: times.map(({ node, medianSeconds }) => ({ node, seconds: medianSeconds })),
      decisions: found.decisions.map((decision) => showDecision(decision, text)),
      words: showWords(found.words, text),
      legalBasis: found.legalBasis.map((act) => ({
        title: text(act.title),
        article: act.articleText ? text(act.articleText) : act.article,
        url: act.url,
      })),
    };
  },
});
export type HowProps = PropsOf<typeof howPage>;
