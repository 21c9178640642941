// SPDX-License-Identifier: Apache-2.0
/** Money that goes out: programmes, batches with their rows, what came back, vouchers, requests. */
import {
  batchLimits,
  batchStates,
  checkBatch,
  decideBatch,
  decideRequest,
  getBatch,
  giveUp,
  leaveOut,
  listBatches,
  listPayouts,
  listProgrammes,
  listRequests,
  listVouchers,
  makeBatch,
  payoutStates,
  redeemVoucher,
  repeatPayout,
  request,
  submitBatch,
  voucherStates,
} from '@stoa/payouts/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { cursorOf, isId, minorOf } from '../books/shared.ts';

const readers = ['payouts.clerk', 'payouts.approver', 'audit.auditor'] as const;
const holds = ({ principal }: Pick<PageContext, 'principal'>, duty: string): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => code === duty);
const programmesOf = async ({ call, text }: Pick<PageContext, 'call' | 'text'>) =>
  (await call(listProgrammes, {})).items.map(({ title, ...one }) => ({ ...one, id: one.code, title: text(title) }));
const monthOf = (typed: string | undefined) => (/^20\d\d-(0[1-9]|1[0-2])$/.test(typed ?? '') ? typed : undefined);

export const payoutsPage = definePage({
  path: '/payouts',
  duty: readers,
  component: 'payouts/PayoutsPage',
  load: async (context) => {
    const { call, query } = context;
    const programmes = await programmesOf(context);
    const state = batchStates.find((one) => one === query.state);
    const programme = programmes.find(({ code }) => code === query.programme)?.code;
    const period = monthOf(query.period);
    const asked = { ...(state ? { state } : {}), ...(programme ? { programme } : {}), ...(period ? { period } : {}) };
    const { items, nextCursor } = await call(listBatches, { ...asked, ...cursorOf(query) });
    const titles = new Map(programmes.map(({ code, title }) => [code, title]));
    return {
      ...{ programmes, nextCursor, states: [...batchStates], prepares: holds(context, 'payouts.clerk') },
      batches: items.map((one) => ({ ...one, title: titles.get(one.programme) ?? one.programme })),
    };
  },
  act: async ({ call }, form) => {
    const period = monthOf(form.get('period'));
    const { file } = form.files;
    const errors = [
      ...(period ? [] : [{ field: 'period', code: 'books.month-wrong' }]),
      ...(file ? [] : [{ field: 'file', code: 'books.file-missing' }]),
      ...(file && file.body.length > batchLimits.bytes ? [{ field: 'file', code: 'books.file-too-large' }] : []),
    ];
    if (errors.length > 0 || !file || !period) return again(errors);
    const text = new TextDecoder().decode(file.body);
    const fileName = file.fileName.slice(-200);
    const { id } = await call(makeBatch, { programme: form.get('programme'), period, fileName, text });
    return redirect(`/payouts/batches/${id}`, { notice: 'payouts-done' });
  },
});
export type PayoutsProps = PropsOf<typeof payoutsPage>;

export const batchPage = definePage({
  path: '/payouts/batches/:id',
  duty: readers,
  component: 'payouts/BatchPage',
  load: async (context) => {
    const { call, params, query, text } = context;
    if (!isId(params.id)) throw new Elsewhere('/payouts');
    const batch = await call(getBatch, { id: params.id });
    const state = payoutStates.find((one) => one === query.state);
    const rows = await call(listPayouts, { batchId: params.id, ...(state ? { state } : {}), ...cursorOf(query) });
    const title = (await programmesOf(context)).find(({ code }) => code === batch.programme)?.title ?? '';
    return {
      ...{ ...batch, title, nextCursor: rows.nextCursor },
      bad: batch.bad.map((one) => ({ ...one, id: String(one.line) })),
      files: batch.files.map((one) => ({ ...one, id: one.messageId })),
      list: rows.items.map(({ reason, ...one }) => ({ ...one, reason: text(reason) })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const note = form.get('note');
    switch (form.get('_do')) {
      case 'check':
        await call(checkBatch, { id });
        break;
      case 'leave-out':
        await call(leaveOut, { id });
        break;
      case 'submit':
        await call(submitBatch, { id });
        break;
      case 'approve':
        await call(decideBatch, { id, approve: true });
        break;
      default:
        if (note.length < 3) return again([{ field: 'note', code: 'books.text-missing' }]);
        await call(decideBatch, { id, approve: false, note });
    }
    return redirect(`/payouts/batches/${id}`, { notice: 'payouts-done' });
  },
});
export type BatchProps = PropsOf<typeof batchPage>;

export const rowsPage = definePage({
  path: '/payouts/rows',
  duty: readers,
  component: 'payouts/RowsPage',
  load: async (context) => {
    const { call, query, text } = context;
    const programmes = await programmesOf(context);
    const state = [...payoutStates, 'back' as const].find((one) => one === query.state);
    const programme = programmes.find(({ code }) => code === query.programme)?.code;
    const search = query.search?.trim().slice(0, 100);
    const asked = { ...(state ? { state } : {}), ...(programme ? { programme } : {}), ...(search ? { search } : {}) };
    const { items, nextCursor } = await call(listPayouts, { ...asked, ...cursorOf(query) });
    return {
      ...{ nextCursor, programmes: programmes.map(({ code, title }) => ({ value: code, text: title })) },
      ...{ prepares: holds(context, 'payouts.clerk'), approves: holds(context, 'payouts.approver') },
      ...{ states: [...payoutStates, 'back'] },
      list: items.map(({ reason, ...one }) => ({ ...one, reason: text(reason) })),
    };
  },
  act: async ({ call }, form) => {
    const [, what = '', id = ''] = /^(repeat|give-up) ([0-9a-f-]{36})$/.exec(form.get('_do')) ?? [];
    if (!id) return again([{ field: '_do', code: 'form.again' }]);
    if (what === 'repeat') {
      const { batchId } = await call(repeatPayout, { id });
      return redirect(`/payouts/batches/${batchId}`, { notice: 'payouts-done' });
    }
    const reason = form.get('reason');
    if (reason.length < 3) return again([{ field: 'reason', code: 'books.text-missing' }]);
    await call(giveUp, { id, reason });
    return redirect('/payouts/rows?state=back', { notice: 'payouts-done' });
  },
});
export type RowsProps = PropsOf<typeof rowsPage>;

export const vouchersPage = definePage({
  path: '/payouts/vouchers',
  duty: readers,
  component: 'payouts/VouchersPage',
  load: async (context) => {
    const { call, query } = context;
    const state = voucherStates.find((one) => one === query.state);
    const { items, nextCursor } = await call(listVouchers, { ...(state ? { state } : {}), ...cursorOf(query) });
    return { vouchers: items, nextCursor, states: [...voucherStates], prepares: holds(context, 'payouts.clerk') };
  },
  act: async ({ call }, form) => (form.get('_do') === 'redeem' ? redeem(call, form) : endVoucher(call, form)),
});
export type VouchersProps = PropsOf<typeof vouchersPage>;
type Call = PageContext['call'];
async function redeem(call: Call, form: Form) {
  const typed = form.get('amount');
  const amountMinor = typed ? minorOf(typed) : undefined;
  const [code, place] = [form.get('code'), form.get('place')];
  const errors = [
    ...(typed && !(amountMinor && amountMinor > 0) ? [{ field: 'amount', code: 'books.amount-wrong' }] : []),
    ...(code.length >= 10 ? [] : [{ field: 'code', code: 'payouts.code-missing' }]),
    ...(place ? [] : [{ field: 'place', code: 'books.text-missing' }]),
  ];
  if (errors.length > 0) return again(errors);
  await call(redeemVoucher, { code, place, key: form.sending.slice(0, 100), ...(amountMinor ? { amountMinor } : {}) });
  return redirect('/payouts/vouchers', { notice: 'payouts-done' });
}
async function endVoucher(call: Call, form: Form) {
  const voucherId = /^end ([0-9a-f-]{36})$/.exec(form.get('_do'))?.[1] ?? '';
  await call(request, { asked: { kind: 'voucher', voucherId }, reason: form.get('reason') || 'Cancelled' });
  return redirect('/payouts/requests', { notice: 'payouts-asked' });
}

const requestStates = ['open', 'done', 'refused'] as const;
export const requestsPage = definePage({
  path: '/payouts/requests',
  duty: readers,
  component: 'payouts/RequestsPage',
  load: async (context) => {
    const { call, query } = context;
    const state = requestStates.find((one) => one === query.state);
    const { items, nextCursor } = await call(listRequests, { ...(state ? { state } : {}), ...cursorOf(query) });
    return {
      ...{ requests: items, nextCursor, state, programmes: await programmesOf(context) },
      ...{ approves: holds(context, 'payouts.approver'), prepares: holds(context, 'payouts.clerk') },
    };
  },
  act: async ({ call }, form) => {
    const [, what, id] = /^(approve|refuse) ([0-9a-f-]{36})$/.exec(form.get('_do')) ?? [];
    if (id) {
      await call(decideRequest, { id, approve: what === 'approve' });
      return redirect('/payouts/requests', { notice: 'payouts-done' });
    }
    const reason = form.get('reason');
    if (reason.length < 3) return again([{ field: 'reason', code: 'books.text-missing' }]);
    if (form.get('_do') === 'account') {
      const [person, iban, name] = ['person', 'iban', 'name'].map((field) => form.get(field)) as [
        string,
        string,
        string,
      ];
      const errors = [
        ...(iban.length < 15 ? [{ field: 'iban', code: 'payouts.iban-wrong' }] : []),
        ...(name.length < 2 ? [{ field: 'name', code: 'payouts.name-missing' }] : []),
      ];
      if (errors.length > 0) return again(errors);
      await call(request, { asked: { kind: 'account', person, iban, name }, reason });
      return redirect('/payouts/requests', { notice: 'payouts-asked' });
    }
    return askLimits(call, form, reason);
  },
});
export type RequestsProps = PropsOf<typeof requestsPage>;

/** Limits and budget of a programme; everything else of it stays as it is. */
async function askLimits(call: Call, form: Form, reason: string) {
  const { items } = await call(listProgrammes, {});
  const found = items.find(({ code }) => code === form.get('programme'));
  if (!found) return again([{ field: 'programme', code: 'books.text-missing' }]);
  const { usedMinor: _, paid: __, back: ___, ...programme } = found;
  const amounts = { mostRowMinor: 'row', mostMonthMinor: 'month', budgetYearMinor: 'budget' } as const;
  const asked = { ...programme };
  const errors = [];
  for (const [key, field] of Object.entries(amounts) as ['mostRowMinor', string][]) {
    const typed = form.get(field);
    const amount = typed ? minorOf(typed) : programme[key];
    if (amount === undefined || amount <= 0) errors.push({ field, code: 'books.amount-wrong' });
    else asked[key] = amount;
  }
  if (errors.length > 0) return again(errors);
  await call(request, { asked: { kind: 'programme', programme: asked }, reason });
  return redirect('/payouts/requests', { notice: 'payouts-asked' });
}
