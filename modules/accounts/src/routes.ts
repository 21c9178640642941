// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import { listBarriers, reportBarrier } from './barriers.ts';
import * as closing from './closing.ts';
import * as contract from './contract.ts';
import { describeInvitation, invite } from './invitations.ts';
import { compareName } from './names.ts';
import * as office from './office.ts';
import * as recovery from './recovery.ts';
import * as registering from './registering.ts';
import * as requests from './requests.ts';
import * as sponsors from './sponsors/sponsors.ts';

export const routes = [
  handleOutsideTx(contract.registerByNumber, registering.registerByNumber),
  handleOutsideTx(contract.registerByPassport, registering.registerByPassport),
  handle(contract.describeRegistration, (tx, { token }) => registering.describeRegistration(tx, token)),
  handleOutsideTx(contract.completeRegistration, registering.completeRegistration),
  handle(contract.invite, invite),
  handle(contract.describeInvitation, (tx, { token }) => describeInvitation(tx, token)),
  handle(contract.recoverPassword, recovery.recoverPassword),
  handleOutsideTx(contract.recoverEverything, recovery.recoverEverything),
  handle(contract.describeRecovery, (tx, { token }) => recovery.describeRecovery(tx, token)),
  handleOutsideTx(contract.finishRecovery, recovery.finishRecovery),
  handle(contract.getClosing, (tx) => closing.getClosing(tx)),
  handle(contract.askClosing, (tx) => closing.askClosing(tx)),
  handle(contract.keepAccount, (tx) => closing.keepAccount(tx)),
  handleOutsideTx(contract.compareName, compareName),
  handle(contract.findPerson, office.findPerson),
  handle(contract.readPerson, (tx, { personId }) => office.readPerson(tx, personId)),
  handle(contract.raiseProofing, office.raiseProofing),
  handleOutsideTx(contract.askJoin, requests.askJoin),
  handle(contract.askMerge, requests.askMerge),
  handle(contract.askRecovery, requests.askRecovery),
  handle(contract.listRequests, requests.listRequests),
  handle(contract.readRequest, (tx, { id }) => requests.readRequest(tx, id)),
  handleOutsideTx(contract.decideRequest, requests.decideRequest),
  handle(contract.askSponsor, sponsors.askSponsor),
  handle(contract.listSponsorships, sponsors.listSponsorships),
  handleOutsideTx(contract.answerSponsorship, sponsors.answerSponsorship),
  handle(contract.reportBarrier, reportBarrier),
  handle(contract.listBarriers, listBarriers),
];
