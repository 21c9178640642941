// SPDX-License-Identifier: Apache-2.0
import type { Log } from '@stoa/kernel';
import { startAmqpBridge } from './amqp-bridge.ts';
import type { Adapter } from './adapters/adapter.ts';
import { restAdapter } from './adapters/rest.ts';
import { soapAdapter } from './adapters/soap.ts';
import { consumerServer } from './consumer.ts';
import { ensureCredentials } from './credentials.ts';
import { hubClient } from './hub-client.ts';
import { hubMailbox } from './hub-mailbox.ts';
import { openTunnels } from './provider.ts';
import { serveSmev } from './smev/facade.ts';
import type { AdapterSettings, ConnectorSettings, SoapOperation } from './settings.ts';

export interface Connector {
  readonly subsystem: string;
  /** Local address for the department's own systems. */
  readonly url: string;
  close(): Promise<void>;
}

function adapterOf(settings: AdapterSettings): Adapter {
  if ('rest' in settings) return restAdapter(settings.rest.url);
  return soapAdapter({ ...settings.soap, operations: settings.soap.operations as SoapOperation[] });
}

/** Enrols when needed, opens the tunnel when it offers services, and listens for the department's own systems. */
export async function startConnector(settings: ConnectorSettings, log: Log): Promise<Connector> {
  const credentials = await ensureCredentials(settings);
  const hub = hubClient(credentials, log);
  const adapters = new Map(
    Object.entries(settings.services ?? {}).map(([code, adapter]) => [code, adapterOf(adapter)]),
  );
  const tunnel = adapters.size > 0 ? await openTunnels(credentials, adapters, hub, log) : undefined;
  const mailbox = hubMailbox(settings.subsystem, hub);
  const facade = settings.smev && { subsystem: settings.subsystem, mailbox, types: settings.smev.types };
  const consumer = { subsystem: settings.subsystem, hub, spelling: settings.faults ?? '7.8' };
  const server = consumerServer(consumer, facade && ((...http) => serveSmev(facade, log, ...http)));
  const host = settings.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, host, resolve);
  });
  const address = server.address();
  const queues = settings.amqp ? startAmqpBridge(settings.amqp, settings.subsystem, mailbox, log) : undefined;
  return {
    subsystem: settings.subsystem,
    url: `http://${host}:${typeof address === 'object' && address ? address.port : settings.port}`,
    close: async () => {
      await queues?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tunnel?.close();
      await hub.close();
    },
  };
}
