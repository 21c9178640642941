// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import * as followups from './followups.ts';

export const routes = [
  handle(contract.listFollowups, followups.listFollowups),
  handle(contract.getFollowup, followups.getFollowup),
  handle(contract.replyFollowup, followups.replyFollowup),
  handle(contract.countFollowups, followups.countFollowups),
  handle(contract.sumFollowups, followups.sumFollowups),
  handle(contract.enterDemoFollowups, followups.enterDemoFollowups),
];
