// SPDX-License-Identifier: Apache-2.0
import {
  answerCertificateRequest,
  type CertificateRequest,
  listCertificateRequests,
  rejectCertificateRequest,
} from '@stoa/exchange/contract';
import {
  again,
  definePage,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { missing, operator, sent } from './parties.ts';

const path = '/operations/exchange/certificate-requests';
const states = ['waiting', 'issued', 'rejected'] as const;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function oneOf({ call }: PageContext, asked: string): Promise<CertificateRequest> {
  const { items } = id.test(asked) ? await call(listCertificateRequests, { id: asked }) : { items: [] };
  return items[0] ?? Promise.reject(pageUnknown());
}

async function answer(context: PageContext, form: Form): Promise<Outcome> {
  const { id: request } = await oneOf(context, context.query.id ?? '');
  if (form.get('_do') === 'reject') {
    const reason = form.get('reason');
    if (reason === '') return again([missing('reason')]);
    await context.call(rejectCertificateRequest, { id: request, reason });
    return redirect(path, { notice: 'certificate-request-rejected' });
  }
  const chain = form.get('chain');
  if (chain === '') return again([missing('chain')]);
  return sent(async () => {
    await context.call(answerCertificateRequest, { id: request, chain });
    return redirect(path, { notice: 'certificate-request-answered' });
  });
}

/** What waits for an external authority; with `?id=` one request, to be answered or rejected. */
export const certificateRequestsPage = definePage({
  path,
  duty: operator,
  component: 'exchange/CertificateRequestsPage',
  load: async (context) => {
    const { call, query } = context;
    const state = states.find((one) => one === query.show) ?? 'waiting';
    if (query.id !== undefined) return { state, one: await oneOf(context, query.id), requests: [] };
    const cursor = query.cursor?.slice(0, 200);
    const found = await call(listCertificateRequests, { state, limit: 50, ...(cursor ? { cursor } : {}) });
    return { state, one: undefined, requests: found.items, nextCursor: found.nextCursor };
  },
  act: answer,
});
export type CertificateRequestsProps = PropsOf<typeof certificateRequestsPage>;
