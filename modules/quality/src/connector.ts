// SPDX-License-Identifier: Apache-2.0
/** The Quality Agency's own connector. */
import { hash } from 'node:crypto';
import { type ConnectorClient, connectorClient } from '@stoa/exchange/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import { readSettings } from './settings.ts';

/** Undefined where this installation is not on the exchange. */
export function agencyConnector(module: ModuleRuntime): ConnectorClient | undefined {
  const { connectorUrl, connectorToken } = readSettings(module);
  if (!connectorUrl) return undefined;
  return connectorClient(connectorUrl, module.country.exchange.qualitySubsystem, connectorToken);
}

/** The same request is always answered by the same message (UUID version 8 of RFC 9562, from the request's id). */
export function answerId(requestId: string): string {
  const hex = hash('sha256', `stoa quality answer ${requestId}`, 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const [firstWaitMs, longestWaitMs] = [5_000, 60 * 60_000];
/** How long to wait after so many failures. */
export const backoffMs = (tries: number): number => Math.min(firstWaitMs * 2 ** tries, longestWaitMs);
