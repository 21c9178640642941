// SPDX-License-Identifier: Apache-2.0
import { handle, type Tx } from '@stoa/kernel';
import * as contract from './contract.ts';
import { allowEnrolment, enrolConnector, revokeCertificates } from './enrolment.ts';
import { listMessages } from './evidence.ts';
import { listEventDeadLetters, listEventSubscriptions, replayEvent } from './events/dead-letters.ts';
import { publishEventType } from './events/types.ts';
import { exchangeOf } from './exchange.ts';
import { govstackRoutes } from './govstack/routes.ts';
import { defineGroup, grantRight, withdrawRight } from './granting.ts';
import { publishOpenapi } from './openapi.ts';
import { getOverview } from './overview.ts';
import { setQuota } from './quotas.ts';
import * as registry from './registry.ts';

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

export const routes = [
  handle(contract.registerSubsystem, thenRefresh(registry.registerSubsystem)),
  handle(contract.publishService, thenRefresh(registry.publishService)),
  handle(contract.publishInformationType, thenRefresh(registry.publishInformationType)),
  handle(contract.publishOpenapi, thenRefresh(publishOpenapi)),
  handle(contract.publishEventType, publishEventType),
  handle(contract.listEventSubscriptions, listEventSubscriptions),
  handle(contract.listEventDeadLetters, listEventDeadLetters),
  handle(contract.replayEvent, replayEvent),
  handle(contract.grantRight, thenRefresh(grantRight)),
  handle(
    contract.withdrawRight,
    thenRefresh((tx, { id }) => withdrawRight(tx, id)),
  ),
  handle(contract.setQuota, thenRefresh(setQuota)),
  handle(contract.defineGroup, thenRefresh(defineGroup)),
  handle(contract.allowEnrolment, (tx, { subsystemId }) => allowEnrolment(tx, subsystemId)),
  handle(
    contract.enrolConnector,
    thenRefresh((tx, input) => {
      const { authority, hub } = exchangeOf(tx.module);
      return enrolConnector(tx, authority, hub.url, input);
    }),
  ),
  handle(
    contract.revokeCertificates,
    thenRefresh((tx, { subsystemId }) => revokeCertificates(tx, subsystemId)),
  ),
  handle(contract.getOverview, (tx) => getOverview(tx, (id) => exchangeOf(tx.module).hub.tunnels.connected(id) > 0)),
  handle(contract.listMessages, listMessages),
  ...govstackRoutes,
];
