// SPDX-License-Identifier: Apache-2.0
/** A module just large enough to exercise the kernel. */
import { Type } from 'typebox';
import { event, operation, Uuid } from '../../src/contract.ts';
import {
  authorise,
  defineModule,
  emit,
  handle,
  handleOutsideTx,
  job,
  newId,
  on,
  rawRoute,
  refuse,
} from '../../src/index.ts';

export const billPaid = event('sample.bill-paid.v1', Type.Object({ billId: Uuid }));
export const billIgnored = event('sample.bill-ignored.v1', Type.Object({ billId: Uuid }), { public: true });
const Bill = Type.Object({ id: Uuid, amountMinor: Type.Integer(), state: Type.String() });

export const openBill = operation({
  name: 'sample.open-bill',
  method: 'POST',
  path: '/sample/bills',
  summary: 'Open',
  permission: 'public',
  audit: 'none',
  input: Type.Object({ amountMinor: Type.Integer({ minimum: 1 }) }),
  output: Bill,
});
export const settleBill = operation({
  name: 'sample.settle-bill',
  method: 'POST',
  path: '/sample/bills/:id/receipt',
  summary: 'Settle',
  permission: 'sample:settle',
  signIn: { level: 2, withinMinutes: 15 },
  audit: 'sample.bill-settled',
  about: { type: 'bill', id: 'id', facts: ['receiptNo'] },
  input: Type.Object({ id: Uuid, receiptNo: Type.String({ maxLength: 20 }) }),
  output: Bill,
  refusals: ['sample.bill-unknown', 'sample.bill-closed'],
});
export const readBill = operation({
  name: 'sample.read-bill',
  method: 'GET',
  path: '/sample/bills/:id',
  summary: 'Read',
  permission: 'sample:read',
  check: 'resource',
  audit: 'none',
  input: Type.Object({ id: Uuid, verbose: Type.Optional(Type.Boolean()) }),
  output: Bill,
});
export const forgetful = operation({
  name: 'sample.forgetful',
  method: 'GET',
  path: '/sample/forgetful',
  summary: 'Forgets to ask',
  permission: 'sample:read',
  check: 'resource',
  audit: 'none',
  input: Type.Object({}),
  output: Type.Object({}),
});

export const orderPaper = operation({
  name: 'sample.order-paper',
  method: 'POST',
  path: '/sample/papers',
  summary: 'Order',
  permission: 'public',
  audit: 'none',
  input: Type.Object({ sheets: Type.Integer() }),
  output: Type.Object({ order: Type.Integer() }),
});
/** Orders that reached the supplier; each waits until it is let go. */
export const supplier = { orders: 0, letGo: () => {}, fail: false };

export const faults = { remaining: 0 };
export const printed: string[] = [];
const printReceipt = job(
  'sample.print-receipt',
  Type.Object({ billId: Uuid }),
  async (_module, { billId }) => {
    if (faults.remaining-- > 0) throw new Error('printer away');
    printed.push(billId);
  },
  { tx: false },
);

const contract = { orderPaper, openBill, settleBill, readBill, forgetful, billPaid, billIgnored };
type Row = { id: string; amountMinor: number; state: string };

export const sample = defineModule({
  name: 'sample',
  contract,
  routes: [
    handle(openBill, async (tx, { amountMinor }) => {
      const id = newId();
      await tx.query(`insert into bill (id, amount_minor, state) values ($1, $2, 'open')`, [id, amountMinor]);
      return { id, amountMinor, state: 'open' };
    }),
    handle(settleBill, async (tx, { id, receiptNo }) => {
      const { rows } = await tx.query<Row>(
        `select id, amount_minor as "amountMinor", state from bill where id = $1 for update`,
        [id],
      );
      const bill = rows[0] ?? refuse('missing', 'sample.bill-unknown', 'There is no such bill.');
      if (bill.state !== 'open') refuse('conflict', 'sample.bill-closed', 'The bill is settled already.');
      await tx.query(`update bill set state = 'paid', receipt_no = $2 where id = $1`, [id, receiptNo]);
      await emit(tx, billPaid, { billId: id });
      await emit(tx, billIgnored, { billId: id });
      return { ...bill, state: 'paid' };
    }),
    handle(readBill, async (tx, { id }) => {
      authorise(tx, { type: 'Bill', id, attributes: { owner: 'org-7' } });
      const { rows } = await tx.query<Row>(`select id, amount_minor as "amountMinor", state from bill where id = $1`, [
        id,
      ]);
      return rows[0] ?? refuse('missing', 'sample.bill-unknown');
    }),
    handle(forgetful, async () => ({})),
    handleOutsideTx(orderPaper, async () => {
      const order = ++supplier.orders;
      if (supplier.fail) refuse('unavailable', 'sample.supplier-away', 'Try again.');
      await new Promise<void>((resolve) => {
        supplier.letGo = resolve;
      });
      return { order };
    }),
    rawRoute({
      method: 'POST',
      path: '/sample/echo',
      summary: 'Echo',
      permission: 'public',
      audit: 'none',
      handler: (_m, request) => ({ bytes: (request.body as Buffer).length }),
    }),
  ],
  handlers: [
    on(billPaid, async (tx, { billId }, meta) => {
      if (faults.remaining-- > 0) throw new Error('not yet');
      await tx.query('insert into seen values ($1, $2)', [meta.id, billId]);
      await printReceipt.enqueue(tx, { billId }, { key: billId });
    }),
    printReceipt,
  ],
  migrations: new URL('./migrations/', import.meta.url),
  policies: new URL('./policies.cedar', import.meta.url),
});
