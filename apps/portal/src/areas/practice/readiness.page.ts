// SPDX-License-Identifier: Apache-2.0
/** How far an institution is on its way into production; those who admit choose which. */
import { duties } from '@stoa/documents/contract';
import { getOrganisation, listOrganisations } from '@stoa/organisations/contract';
import * as practice from '@stoa/practice/contract';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';

const path = '/documents/readiness';
const grantor = 'identity.grantor';
type Context = Pick<PageContext, 'call' | 'text' | 'query' | 'principal'>;

const officeId = /^[A-Z0-9][A-Z0-9-]{2,63}$/;
/** Of the address where one may look, otherwise the first where one works in the chancery. */
function institutionOf({ query, principal }: Context): { id: string; own: string[]; admits: boolean } {
  const held = principal.kind === 'person' ? principal.duties : [];
  const works = held.filter(({ code }) => code === duties.clerk || code === duties.leader);
  const own = [...new Set(works.map(({ organisationId }) => organisationId))];
  const admits = held.some(({ code }) => code === grantor);
  const asked = query.institution && officeId.test(query.institution) ? query.institution : undefined;
  return { own, admits, id: (asked && (admits || own.includes(asked)) ? asked : own[0]) ?? '' };
}

export const readinessPage = definePage({
  path,
  duty: [duties.clerk, duties.leader, grantor],
  component: 'practice/ReadinessPage',
  load: async (context) => {
    const { call, text } = context;
    const { id, admits } = institutionOf(context);
    const choices = admits ? (await call(listOrganisations, { kind: 'central', limit: 100 })).items : [];
    const options = choices.map((one) => ({ value: one.id, text: text(one.name) }));
    if (!id) return { id, name: '', options, standing: undefined };
    const [standing, organisation] = await Promise.all([
      call(practice.getStanding, { institutionId: id }),
      call(getOrganisation, { id }),
    ]);
    return { id, name: text(organisation.name), options, standing };
  },
  act: async (context, form) => {
    const { call } = context;
    const { id: institutionId } = institutionOf(context);
    const here = `${path}?institution=${institutionId}`;
    const [what, id = ''] = form.get('_do').split(' ');
    if (what === 'run') {
      await call(practice.startReadiness, { institutionId });
      return redirect(here, { notice: 'readiness-begun' });
    }
    if (what === 'propose') await call(practice.proposeAdmission, { institutionId });
    else if (what === 'confirm' || what === 'decline')
      await call(practice.decideAdmission, { id, approved: what === 'confirm' });
    else if (what === 'withdraw') {
      const reason = form.get('reason');
      if (reason.length < 5) return again([{ field: 'reason', code: 'practice.reason-missing' }]);
      await call(practice.withdrawAdmission, { institutionId, reason });
    } else return again([]);
    return redirect(here, { notice: 'admission-done' });
  },
});
export type ReadinessProps = PropsOf<typeof readinessPage>;
