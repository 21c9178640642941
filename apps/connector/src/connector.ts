// SPDX-License-Identifier: Apache-2.0
import type { Log } from '@stoa/kernel';
import type { Adapter } from './adapters/adapter.ts';
import { restAdapter } from './adapters/rest.ts';
import { soapAdapter } from './adapters/soap.ts';
import { consumerServer } from './consumer.ts';
import { ensureCredentials } from './credentials.ts';
import { hubClient } from './hub-client.ts';
import { openTunnel } from './provider.ts';
import { keepRenewed, renewCredentials } from './renewal.ts';
import type { AdapterSettings, ConnectorSettings, SoapOperation } from './settings.ts';

export interface Connector {
  readonly subsystem: string;
  /** Local address for the department's own systems. */
  readonly url: string;
  /** Changes to new keys and certificates now, not when it is time. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

function adapterOf(settings: AdapterSettings): Adapter {
  if ('rest' in settings) return restAdapter(settings.rest.url);
  return soapAdapter({ ...settings.soap, operations: settings.soap.operations as SoapOperation[] });
}

/** Enrols when needed, opens the tunnel when it offers services, and listens for the department's own systems. */
export async function startConnector(settings: ConnectorSettings, log: Log): Promise<Connector> {
  const credentials = await ensureCredentials(settings);
  const hub = hubClient(credentials);
  const adapters = new Map(
    Object.entries(settings.services ?? {}).map(([code, adapter]) => [code, adapterOf(adapter)]),
  );
  const tunnel = adapters.size > 0 ? await openTunnel(credentials, settings.subsystem, adapters, hub, log) : undefined;
  const stopRenewal = keepRenewed(credentials, settings.subsystem, hub, log);
  const server = consumerServer(settings.subsystem, hub);
  const host = settings.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, host, resolve);
  });
  const address = server.address();
  return {
    subsystem: settings.subsystem,
    url: `http://${host}:${typeof address === 'object' && address ? address.port : settings.port}`,
    renew: () => renewCredentials(credentials, settings.subsystem, hub),
    close: async () => {
      stopRenewal();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tunnel?.close();
      await hub.close();
    },
  };
}
