// SPDX-License-Identifier: Apache-2.0
import { statementEntry } from '@stoa/books/contract';
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import { askAnswers, takeReturn } from './bank/answers.ts';
import { bookEntry, bookFile } from './bank/booking.ts';
import { sendFile } from './bank/sending.ts';
import { telling } from './bank/telling.ts';
import { ownPayouts } from './batches/queries.ts';
import * as contract from './contract.ts';
import { routes } from './routes.ts';
import { payStandings, takeStandings } from './standing/standing.ts';
import { expireVouchers } from './vouchers/vouchers.ts';

const bankAccount = { key: 'id::text', columns: ['iban', 'name'] };
export default defineModule({
  name: 'payouts',
  contract,
  routes,
  handlers: [
    sendFile,
    bookEntry,
    bookFile,
    telling,
    every('payouts.ask-bank', 10, askAnswers),
    every('payouts.expire-vouchers', 3600, expireVouchers),
    every('payouts.take-standings', 2, takeStandings),
    every('payouts.pay-standings', 3600, payStandings),
    on(statementEntry, takeReturn),
    on(personJoined, (tx, moved) =>
      movePseudonym(tx, moved, [
        ['beneficiary', 'key', 'kind'],
        ['payout', 'beneficiary'],
        ['voucher', 'beneficiary'],
        ['standing', 'beneficiary'],
      ]),
    ),
  ],
  sealed: {
    beneficiary: bankAccount,
    payout: bankAccount,
    request: { key: 'id::text', columns: ['asked'] },
    voucher: { key: 'id::text', columns: ['code'] },
  },
  ownData: [{ what: 'payouts', read: ownPayouts }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
