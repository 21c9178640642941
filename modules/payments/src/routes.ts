// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, isRefusal, type ModuleRuntime, principalOf, rawRoute, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { comeBack, startBasket, startCheckout } from './attempts/attempts.ts';
import { refusedWord, tellState } from './attempts/words.ts';
import * as contract from './contract.ts';
import { enterDemoPayments } from './demo/demo.ts';
import * as disputes from './disputes/disputes.ts';
import * as fees from './fees/fees.ts';
import * as invoices from './invoices.ts';
import * as lists from './lists/lists.ts';
import { providerOf } from './providers/index.ts';
import * as papers from './receipts/papers.ts';
import { payRefundAgain } from './refunds/paying.ts';
import * as refunds from './refunds/refunds.ts';
import * as transfers from './transfers/transfers.ts';

const noSuchPaper = (): never =>
  refuse('invalid', 'kernel.input-invalid', 'The address asks for a paper that there is not. Take it from its page.');

/** A file to take home; within what whoever asks may see. */
const paperRoute = <Schema extends TSchema>(
  path: string,
  summary: string,
  schema: Schema,
  make: (module: ModuleRuntime, principal: Principal, asked: Static<Schema>) => Promise<papers.Paper>,
) =>
  rawRoute({
    ...{ method: 'GET', path: `/api/payments/${path}`, summary, permission: 'payments:own', audit: 'none' },
    handler: async (module, request, reply) => {
      const asked = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(schema, asked)) return noSuchPaper();
      const { name, type, content } = await make(module, principalOf(request), asked as Static<Schema>);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(content);
    },
  });

const callbackRoute = (way: contract.ProviderName) =>
  rawRoute({
    method: 'POST',
    path: `/payments/callbacks/${way}`,
    summary: 'Word of the payment provider',
    permission: 'public',
    audit: 'payments.invoice-paid',
    handler: async (module, request) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const word = await providerOf(way)?.readCallback?.(module, request.headers, body);
      if (word)
        await module
          .tx({ kind: 'system' }, (tx) => tellState(tx, way, word))
          .catch((error: unknown) => {
            if (isRefusal(error)) refusedWord(module, `${way} ${word.id} is ${word.state}`, error.code);
            throw error;
          });
      return { received: true };
    },
  });

export const routes = [
  handle(contract.createInvoice, invoices.createInvoice),
  handle(contract.getInvoice, (tx, { id }) => invoices.getInvoice(tx, id)),
  handle(contract.voidInvoice, (tx, { id }) => invoices.voidInvoice(tx, id)),
  handle(contract.exemptInvoice, invoices.exemptInvoice),
  handleOutsideTx(contract.startCheckout, startCheckout),
  handleOutsideTx(contract.startBasket, startBasket),
  handle(contract.listFees, fees.listFees),
  handle(contract.listFeeDrafts, fees.listFeeDrafts),
  handle(contract.draftFee, fees.draftFee),
  handle(contract.decideFee, fees.decideFee),
  handle(contract.askRefund, refunds.askRefund),
  handle(contract.decideRefund, refunds.decideRefund),
  handle(contract.payRefundAgain, payRefundAgain),
  handle(contract.listRefunds, refunds.listRefunds),
  handle(contract.listDisputes, disputes.listDisputes),
  handleOutsideTx(contract.answerDispute, disputes.answerDispute),
  handle(contract.listTransfers, transfers.listTransfers),
  handle(contract.allotTransfer, transfers.allotTransfer),
  handle(contract.listOwnInvoices, lists.listOwnInvoices),
  handle(contract.listInvoices, lists.listInvoices),
  handle(contract.getWay, lists.getWay),
  handle(contract.getFigures, lists.getFigures),
  handle(contract.enterDemoPayments, enterDemoPayments),
  callbackRoute('bank'),
  callbackRoute('stripe'),
  rawRoute({
    method: 'GET',
    path: '/payments/returns/:leadId/:attempt',
    summary: 'A payer comes back from a provider that calls nobody',
    permission: 'public',
    audit: 'none',
    handler: async (module, request, reply) => {
      const { leadId = '', attempt = '' } = request.params as { leadId?: string; attempt?: string };
      const known = /^[0-9a-f-]{36}$/.test(leadId) && /^\d{1,6}$/.test(attempt);
      const path = known ? await comeBack(module, { leadId, attempt: Number(attempt) }) : '/cabinet/payments';
      return reply.redirect(module.publicUrl + path, 303);
    },
  }),
  paperRoute('invoices/:id/receipt.pdf', 'A receipt as PDF', contract.PaperAsked, papers.receiptPdf),
  paperRoute('invoices/:id/invoice.xml', 'An invoice as UBL 2.1', contract.PaperAsked, papers.eInvoice),
  paperRoute(
    'own/statement',
    'What one was asked for and paid, as a file',
    contract.StatementAsked,
    papers.statementFile,
  ),
];
