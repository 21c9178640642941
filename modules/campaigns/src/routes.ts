// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as campaigns from './campaigns.ts';
import * as contract from './contract.ts';

export const routes = [
  handle(contract.listCampaigns, campaigns.listCampaigns),
  handle(contract.getCampaign, (tx, { id }) => campaigns.getCampaign(tx, id)),
  handleOutsideTx(contract.prepareCampaign, campaigns.prepareCampaign),
  handle(contract.startCampaign, (tx, { id }) => campaigns.startCampaign(tx, id)),
  handle(contract.pauseCampaign, (tx, { id }) => campaigns.pauseCampaign(tx, id)),
  handle(contract.cancelCampaign, (tx, { id }) => campaigns.cancelCampaign(tx, id)),
  handle(contract.enterDemoCampaign, campaigns.enterDemoCampaign),
];
