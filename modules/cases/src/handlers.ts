// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { every, movePseudonym, on, type PseudonymColumn } from '@stoa/kernel';
import { invoicePaid, invoiceRefunded } from '@stoa/payments/contract';
import { sendNotice } from './case/index.ts';
import { receivePayment, receiveRefund, runStep, sweep, takeAnswers, voidUnpaid } from './process/index.ts';

const pseudonyms: readonly PseudonymColumn[] = [
  ['case_file', 'applicant_id'],
  ['case_file', 'contact_key'],
  ['subject', 'person_key', 'case_id'],
  ['asked', 'person_key', 'message_id'],
];
export const handlers = [
  on(invoicePaid, receivePayment),
  on(invoiceRefunded, receiveRefund),
  on(personJoined, (tx, moved) => movePseudonym(tx, moved, pseudonyms)),
  runStep,
  voidUnpaid,
  sendNotice,
  every('cases.take-answers', 2, takeAnswers),
  every('cases.sweep', 5, sweep),
];
