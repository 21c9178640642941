// SPDX-License-Identifier: Apache-2.0
/** The hub's events for what the connector itself does on behalf of its department. */
import { eventOperations } from '@stoa/exchange/contract';
import type { HubClient } from './hub-client.ts';
import { hubTransport } from './hub-mailbox.ts';

export type HubEvents = ReturnType<typeof hubEvents>;

/** Throws ExchangeError for a refusal, another error when the hub cannot be reached. */
export const hubEvents = (subsystem: string, hub: HubClient) => eventOperations(hubTransport(subsystem, hub));
