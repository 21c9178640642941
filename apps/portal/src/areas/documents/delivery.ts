// SPDX-License-Identifier: Apache-2.0
/** Where each copy of a document is, for its page, and what the buttons there do. */
import {
  listDeliveries,
  passLetterOn,
  recallCopy,
  refuseArrival,
  resendCopy,
  sendDocument,
} from '@stoa/correspondence/contract';
import type { DocumentPage } from '@stoa/documents/contract';
import { listOrganisations } from '@stoa/organisations/contract';
import { again, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

export const deliveryOf = async ({ call }: Pick<PageContext, 'call'>, documentId: string) =>
  (await whenUp(call(listDeliveries, { documentId }))) ?? { items: [], maySend: false };

/** To which authority a letter that came by the portal may go on; undefined where it is none of them. */
export async function authoritiesFor(
  { call, text, language }: Pick<PageContext, 'call' | 'text' | 'language'>,
  { source, state, institutionId, may }: Pick<DocumentPage, 'source' | 'state' | 'institutionId' | 'may'>,
) {
  if (source !== 'portal' || state !== 'received' || !may.includes('register')) return undefined;
  const { items } = await call(listOrganisations, { kind: 'central', by: language, limit: 100 });
  return items.filter(({ id }) => id !== institutionId).map((one) => ({ value: one.id, text: text(one.name) }));
}
export type DeliveryShown = Awaited<ReturnType<typeof deliveryOf>>;

type Act = (context: PageContext<'/documents/:id'>, form: Form) => Promise<Outcome>;
const backWith = (id: string, notice: string) => redirect(`/documents/${id}`, { notice });
const reasonOf = (form: Form) => form.get('deliveryReason').trim();
const passOn: Act = async ({ call, params: { id } }, form) => {
  const institutionId = form.get('institutionId');
  if (institutionId === '') return again([{ field: 'institutionId', code: 'letters.authority-missing' }]);
  if (reasonOf(form).length < 3) return reasonMissing();
  await call(passLetterOn, { documentId: id, institutionId, reason: reasonOf(form) });
  return backWith(id, 'letter-passed-on');
};
const reasonMissing = () => again([{ field: 'deliveryReason', code: 'documents.reason-missing' }]);

export const deliveryActs: Readonly<Record<string, Act>> = {
  'pass-on-letter': passOn,
  send: async ({ call, params: { id } }) => {
    await call(sendDocument, { documentId: id });
    return backWith(id, 'document-sent');
  },
  resend: async ({ call, params: { id } }, form) => {
    await call(resendCopy, { id: form.get('copyId') });
    return backWith(id, 'document-sent');
  },
  recall: async ({ call, params: { id } }, form) => {
    if (reasonOf(form).length < 3) return reasonMissing();
    await call(recallCopy, { id: form.get('copyId'), reason: reasonOf(form) });
    return backWith(id, 'copy-recalled');
  },
  'send-back': async ({ call, params: { id } }, form) => {
    if (reasonOf(form).length < 3) return reasonMissing();
    await call(refuseArrival, { documentId: id, reason: reasonOf(form) });
    return backWith(id, 'arrival-refused');
  },
};
