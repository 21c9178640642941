// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { invoicePaid, invoiceRefunded } from '@stoa/payments/contract';
import { receivePayment, receiveRefund, sweep, takeAnswers } from './incoming.ts';
import { sendNotice } from './notices.ts';
import { runStep, voidUnpaid } from './steps.ts';

export const handlers = [
  on(invoicePaid, receivePayment),
  on(invoiceRefunded, receiveRefund),
  runStep,
  voidUnpaid,
  sendNotice,
  every('cases.take-answers', 2, takeAnswers),
  every('cases.sweep', 5, sweep),
];
