// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as accounts from './accounts.ts';
import * as contract from './contract.ts';
import { dutyHolder, dutyHolders, findContact, findPeople } from './contacts.ts';
import { revealCode } from './factors/codes.ts';
import * as factors from './factors/factors.ts';
import { addPasskey, preparePasskey } from './factors/passkeys.ts';
import { handOverDuties, handOverMandates } from './hand-over.ts';
import { keepDuties, keepPowers, nameOf } from './held.ts';
import * as links from './links.ts';
import * as people from './people.ts';
import * as profile from './profile.ts';
import * as own from './sessions/own.ts';
import * as sessions from './sessions/sessions.ts';
import { principalOfToken } from './sessions/tokens.ts';
import { dropVisit, keepVisit } from './sessions/visits.ts';
import { describeInteraction } from './sign-in/describe.ts';
import { signInRoutes } from './sign-in/routes.ts';

export const routes = [
  handle(contract.registerPerson, people.registerPerson),
  handle(contract.offerActivation, (tx, { id }) => people.offerActivation(tx, id)),
  handleOutsideTx(contract.enterDemoPerson, people.enterDemoPerson),
  handle(contract.enterDemoPeople, people.enterDemoPeople),
  handle(contract.createAdministrator, people.createAdministrator),
  handle(contract.hasAdministrator, (tx) => people.hasAdministrator(tx)),
  handle(contract.describeLink, (tx, { token }) => links.describeLink(tx, token)),
  handleOutsideTx(contract.useLink, links.useLink),
  handle(contract.revealLink, (tx, { id }) => links.revealLink(tx, id)),
  handle(contract.listOwnPowers, (tx) => profile.ownPowers(tx)),
  handle(contract.getProfile, (tx) => profile.getProfile(tx)),
  handle(contract.actFor, sessions.actFor),
  handle(contract.requestEmailChange, (tx, { email }) => links.requestEmailChange(tx, email)),
  handle(contract.listSessions, (tx) => own.listSessions(tx)),
  handle(contract.endSession, (tx, { id }) => own.endSession(tx, id)),
  handle(contract.endOtherSessions, (tx) => own.endOtherSessions(tx)),
  handle(contract.listSignIns, own.listSignIns),
  handle(contract.listClients, (tx) => own.listClients(tx)),
  handle(contract.withdrawClient, (tx, { id }) => own.withdrawClient(tx, id)),
  handle(contract.listFactors, (tx) => factors.listFactors(tx)),
  handle(contract.preparePasskey, (tx) => preparePasskey(tx)),
  handle(contract.addPasskey, addPasskey),
  handle(contract.startTotp, factors.startTotp),
  handle(contract.showTotp, (tx, { id }) => factors.showTotp(tx, id)),
  handle(contract.confirmTotp, factors.confirmTotp),
  handle(contract.renameFactor, factors.renameFactor),
  handle(contract.removeFactor, factors.removeFactor),
  handle(contract.renewRecoveryCodes, (tx) => factors.renewRecoveryCodes(tx)),
  handle(contract.forgetFactors, (tx, { personId }) => factors.forgetFactors(tx, personId)),
  handle(contract.revealCode, (tx, { id }) => revealCode(tx, id)),
  handle(contract.listDataAccesses, profile.listDataAccesses),
  handle(contract.findContact, (tx, { personKey }) => findContact(tx, personKey)),
  handle(contract.findDutyHolder, dutyHolder),
  handle(contract.findDutyHolders, (tx, { code }) => dutyHolders(tx, code)),
  handle(contract.findPeople, (tx, { words }) => findPeople(tx, words)),
  handle(contract.holdDuties, keepDuties),
  handle(contract.holdPowers, keepPowers),
  handle(contract.holdVisit, keepVisit),
  handle(contract.endHeldVisit, dropVisit),
  handle(contract.handOverDuties, handOverDuties),
  handle(contract.handOverMandates, handOverMandates),
  handle(contract.nameOfPerson, (tx, { personId }) => nameOf(tx, personId)),
  handleOutsideTx(contract.describeInteraction, (module, { uid }) => describeInteraction(module, uid)),
  handleOutsideTx(contract.resolveToken, async (module, presented) => {
    const principal = await principalOfToken(module, presented);
    return principal ? { principal } : {};
  }),
  handle(contract.setContactDetails, (tx, input) => profile.setContactDetails(tx, input)),
  handle(contract.findAccount, accounts.findAccount),
  handleOutsideTx(contract.openAccount, accounts.openAccount),
  handleOutsideTx(contract.replacePassword, accounts.replacePassword),
  handle(contract.setProofing, accounts.setProofing),
  handle(contract.joinPerson, accounts.joinPerson),
  handle(contract.mergePeople, accounts.mergePeople),
  handle(contract.closeAccount, accounts.closeAccount),
  ...signInRoutes,
];
