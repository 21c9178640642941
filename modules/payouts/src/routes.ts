// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as batches from './batches/batches.ts';
import * as rows from './batches/rows.ts';
import { chooseAccount, listOwn } from './beneficiaries/accounts.ts';
import * as contract from './contract.ts';
import { enterDemoPayouts } from './history/enter.ts';
import { listProgrammes } from './programmes/programmes.ts';
import { decideRequest, listRequests, request } from './requests/requests.ts';
import { activateVoucher, listVouchers, redeemVoucher } from './vouchers/vouchers.ts';

export const routes = [
  handle(contract.pay, rows.pay),
  handle(contract.listProgrammes, (tx) => listProgrammes(tx)),
  handle(contract.makeBatch, batches.makeBatch),
  handle(contract.listBatches, batches.listBatches),
  handle(contract.getBatch, batches.getBatch),
  handle(contract.listPayouts, batches.listPayouts),
  handle(contract.checkBatch, batches.checkBatch),
  handle(contract.leaveOut, batches.leaveOut),
  handle(contract.submitBatch, batches.submitBatch),
  handle(contract.decideBatch, batches.decideBatch),
  handle(contract.repeatPayout, rows.repeatPayout),
  handle(contract.giveUp, rows.giveUp),
  handle(contract.listOwn, listOwn),
  handle(contract.chooseAccount, chooseAccount),
  handle(contract.activateVoucher, activateVoucher),
  handle(contract.listVouchers, listVouchers),
  handle(contract.redeemVoucher, redeemVoucher),
  handleOutsideTx(contract.request, request),
  handle(contract.decideRequest, decideRequest),
  handle(contract.listRequests, listRequests),
  handleOutsideTx(contract.enterDemoPayouts, enterDemoPayouts),
];
