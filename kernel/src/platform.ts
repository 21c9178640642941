// SPDX-License-Identifier: Apache-2.0
/** A process of Stoa: its modules on their schemas, their background work, and one HTTP server. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Access, createAccess } from './access.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Config, ConfigError } from './config.ts';
import type { InputOf, Operation, OutputOf, Principal } from './contract.ts';
import { type Country, loadCountry } from './country.ts';
import { migrate } from './database/migrate.ts';
import { createPool } from './database/pool.ts';
import { ensureModuleAccess, protectLedger } from './database/roles.ts';
import { weighBuffersWithHeap } from './heap.ts';
import { authenticate, type ResolveToken } from './http/authenticate.ts';
import { callPeer } from './http/call-peer.ts';
import { serveKernel } from './http/own-routes.ts';
import { createHttp, serveOperation, serveRaw } from './http/server.ts';
import type { Invocation } from './invoke.ts';
import { fileKeys, type Keys } from './keys/keys.ts';
import { createLog, type Log } from './log.ts';
import { type Loop, startLoop } from './loop.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { modulePolicies } from './module-operations.ts';
import { moduleRoutes } from './module-routes.ts';
import type { ModuleDefinition, OperationRoute } from './module.ts';
import { type RunningModule, runModule } from './running-module.ts';
import { startTelemetry } from './telemetry.ts';
import { type Broker, connectBroker } from './work/amqp.ts';
import type { CloudEvent } from './work/cloud-event.ts';

export interface PlatformOptions {
  readonly config: Config;
  /** All modules of the platform; those the settings name run here. */
  readonly modules: readonly ModuleDefinition[];
  /** Connection URL of the user that migrates and makes roles. */
  readonly databaseUrl: string;
  readonly resolveToken?: (platform: Platform) => ResolveToken;
  /** Adds what is no module, such as the portal, before the server listens. */
  readonly extend?: (app: FastifyInstance, platform: Platform) => Promise<void>;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly checkOutput?: boolean;
  /** Runs no loops: a test drives them. */
  readonly manual?: boolean;
  /** Answers in place of operations, by name (tests of one module). */
  readonly stubs?: ReadonlyMap<string, (input: never) => Promise<unknown>>;
  /** Sees every event passed on. */
  readonly onPublish?: (event: CloudEvent) => void;
  readonly onProgress?: (step: string) => void;
}

export interface Platform {
  readonly config: Config;
  readonly log: Log;
  readonly keys: Keys;
  readonly access: Access;
  readonly country: Country;
  readonly metrics: Metrics;
  readonly http: FastifyInstance;
  readonly url: string;
  readonly modules: ReadonlyMap<string, RunningModule>;
  /** Long work of this process that goes on behind it, by name: said by `/health/ready`. */
  readonly background: Map<string, { readonly done: number; readonly of: number; readonly failed: boolean }>;
  call<Op extends Operation>(operation: Op, input: InputOf<Op>, options: CallOptions): Promise<OutputOf<Op>>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly principal: Principal;
  readonly traceId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, clock = systemClock, onProgress = () => {} } = options;
  weighBuffersWithHeap();
  const log = options.log ?? createLog(config.logLevel, config.circuit);
  const keys = fileKeys(join(config.dataDir, 'keys'));
  const metrics = createMetrics();
  const endTelemetry = await startTelemetry(config, metrics);
  const local = options.modules.filter((m) => config.modules?.includes(m.name) ?? true);
  const access = await loadPolicies(options.modules, config);
  const country = await loadCountry(config.env.STOA_COUNTRY);
  const running = new Map<string, RunningModule>();
  let url = '';
  const routes = new Map<string, OperationRoute>();
  for (const definition of options.modules) {
    for (const route of [...definition.routes, ...moduleRoutes(definition)]) {
      if (route.kind === 'operation') routes.set(route.operation.name, route);
    }
  }

  async function callAny(operation: Operation, invocation: Invocation): Promise<unknown> {
    const stub = options.stubs?.get(operation.name);
    if (stub) return stub(invocation.input as never);
    const name = operation.name.slice(0, operation.name.indexOf('.'));
    const here = running.get(name);
    const route = routes.get(operation.name);
    if (here && route) return here.invoke(route, invocation);
    const peer = config.peers[name];
    if (!peer) throw new Error(`${operation.name} runs nowhere that this process knows of`);
    return callPeer(peer, operation, invocation, keys);
  }
  const call: Platform['call'] = async (operation, input, rest) =>
    (await callAny(operation, { input: { ...(input as object) }, fromText: false, ...rest })) as never;

  onProgress('preparing the database');
  const urls = await prepareSchemas(options.databaseUrl, config, local, keys, onProgress);
  let broker: Broker | undefined;
  const publish = async (events: readonly CloudEvent[]) => {
    for (const event of events) options.onPublish?.(event);
    if (broker) await broker.publish(events);
    else await Promise.all([...running.values()].map((module) => module.receive(events)));
  };
  for (const definition of local) {
    const pool = createPool(
      urls.get(definition.name) ?? '',
      definition.name === 'exchange' ? 12 : 6,
      definition.name,
      log,
      // Whoever drains by hand has nobody waiting who had better be told at once.
      options.manual ? 60_000 : undefined,
    );
    const shared = {
      config,
      log: log.child({ module: definition.name }),
      clock,
      keys,
      access,
      country,
      metrics,
      publicUrl: () => config.publicUrl ?? url,
      platformModules: options.modules.map(({ name }) => name),
    };
    running.set(
      definition.name,
      runModule({ definition, pool, shared, call, publish, checkOutput: options.checkOutput ?? false }),
    );
  }
  if (config.amqpUrl) {
    onProgress('connecting to RabbitMQ');
    broker = connectBroker(config.amqpUrl, config.circuit, log);
    for (const module of running.values()) {
      if (module.eventTypes.length > 0)
        await broker.consume(module.name, module.eventTypes, (event) => module.receive([event]));
    }
  }

  const publicUrl = () => config.publicUrl ?? url;
  const http = await createHttp({
    log,
    metrics,
    rateLimit: config.rateLimit,
    trustedProxies: config.trustedProxies,
    hosts: config.hosts,
    publicUrl,
    authenticate: (request) =>
      authenticate(request, { keys, circuit: config.circuit, publicUrl: publicUrl() }, resolveToken),
  });
  const platform: Platform = {
    config,
    log,
    keys,
    access,
    country,
    metrics,
    http,
    modules: running,
    background: new Map(),
    call,
    get url() {
      return url;
    },
    close,
  };
  const resolveToken = options.resolveToken?.(platform) ?? (async () => undefined);
  let closing = false;
  serveKernel(http, platform, routes, () => closing);
  for (const definition of options.modules) {
    const here = running.get(definition.name);
    for (const route of [...definition.routes, ...moduleRoutes(definition)]) {
      if (route.kind === 'operation')
        serveOperation(http, route, (invocation) => callAny(route.operation, invocation), config.rateLimit);
      else if (here) serveRaw(http, route, here.runtime);
    }
  }
  await options.extend?.(http, platform);
  await listen(http, config);
  const address = http.server.address();
  url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${typeof address === 'object' && address ? address.port : config.port}`;

  const loops: Loop[] = [];
  if (!options.manual) for (const module of running.values()) loops.push(...module.startLoops(startLoop));
  for (const module of running.values()) await module.start();

  async function close(): Promise<void> {
    closing = true;
    await http.close();
    for (const module of running.values()) await module.stop();
    await Promise.all(loops.map((loop) => loop.stop()));
    if (!options.manual) {
      await Promise.allSettled([...running.values()].map((module) => module.sequencer.flush()));
    }
    await broker?.close();
    await Promise.all([...running.values()].map((module) => module.pool.end()));
    await endTelemetry();
  }
  return platform;
}

/** A port that is taken is the operator's matter: one clear line instead of a stack. */
async function listen(http: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new ConfigError(`Port ${port} on ${host} is in use. Set PORT to another one.`);
    if (code === 'EACCES')
      throw new ConfigError(`Port ${port} needs more rights than this user has. Set PORT to one above 1023.`);
    throw error;
  }
}

async function loadPolicies(modules: readonly ModuleDefinition[], config: Config): Promise<Access> {
  const texts = await Promise.all(
    modules.map(async (m) => [m.name, (await readFile(m.policies, 'utf8')) + modulePolicies(m.name)] as const),
  );
  return createAccess(new Map(texts), config.dataDir);
}

/** Schemas, roles and migrations of the modules; answers each module's own connection URL. */
export async function prepareSchemas(
  databaseUrl: string,
  config: Config,
  modules: readonly ModuleDefinition[],
  keys: Keys,
  onProgress: (step: string) => void,
): Promise<Map<string, string>> {
  const admin = new pg.Client({ connectionString: databaseUrl, application_name: 'stoa migrate' });
  // Without a listener a lost connection ends the process; the query that waits is told anyway.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(hashtext($1))', ['stoa start']);
    const urls = new Map<string, string>();
    const kernelMigrations = new URL('../migrations/', import.meta.url);
    for (const { name, migrations } of modules) {
      const password = createHmac('sha256', keys.secret('database-roles')).update(name).digest('base64url');
      urls.set(name, (await ensureModuleAccess(admin, databaseUrl, config.circuit, name, password)).url);
      const applied =
        (await migrate(admin, name, kernelMigrations, 'kernel')) + (await migrate(admin, name, migrations, 'module'));
      if (applied > 0) {
        await protectLedger(admin, config.circuit, name);
        onProgress(`database of ${name} is up to date`);
      }
    }
    return urls;
  } finally {
    await admin.end();
  }
}
