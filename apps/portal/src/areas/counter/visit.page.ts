// SPDX-License-Identifier: Apache-2.0
/** One visit: the consent is given or refused, then the application is begun. */
import { confirmCode, confirmPaper, consentPath, getVisit, refuseVisit } from '@stoa/counter/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { isId } from '../books/shared.ts';
import { begun, rowOf } from './counter.page.ts';

export const visitPage = definePage({
  path: '/counter/visits/:id',
  signIn: true,
  component: 'counter/VisitPage',
  load: async (context) => {
    const { call, params, text, principal } = context;
    if (!isId(params.id)) throw pageUnknown();
    const visit = await call(getVisit, { id: params.id });
    const here = principal.kind === 'person' && principal.actingFor?.visit?.id === visit.id;
    return {
      ...{ ...rowOf(visit, text), triesLeft: visit.triesLeft, here },
      paper: visit.way === 'paper' ? consentPath(visit.id) : undefined,
      cases: here ? await begun(context) : [],
    };
  },
  act: async ({ call, params }, form) => {
    const { id } = params;
    if (!isId(id)) throw pageUnknown();
    const address = `/counter/visits/${id}`;
    if (form.get('_do') === 'refuse') {
      await call(refuseVisit, { id });
      return redirect('/counter', { notice: 'visit-refused' });
    }
    if (form.get('_do') === 'code') {
      await call(confirmCode, { id, code: form.get('code') });
      return redirect(address, { notice: 'visit-opened' });
    }
    const [scan, reason] = [form.files.content, form.get('reason').trim()];
    const missing = [
      ...(reason.length >= 10 ? [] : [{ field: 'reason', code: 'counter.reason-missing' }]),
      ...(scan ? [] : [{ field: 'content', code: 'portal.file-missing' }]),
    ];
    if (!scan || missing.length > 0) return again(missing);
    const name = scan.fileName.slice(-300);
    await call(confirmPaper, { id, reason, name, content: scan.body.toString('base64') });
    return redirect(address, { notice: 'visit-opened' });
  },
});
export type VisitProps = PropsOf<typeof visitPage>;
