// SPDX-License-Identifier: Apache-2.0
import { connectorClient, type ConnectorClient, inCircuit } from '@stoa/exchange/contract';
import type { ModuleRuntime } from '@stoa/kernel';

/** The connector of the department whose cases these are; undefined when `STOA_CONNECTOR_URL` is not set. */
export function connector(module: ModuleRuntime, subsystem: string): ConnectorClient | undefined {
  const { STOA_CONNECTOR_URL: url, STOA_CONNECTOR_TOKEN: token } = module.config.env;
  return url ? connectorClient(url, inCircuit(subsystem, module.config.circuit), token) : undefined;
}
