// SPDX-License-Identifier: Apache-2.0
import type { Log } from '@stoa/kernel';
import type { Adapter } from './adapters/adapter.ts';
import { restAdapter } from './adapters/rest.ts';
import { soapAdapter } from './adapters/soap.ts';
import { consumerServer } from './consumer.ts';
import { ensureCredentials } from './credentials.ts';
import { hubClient } from './hub-client.ts';
import { openTunnel } from './provider.ts';
import type { AdapterSettings, ConnectorSettings, SoapOperation } from './settings.ts';

export interface Connector {
  readonly subsystem: string;
  /** Local address for the department's own systems. */
  readonly url: string;
  close(): Promise<void>;
}

function adapterOf({ rest, soap }: AdapterSettings, log: Log): Adapter {
  if (rest) return restAdapter(rest, log);
  if (soap) return soapAdapter({ ...soap, operations: soap.operations as SoapOperation[] });
  throw new Error('a service needs one of rest and soap');
}

/** Enrols when needed, opens the tunnel when it offers services, and listens for the department's own systems. */
export async function startConnector(settings: ConnectorSettings, log: Log): Promise<Connector> {
  const credentials = await ensureCredentials(settings);
  const hub = hubClient(credentials);
  const adapters = new Map(
    Object.entries(settings.services ?? {}).map(([code, adapter]) => [code, adapterOf(adapter, log)]),
  );
  const tunnel = adapters.size > 0 ? await openTunnel(credentials, settings.subsystem, adapters, hub, log) : undefined;
  const server = consumerServer(settings.subsystem, hub);
  const host = settings.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, host, resolve);
  });
  const address = server.address();
  return {
    subsystem: settings.subsystem,
    url: `http://${host}:${typeof address === 'object' && address ? address.port : settings.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tunnel?.close();
      await hub.close();
      await Promise.all([...adapters.values()].map((adapter) => adapter.close?.()));
    },
  };
}
