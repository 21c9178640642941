// SPDX-License-Identifier: Apache-2.0
import { audit, handle, handleOutsideTx, type Tx } from '@stoa/kernel';
import * as authorityRequests from './authority/requests.ts';
import * as contract from './contract.ts';
import { listCertificates } from './certificates.ts';
import { allowEnrolment, enrolConnector, stillWaiting } from './enrolment.ts';
import { listMessages } from './evidence.ts';
import * as eventState from './events/dead-letters.ts';
import { publishEventType } from './events/types.ts';
import { exchangeOf, hubOf } from './exchange.ts';
import { callsAbout, explainCalls } from './explained-calls.ts';
import { evidenceRoutes } from './export/routes.ts';
import { govstackRoutes } from './govstack/routes.ts';
import { defineGroup, grantRight, withdrawRight } from './granting.ts';
import { publishOpenapi } from './openapi.ts';
import { getMessage, searchMessages } from './message-search.ts';
import { listOperationalRecords } from './operational-data.ts';
import { getOverview } from './overview.ts';
import { setQuota } from './quotas.ts';
import * as registry from './registry.ts';
import { getSubsystem, listIncidents, listRights, listValidCertificates } from './state.ts';
import { getTraffic } from './traffic.ts';
import { revokeCertificate, revokeCertificates } from './revocation.ts';
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
  handle(contract.registerSubsystem, thenRefresh(registry.registerSubsystem)),
  handle(contract.publishService, thenRefresh(registry.publishService)),
  handle(contract.publishInformationType, thenRefresh(registry.publishInformationType)),
  handle(contract.publishOpenapi, thenRefresh(publishOpenapi)),
  handle(contract.publishEventType, publishEventType),
  handle(contract.listEventTypes, eventState.listEventTypes),
  handle(contract.listEventSubscriptions, eventState.listEventSubscriptions),
  handle(contract.listEventDeadLetters, eventState.listEventDeadLetters),
  handle(contract.replayEvent, eventState.replayEvent),
  handle(contract.replayEvents, eventState.replayEvents),
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
  handle(contract.listCertificateRequests, authorityRequests.listCertificateRequests),
  handle(
    contract.answerCertificateRequest,
    thenRefresh((tx, input) => authorityRequests.answerCertificateRequest(tx, exchangeOf(tx.module).authority, input)),
  ),
  handle(contract.rejectCertificateRequest, authorityRequests.rejectCertificateRequest),
  ...statusRoutes,
  ...evidenceRoutes,
  handle(contract.listMessages, listMessages),
  handle(contract.explainCalls, explainCalls),
  handle(contract.listCallsAbout, callsAbout),
  ...govstackRoutes,
];
