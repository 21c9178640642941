// SPDX-License-Identifier: Apache-2.0
/** Where each copy of a document is, for its page, and what the buttons there do. */
import { listDeliveries, recallCopy, refuseArrival, resendCopy, sendDocument } from '@stoa/correspondence/contract';
import { again, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

export const deliveryOf = async ({ call }: Pick<PageContext, 'call'>, documentId: string) =>
  (await whenUp(call(listDeliveries, { documentId }))) ?? { items: [], maySend: false };
export type DeliveryShown = Awaited<ReturnType<typeof deliveryOf>>;

type Act = (context: PageContext<'/documents/:id'>, form: Form) => Promise<Outcome>;
const backWith = (id: string, notice: string) => redirect(`/documents/${id}`, { notice });
const reasonOf = (form: Form) => form.get('deliveryReason').trim();
const reasonMissing = () => again([{ field: 'deliveryReason', code: 'documents.reason-missing' }]);

export const deliveryActs: Readonly<Record<string, Act>> = {
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
