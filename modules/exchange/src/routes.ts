// SPDX-License-Identifier: Apache-2.0
import { audit, handle, handleOutsideTx, type Tx } from '@stoa/kernel';
import * as contract from './contract.ts';
import {
  allowEnrolment,
  answerCertificateRequest,
  enrolConnector,
  listCertificateRequests,
  listCertificates,
  listValidCertificates,
  rejectCertificateRequest,
  revokeCertificate,
  revokeCertificates,
  stillWaiting,
} from './certificates/index.ts';
import { getMessage, listMessages, searchMessages } from './evidence/index.ts';
import {
  listEventDeadLetters,
  listEventSubscriptions,
  listEventTypes,
  publishEventType,
  replayEvent,
  replayEvents,
} from './events/index.ts';
import { exchangeOf, hubOf } from './exchange.ts';
import { callsAbout, explainCalls } from './persons/index.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { govstackRoutes } from './govstack-routes.ts';
import { defineGroup, grantRight, listRights, setQuota, withdrawRight } from './rights/index.ts';
import { publishInformationType, publishOpenapi, publishService, registerSubsystem } from './members/index.ts';
import { getOverview, getSubsystem, getTraffic, listIncidents, listOperationalRecords } from './statistics/index.ts';
import { statusRoutes } from './status-routes.ts';

/** The hub sees a change of its directory at once, not at the next refresh. */
const thenRefresh =
  <I, O>(useCase: (tx: Tx, input: I) => Promise<O>) =>
  async (tx: Tx, input: I): Promise<O> => {
    const output = await useCase(tx, input);
    tx.afterCommit(
      () =>
        void exchangeOf(tx.module)
          .directory.refresh()
          .catch(() => undefined),
    );
    return output;
  };

const connected = (tx: Tx) => (subsystem: string) => (exchangeOf(tx.module).hub?.tunnels.connected(subsystem) ?? 0) > 0;

export const routes = [
  handle(contract.registerSubsystem, thenRefresh(registerSubsystem)),
  handle(contract.publishService, thenRefresh(publishService)),
  handle(contract.publishInformationType, thenRefresh(publishInformationType)),
  handle(contract.publishOpenapi, thenRefresh(publishOpenapi)),
  handle(contract.publishEventType, publishEventType),
  handle(contract.listEventTypes, listEventTypes),
  handle(contract.listEventSubscriptions, listEventSubscriptions),
  handle(contract.listEventDeadLetters, listEventDeadLetters),
  handle(contract.replayEvent, replayEvent),
  handle(contract.replayEvents, replayEvents),
  handle(contract.grantRight, thenRefresh(grantRight)),
  handle(
    contract.withdrawRight,
    thenRefresh((tx, { id }) => withdrawRight(tx, id)),
  ),
  handle(contract.setQuota, thenRefresh(setQuota)),
  handle(contract.defineGroup, thenRefresh(defineGroup)),
  handle(contract.allowEnrolment, (tx, { subsystemId }) => allowEnrolment(tx, subsystemId)),
  // The connector opens its channel the moment it has its answer: the hub must know it by then.
  handleOutsideTx(contract.enrolConnector, async (module, input, principal) => {
    const { authority, directory } = exchangeOf(module);
    const enrolled = await module.tx(principal, async (tx) => {
      const certified = await enrolConnector(tx, authority, () => hubOf(module).url, input);
      const object = { type: 'subsystem', id: input.subsystemId };
      if (certified) await audit(tx, { action: contract.enrolConnector.audit, object });
      return certified;
    });
    await directory.refresh();
    return enrolled ?? stillWaiting();
  }),
  handle(
    contract.revokeCertificates,
    thenRefresh((tx, { subsystemId }) => revokeCertificates(tx, exchangeOf(tx.module).authority, subsystemId)),
  ),
  handle(contract.getOverview, (tx) => getOverview(tx, connected(tx))),
  handle(contract.getSubsystem, (tx, { id }) => getSubsystem(tx, id, connected(tx))),
  handle(contract.listIncidents, (tx) => listIncidents(tx, connected(tx))),
  handle(contract.listRights, listRights),
  handle(contract.listValidCertificates, listValidCertificates),
  handle(contract.listOperationalRecords, listOperationalRecords),
  handle(contract.getTraffic, getTraffic),
  handle(contract.searchMessages, searchMessages),
  handle(contract.getMessage, (tx, { messageId }) => getMessage(tx, messageId)),
  handle(
    contract.revokeCertificate,
    thenRefresh((tx, input) => revokeCertificate(tx, exchangeOf(tx.module).authority, input)),
  ),
  handle(contract.listCertificates, listCertificates),
  handle(contract.listCertificateRequests, listCertificateRequests),
  handle(
    contract.answerCertificateRequest,
    thenRefresh((tx, input) => answerCertificateRequest(tx, exchangeOf(tx.module).authority, input)),
  ),
  handle(contract.rejectCertificateRequest, rejectCertificateRequest),
  ...statusRoutes,
  ...evidenceRoutes,
  handle(contract.listMessages, listMessages),
  handle(contract.explainCalls, explainCalls),
  handle(contract.listCallsAbout, callsAbout),
  ...govstackRoutes,
];
