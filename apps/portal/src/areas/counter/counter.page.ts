// SPDX-License-Identifier: Apache-2.0
/** Where a clerk asks who stands before them, and sees their visits. */
import { listServices } from '@stoa/catalogue/contract';
import { listCases } from '@stoa/cases/contract';
import { askConsent, endVisit, listVisits, receiptPath, resumeVisit, type Visit, ways } from '@stoa/counter/contract';
import { languages } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { unlessRefused } from '../../server/problem.ts';
import { cursorOf, isId } from '../books/shared.ts';

/** Front offices by their names, as a choice. */
export const namedOffices = ({ call, text }: PageContext, ids: readonly string[]) =>
  Promise.all(
    ids.map(async (id) => {
      const found = await call(getOrganisation, { id }).catch(unlessRefused);
      return { value: id, text: found ? text(found.name) : id };
    }),
  );

export const officesOf = ({ principal }: Pick<PageContext, 'principal'>, duty: string): string[] =>
  principal.kind === 'person'
    ? // The order of duties says nothing: the first one is always the same.
      principal.duties.flatMap(({ code, organisationId }) => (code === duty ? [organisationId] : [])).sort()
    : [];
const visitOf = ({ principal }: Pick<PageContext, 'principal'>) =>
  principal.kind === 'person' ? principal.actingFor?.visit : undefined;

export const rowOf = (visit: Visit, text: PageContext['text']) => ({
  ...{ id: visit.id, person: visit.personName, service: text(visit.service), serviceId: visit.serviceId },
  ...{ office: text(visit.office), state: visit.state, way: visit.way, at: visit.askedAt, until: visit.until },
});

/** Of this visit alone: cases shows no others. */
export async function begun({ call, text }: Pick<PageContext, 'call' | 'text'>) {
  const { items } = await call(listCases, { limit: 20 });
  return items.map(({ id, title, number, state }) => ({
    ...{ id, title: text(title), number, href: `/cases/${id}` },
    ...(state === 'draft' ? {} : { receipt: receiptPath(id) }),
  }));
}

export const counterPage = definePage({
  path: '/counter',
  signIn: true,
  component: 'counter/CounterPage',
  load: async (context) => {
    const { call, text, query, language } = context;
    const offices = officesOf(context, 'counter.clerk');
    const leads = officesOf(context, 'counter.head').length > 0;
    const visit = visitOf(context);
    const clerk = offices.length > 0;
    const { items, nextCursor } = clerk ? await call(listVisits, cursorOf(query)) : { items: [] };
    const services = clerk && !visit ? (await call(listServices, { audience: 'person' })).items : [];
    return {
      ...{ clerk, leads, offices: await namedOffices(context, offices), language, inVisit: visit?.id, nextCursor },
      services: services.map(({ id, title }) => ({ value: id, text: text(title) })),
      visits: items.map((one) => rowOf(one, text)),
      cases: visit ? await begun(context) : [],
    };
  },
  act: async (context, form) => {
    const { call } = context;
    const [act = '', id = ''] = form.get('_do').split(' ');
    if (act === 'end' && isId(id)) {
      await call(endVisit, { id });
      return redirect('/counter', { notice: 'visit-ended' });
    }
    if (act === 'resume' && isId(id)) {
      await call(resumeVisit, { id });
      return redirect(`/counter/visits/${id}`, { notice: 'visit-opened' });
    }
    const way = ways.find((one) => one === form.get('way'));
    const language = languages.find((one) => one === form.get('language'));
    const typed = { number: form.get('number').replaceAll(/[\s-]/g, ''), name: form.get('name').trim() };
    const document = form.get('document').trim();
    const missing = [
      ...(form.get('service') ? [] : [{ field: 'service', code: 'counter.service-missing' }]),
      ...(typed.number ? [] : [{ field: 'number', code: 'counter.number-invalid' }]),
      ...(typed.name.length >= 2 ? [] : [{ field: 'name', code: 'counter.name-missing' }]),
      ...(document.length >= 3 ? [] : [{ field: 'document', code: 'counter.document-missing' }]),
      ...(way ? [] : [{ field: 'way', code: 'counter.way-missing' }]),
    ];
    if (missing.length > 0 || !way) return again(missing);
    const visit = await call(askConsent, {
      ...{ officeId: form.get('office'), serviceId: form.get('service'), ...typed, document, way },
      language: language ?? context.language,
    });
    return redirect(`/counter/visits/${visit.id}`, { notice: `visit-asked-${way}` });
  },
});
export type CounterProps = PropsOf<typeof counterPage>;
