// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { invoicePaid, invoiceRefunded } from '@stoa/payments/contract';
import { sendNotice } from './case/index.ts';
import { receivePayment, receiveRefund, runStep, sweep, takeAnswers, voidUnpaid } from './process/index.ts';

export const handlers = [
  on(invoicePaid, receivePayment),
  on(invoiceRefunded, receiveRefund),
  runStep,
  voidUnpaid,
  sendNotice,
  every('cases.take-answers', 2, takeAnswers),
  every('cases.sweep', 5, sweep),
];
