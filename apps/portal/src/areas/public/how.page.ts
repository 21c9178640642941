// SPDX-License-Identifier: Apache-2.0
import { explainService } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { showDecision, showWords } from './drawn-decision.ts';
import { showDrawn } from './drawn-process.ts';

export const howPage = definePage({
  path: '/services/:id/how',
  component: 'public/HowPage',
  load: async ({ call, text, params }) => {
    const found = await call(explainService, { id: params.id });
    return {
      id: found.id,
      title: text(found.title),
      currency: found.currency,
      process: showDrawn(found.process, text),
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
