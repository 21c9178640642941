// SPDX-License-Identifier: Apache-2.0
/** The hub's own listener: mutual TLS, signed messages, tunnels. */
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { describeError, type ModuleRuntime } from '@stoa/kernel';
import type { Authority, HubIdentity } from '../certificates/index.ts';
import { type Directory, startHeartbeat } from '../directory/index.ts';
import { startDeliveries } from '../events/index.ts';
import { Meters } from '../rights/index.ts';
import { type Leave, leaveWithinMs, maxWireHeadBytes } from '../wire/index.ts';
import { Breakers } from './breakers.ts';
import { createDurableLog } from '../log/index.ts';
import { reportHub } from './health.ts';
import { createAuthenticator } from './incoming.ts';
import { acceptLine, serveHttp } from './listening.ts';
import { OperationalLog } from '../statistics/index.ts';
import { Sessions, Tunnels } from '../lines/index.ts';
import { sharedTurns } from '../mailbox/index.ts';
import { malformed, refuseConnection } from './unattributed.ts';
import type { HubParts } from './parts.ts';

export interface Hub {
  readonly url: string;
  readonly tunnels: Tunnels;
  /** New connections see the new certificate; what is under way goes on. */
  renew(identity: HubIdentity): void;
  close(): Promise<void>;
}

interface HubAddress {
  readonly host: string;
  /** By which connectors reach it. */
  readonly name: string;
  /** 0 chooses a free one. */
  readonly port: number;
}

export async function startHub(
  module: ModuleRuntime,
  directory: Directory,
  authority: Authority,
  identity: HubIdentity,
  { host, name, port }: HubAddress,
): Promise<Hub> {
  const tunnels = new Tunnels();
  const sessions = new Sessions(module, directory, identity);
  const meters = new Meters();
  const hub: HubParts = {
    module,
    directory,
    authority,
    tunnels,
    sessions,
    meters,
    breakers: new Breakers(),
    record: createDurableLog(module),
    turns: sharedTurns(module),
    operational: new OperationalLog(module, name),
  };
  const authenticate = createAuthenticator(directory, sessions, () => module.clock.now());
  const tls = ({ tlsKey, tlsCertificate }: HubIdentity) => ({
    key: tlsKey.export({ format: 'pem', type: 'pkcs8' }),
    cert: tlsCertificate,
    ca: authority.bundlePem,
    minVersion: 'TLSv1.2' as const,
  });
  const underWay = new Set<Promise<void>>();
  const server = createServer(
    {
      ...tls(identity),
      requestCert: true,
      rejectUnauthorized: true,
      requestTimeout: 300_000,
      // What names no host fits no signature and is refused, and logged, like all that does not.
      requireHostHeader: false,
      maxHeaderSize: maxWireHeadBytes,
    },
    (request, response) => {
      const serving = serveHttp(hub, authenticate, request, response).finally(() => underWay.delete(serving));
      underWay.add(serving);
    },
  );
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const lines = new Map<TLSSocket, Leave>();
  server.on('upgrade', (request, socket, early) =>
    server.listening ? acceptLine(hub, authenticate, lines, request, socket as TLSSocket, early) : socket.destroy(),
  );
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Without a code of the parser nobody spoke: the connection broke, or was idle for too long.
    if (error.code?.startsWith('HPE_')) void refuseConnection(hub, socket as TLSSocket, malformed());
    else socket.destroy();
  });
  await listen(server, host, port);
  const address = server.address();
  const url = `https://${name}:${typeof address === 'object' && address ? address.port : port}`;
  const saveMeters = async () => (await module.tx({ kind: 'system' }, (tx) => meters.save(tx)))();
  const stopSaving = repeat(saveMeters, (err) =>
    module.log.warn({ err: describeError(err) }, 'quotas could not be counted'),
  );
  const stopDeliveries = startDeliveries(hub);
  const stopHeartbeat = await startHeartbeat(module, identity.id, url);
  let { endsAt } = identity;
  const stopReports = reportHub(module, url, () => endsAt);
  return {
    url,
    tunnels,
    renew: (renewed) => {
      server.setSecureContext(tls(renewed));
      sessions.renew(renewed);
      endsAt = renewed.endsAt;
    },
    close: async () => {
      stopHeartbeat();
      stopReports();
      const closed = new Promise((resolve) => server.close(resolve));
      // What is under way is answered; what comes now goes to another hub.
      const answered = Promise.allSettled([...underWay, ...[...lines.values()].map((leave) => leave())]);
      await Promise.race([answered, wait(leaveWithinMs, undefined, { ref: false })]);
      await stopSaving();
      tunnels.close();
      await stopDeliveries();
      // Nothing more is sent: the last roots are over all of it.
      await sessions.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await hub.operational.close();
    },
  };
}

const saveEveryMs = 1000;

/** Runs it each second, one after the other, and once more at the end. */
function repeat(act: () => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => (running = running.then(act).catch(failed));
  const timer = setInterval(() => void run(), saveEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return run();
  };
}

const listen = (server: Server, host: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
