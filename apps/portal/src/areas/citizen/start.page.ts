// SPDX-License-Identifier: Apache-2.0
import { startDraft } from '@stoa/cases/contract';
import { getService } from '@stoa/catalogue/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';
import { forgetAnswers, keptAnswers } from '../public/kept-answers.ts';

export const startPage = definePage({
  path: '/services/:id/start',
  signIn: true,
  component: 'citizen/StartPage',
  load: async (context) => {
    const service = await context.call(getService, { id: context.params.id });
    const { principal } = context;
    const actingFor = principal.kind === 'person' ? principal.actingFor : undefined;
    const audience = actingFor?.kind === 'organisation' ? ('organisation' as const) : ('person' as const);
    return {
      id: service.id,
      title: context.text(service.title),
      applicant: actingFor?.name ?? (principal.kind === 'person' ? principal.name : ''),
      fits: service.audience.includes(audience),
      audience: service.audience,
      hasAnswers: keptAnswers(context.headers.cookie) !== undefined,
    };
  },
  act: async (context) => {
    const { id } = context.params;
    const answers = keptAnswers(context.headers.cookie);
    const draft = await context.call(startDraft, {
      serviceId: id,
      language: context.language,
      ...(answers ? { answers } : {}),
    });
    return redirect(`/cases/${draft.id}/form/${draft.firstPage}`, { setCookies: [forgetAnswers(id)] });
  },
});
export type StartProps = PropsOf<typeof startPage>;
