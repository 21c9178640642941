// SPDX-License-Identifier: Apache-2.0
/** What everybody may check: the regulation and the certificates. */
import { adoptRegulation, getCertificate, getRegulation, listCertificates } from '@stoa/certification/contract';
import { definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';
import { holds } from './shared.ts';

export const certificatesPage = definePage({
  path: '/certificates',
  limit: 300,
  component: 'certification/CertificatesPage',
  load: async ({ call, text, query }) => {
    const service = /^[a-z][a-z0-9-]{0,63}$/.test(query.service ?? '') ? query.service : undefined;
    const { items, nextCursor } = await call(listCertificates, { ...(service ? { service } : {}), ...cursorOf(query) });
    return { nextCursor, certificates: items.map(({ title, ...one }) => ({ ...one, title: text(title) })) };
  },
});
export type CertificatesProps = PropsOf<typeof certificatesPage>;

export const certificatePage = definePage({
  path: '/certificates/:number',
  limit: 300,
  component: 'certification/CertificatePage',
  load: async ({ call, text, params }) => {
    if (!/^CR-[0-9]{6,9}$/.test(params.number)) throw new Elsewhere('/certificates');
    const { title, sealXml: _, ...one } = await call(getCertificate, { number: params.number });
    return { ...one, title: text(title) };
  },
});
export type CertificateProps = PropsOf<typeof certificatePage>;

export const regulationPage = definePage({
  path: '/certificates/regulation',
  limit: 300,
  component: 'certification/RegulationPage',
  load: async (context) => {
    const { call, text } = context;
    const { title, chapters, ...one } = await call(getRegulation, {});
    return {
      ...{ ...one, title: text(title) },
      chapters: chapters.map(({ number, title: name, clauses }) => ({
        ...{ number, title: text(name) },
        clauses: clauses.map((clause) => ({ ...clause, text: text(clause.text) })),
      })),
      signs: holds(context, 'certification.certifier') || holds(context, 'legal.reviewer'),
    };
  },
  act: async ({ call }, form) => {
    await call(adoptRegulation, { sha256: form.get('sha256') });
    return redirect('/certificates/regulation', { notice: 'certification-done' });
  },
});
export type RegulationProps = PropsOf<typeof regulationPage>;
