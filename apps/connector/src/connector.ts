// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connectorClient } from '@stoa/exchange/contract';
import { leaveWithinMs } from '@stoa/exchange/wire';
import { type Log, Volumes } from '@stoa/kernel';
import { startAmqpBridge } from './amqp-bridge.ts';
import { openAccess } from './access.ts';
import type { Adapter } from './adapters/adapter.ts';
import { restAdapter } from './adapters/rest.ts';
import { soapAdapter } from './adapters/soap.ts';
import { sqlAdapter } from './adapters/sql/sql.ts';
import { consumerServer, type Serve } from './consumer.ts';
import { ensureCredentials } from './credentials.ts';
import { eventAdapter, eventService } from './event-receiver.ts';
import { type Drop, openDrop } from './drops/drop.ts';
import { type BodyLimits, bodyLimits } from './file-spool.ts';
import { hubClient } from './hub-client.ts';
import { serveGovstack } from './govstack.ts';
import { countCalls, keepReporting } from './health.ts';
import { hubEvents } from './hub-events.ts';
import { hubMailbox } from './hub-mailbox.ts';
import { makeKeptCalls } from './kept-calls.ts';
import { openLeafJournal } from './leaf-journal.ts';
import { openTunnels } from './provider.ts';
import { keepRenewed, renewCredentials } from './renewal.ts';
import { serveSmev } from './smev/facade.ts';
import type { AdapterSettings, ConnectorSettings, SoapOperation } from './settings.ts';

export interface Connector {
  readonly subsystem: string;
  /** Local address for the department's own systems. */
  readonly url: string;
  /** Changes to new keys and certificates now, not when it is time. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

async function adapterOf({ rest, soap, sql }: AdapterSettings, bodies: BodyLimits, log: Log): Promise<Adapter> {
  if (rest) return restAdapter(rest, bodies, log);
  if (sql) return sqlAdapter(sql, log);
  if (soap) return soapAdapter({ ...soap, operations: soap.operations as SoapOperation[] });
  throw new Error('a service needs one of rest, soap and sql');
}

interface Parts {
  readonly adapters: ReadonlyMap<string, Adapter>;
  readonly drops: readonly Drop[];
}

/** What the settings ask for; throws one sentence when it cannot work. */
async function prepare(
  { subsystem, services = {}, events, drops = [] }: ConnectorSettings,
  bodies: BodyLimits,
  log: Log,
): Promise<Parts> {
  const adapters = new Map<string, Adapter>();
  let at = '';
  try {
    for (const [code, settings] of Object.entries(services)) {
      at = `service ${code}`;
      adapters.set(code, await adapterOf(settings, bodies, log.child({ service: code })));
    }
    at = 'events';
    if (events && adapters.has(eventService)) throw new Error('no service can be called so');
    if (events) adapters.set(eventService, eventAdapter(events));
    const opened: Drop[] = [];
    for (const drop of drops) {
      at = `drop ${drop.folder}`;
      if (drops.some((other) => other !== drop && other.type === drop.type))
        throw new Error('its type has another folder: their answers could not be told apart');
      opened.push(await openDrop(subsystem, drop, log.child({ type: drop.type })));
    }
    return { adapters, drops: opened };
  } catch (error) {
    await Promise.all([...adapters.values()].map((adapter) => adapter.close?.()));
    throw new Error(`${subsystem}: ${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Answers what is under way, and takes nothing new. */
async function stopServing(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), leaveWithinMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** Answers the address: `http://host:port`, or `unix:/path`, which its owner and group may open. */
async function listen(server: Server, settings: ConnectorSettings): Promise<string> {
  const { host = '127.0.0.1', port, socket, tls } = settings;
  // Left by a connector that was killed.
  if (socket) await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socket) server.listen(socket, resolve);
    else server.listen(port, host, resolve);
  });
  if (socket) await chmod(socket, 0o660);
  const address = server.address();
  if (typeof address === 'string') return `unix:${address}`;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address?.port ?? port}`;
}

/** Enrols when needed, opens the tunnel when it offers services, listens for the department's own systems, and looks for their files. */
export async function startConnector(settings: ConnectorSettings, log: Log): Promise<Connector> {
  const ownToken = randomBytes(32).toString('base64url');
  const access = openAccess(settings, ownToken);
  const bodies = await bodyLimits(settings.dataDir, settings.largestBody ?? 100_000_000);
  const volumes = new Volumes();
  const { adapters: own, drops } = await prepare(settings, bodies, log);
  const adapters = countCalls(own, volumes);
  const credentials = await ensureCredentials(settings, log);
  const hub = hubClient(credentials, log, await openLeafJournal(settings.dataDir, log));
  const tunnel = adapters.size > 0 ? await openTunnels(credentials, adapters, hub, bodies, log) : undefined;
  const stopRenewal = keepRenewed(credentials, hub, log);
  const { dataDir, healthSeconds = 30 } = settings;
  const stopReports = keepReporting({ credentials, hub, volumes, dataDir, log }, healthSeconds);
  const mailbox = hubMailbox(settings.subsystem, hub);
  const kept = (settings.keptCalls ?? []).map((code) => {
    const adapter = adapters.get(code);
    if (!adapter) throw new Error(`${settings.subsystem}: keptCalls names ${code}, which is none of its services`);
    return makeKeptCalls(`${settings.subsystem}/${code}`, adapter, mailbox, log);
  });
  const facade = settings.smev && { subsystem: settings.subsystem, mailbox, types: settings.smev.types };
  const smev = facade && ((...http: Parameters<Serve>) => serveSmev(facade, log, ...http));
  const rooms = { subsystem: settings.subsystem, hub, events: hubEvents(settings.subsystem, hub) };
  const govstack = (...http: Parameters<Serve>) => serveGovstack(rooms, log, ...http);
  const spelling = settings.faults ?? '7.8';
  const tls = settings.tls && {
    cert: await readFile(settings.tls.certificate, 'utf8'),
    key: await readFile(settings.tls.key, 'utf8'),
  };
  const server = consumerServer({ subsystem: settings.subsystem, hub, bodies, spelling, smev, govstack, access, tls });
  const url = await listen(server, settings);
  const queues = settings.amqp ? startAmqpBridge(settings.amqp, settings.subsystem, mailbox, log) : undefined;
  for (const drop of drops) drop.start(connectorClient(url, settings.subsystem, ownToken));
  return {
    subsystem: settings.subsystem,
    url,
    renew: () => renewCredentials(credentials, hub, log),
    close: async () => {
      stopRenewal();
      stopReports();
      await queues?.close();
      await Promise.all(kept.map((calls) => calls.close()));
      await Promise.all(drops.map((drop) => drop.close()));
      await stopServing(server);
      await tunnel?.close();
      await hub.close();
      await Promise.all([...adapters.values()].map((adapter) => adapter.close?.()));
    },
  };
}
