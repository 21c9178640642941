// SPDX-License-Identifier: Apache-2.0
/** Templates in their present versions, and what is proposed for them. */
import { getVocabulary } from '@stoa/architecture/contract';
import { decideProposal, listProposals, listTemplates, proposePart } from '@stoa/integrator/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { bodiesOf, bodyOfIntegrator, integrates, looks, ownBodies, Typed } from './shared.ts';

export const bodyTemplatesPage = definePage({
  path: '/integrator/templates',
  component: 'integrator/TemplatesPage',
  load: async (context) => {
    const { call, text } = context;
    const looking = looks(context);
    const [{ items }, vocabulary, bodies] = await Promise.all([
      call(listTemplates, {}),
      call(getVocabulary, {}),
      bodiesOf(context),
    ]);
    const kindOf = (code: string) => text(vocabulary.kinds[code]?.title ?? { en: code });
    const proposals = looking ? (await call(listProposals, {})).items : [];
    return {
      proposes: integrates(context) || ownBodies(context).length > 0,
      kinds: Object.keys(vocabulary.kinds).map((value) => ({ value, text: kindOf(value) })),
      templates: items.map(({ code, version, title, about, parts }) => ({
        ...{ code, version, title: text(title), about: text(about) },
        parts: parts.map((part) => ({ code: part.code, title: text(part.title), kind: kindOf(part.kind) })),
      })),
      proposals: proposals.map(({ part, ...one }) => ({
        ...{ ...one, part: text(part.title), body: bodies.name(one.organisationId) },
        title: text(items.find(({ code }) => code === one.template)?.title ?? { en: one.template }),
      })),
    };
  },
  act: async (context, form) => {
    const { call, language } = context;
    const [verb, id = ''] = form.get('_do').split(' ');
    const typed = new Typed(form);
    if (verb === 'grant') await call(decideProposal, { id, grant: true });
    else if (verb === 'decline') {
      const reason = typed.text(`reason-${id}`);
      if (typed.wrong) return again(typed.errors);
      await call(decideProposal, { id, grant: false, reason });
    } else {
      const [template, code, reason] = [typed.text('template'), typed.text('code'), typed.text('reason')];
      const removes = form.get('what') === 'remove';
      const name = removes ? code : typed.text('name');
      const kind = removes ? 'object' : typed.text('kind');
      if (typed.wrong) return again(typed.errors);
      const title = { en: name, [language]: name };
      const organisationId = ownBodies(context)[0] ?? bodyOfIntegrator(context);
      await call(proposePart, { template, organisationId, part: { code, title, kind }, removes, reason });
    }
    return redirect('/integrator/templates', { notice: 'integrator-done' });
  },
});
export type TemplatesProps = PropsOf<typeof bodyTemplatesPage>;
