// SPDX-License-Identifier: Apache-2.0
import {
  type IssuedCertificate,
  listCertificates,
  listValidCertificates,
  RevocationReason,
  revokeCertificate,
} from '@stoa/exchange/contract';
import { Value } from 'typebox/value';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { certificateState, daysUntil, missing, operator } from './parties.ts';

type Shown = Omit<IssuedCertificate, 'serial' | 'profile'> & { profile: string };
const show = (one: Shown) => ({ ...one, state: certificateState(one), days: daysUntil(one.validUntil) });

export const certificatesPage = definePage({
  path: '/operations/exchange/certificates',
  duty: operator,
  component: 'exchange/CertificatesPage',
  load: async ({ call, query }) => {
    const all = query.show === 'all';
    const cursor = query.cursor?.slice(0, 200);
    const found: { items: Shown[]; nextCursor?: string } = all
      ? await call(listCertificates, { limit: 50, ...(cursor ? { cursor } : {}) })
      : await call(listValidCertificates, {});
    return { all, certificates: found.items.map(show), nextCursor: found.nextCursor };
  },
});
export type CertificatesProps = PropsOf<typeof certificatesPage>;

async function asked({ call, query }: PageContext) {
  const keyId = query.key ?? '';
  const { items } = /^[0-9a-f]{64}$/.test(keyId) ? await call(listCertificates, { keyId }) : { items: [] };
  return items[0] ?? Promise.reject(pageUnknown());
}

/** Asks once more, and for the reason, before one certificate is revoked. */
export const revokeCertificatePage = definePage({
  path: '/operations/exchange/certificates/revoke',
  duty: operator,
  component: 'exchange/RevokeCertificatePage',
  load: async (context) => ({
    certificate: show(await asked(context)),
    reasons: RevocationReason.anyOf.map((one) => one.const),
  }),
  act: async (context, form) => {
    const { keyId } = await asked(context);
    const reason = form.get('reason');
    if (!Value.Check(RevocationReason, reason)) return again([missing('reason')]);
    await context.call(revokeCertificate, { keyId, reason });
    return redirect('/operations/exchange/certificates?show=all', { notice: 'certificate-revoked' });
  },
});
export type RevokeCertificateProps = PropsOf<typeof revokeCertificatePage>;
