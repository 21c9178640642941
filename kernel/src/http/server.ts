// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Former, Operation, Principal } from '../contract.ts';
import type { Invocation } from '../invoke.ts';
import { describeError, type Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { ModuleRuntime, OperationRoute, RawRoute } from '../module.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { demandScope, denied } from '../access.ts';
import { usualRateLimit } from '../config.ts';
import { requestBegun } from '../telemetry.ts';
import { securityHeaders } from './headers.ts';
import { hostGuard } from './hosts.ts';
import { toProblem } from './problem.ts';
import { decodable, originForm } from './target.ts';

export interface HttpSettings {
  log: Log;
  metrics: Metrics;
  /** Requests a minute from one address; routes with a smaller limit of their own keep its share of the usual one. */
  rateLimit: number;
  trustedProxies: readonly string[];
  hosts: readonly string[];
  /** Known once the server listens. */
  publicUrl: () => string;
  authenticate: (request: FastifyRequest) => Promise<Principal>;
}

/** Largest body of an operation, bytes; raw routes set their own. */
const bodyLimit = 1024 * 1024;

export async function createHttp(settings: HttpSettings): Promise<FastifyInstance> {
  const { log, metrics, publicUrl, authenticate, trustedProxies } = settings;
  const app = fastify({
    bodyLimit,
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => traceIdOf(request.headers.traceparent),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    ...(trustedProxies.length > 0 ? { trustProxy: [...trustedProxies] } : {}),
    // A first start bundles the portal: on a slow machine that takes longer than the ten seconds of the library.
    pluginTimeout: 120_000,
    rewriteUrl: (request) => pathOf(request),
    // As long as a target can be: how long a name may be says the schema of who reads it.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString()));
    } catch {
      done(Object.assign(new Error('malformed JSON'), { statusCode: 400 }), undefined);
    }
  });
  app.decorateRequest('principal');
  app.setErrorHandler((error, request, reply) => {
    const { status, problem, retryAfterSeconds, challenge } = toProblem(error, request.id);
    if (status >= 500 && !isRefusal(error))
      log.error(
        { err: describeError(error), traceId: request.id, route: request.routeOptions.url },
        'a request failed',
      );
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    if (challenge) void reply.header('www-authenticate', challenge);
    return reply.code(status).type('application/problem+json').send(problem);
  });
  const misdirected = hostGuard(publicUrl, settings.hosts);
  app.addHook('onRequest', async (request, reply) => {
    (request as AskedRequest).ended = requestBegun(request.id, request.headers.traceparent);
    // Stands when authentication fails: the page that tells so has nobody signed in.
    (request as AskedRequest).principal = { kind: 'anonymous' };
    const { 'content-security-policy': nothing, ...headers } = securityHeaders(publicUrl().startsWith('https:'));
    void reply.headers({ ...headers, 'stoa-trace-id': request.id });
    // A worker's script brings the policy it runs under: files of the portal have none of their own.
    if (nothing && !request.url.startsWith('/assets/')) void reply.header('content-security-policy', nothing);
    if (!originForm({ url: request.originalUrl, headers: request.headers }))
      return refuse('invalid', 'kernel.target-malformed', 'The request target is neither a path nor an http address.');
    return misdirected(request, reply);
  });
  // Awaited: routes that are added before the plugin stands would have no limit.
  await app.register(rateLimit, {
    global: true,
    max: settings.rateLimit,
    timeWindow: 60_000,
    hook: 'onRequest',
    // Files a page brings with it are no requests of their own.
    allowList: (request) => request.url.startsWith('/assets/'),
  });
  // After the limit: who sends too much is not looked up each time.
  app.addHook('preParsing', async (request) => {
    const own = (request.routeOptions.config as { ownCredentials?: boolean }).ownCredentials;
    if (!own) (request as AskedRequest).principal = await authenticate(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    (request as AskedRequest).ended?.({ method: request.method, route, status: reply.statusCode });
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const error = Object.assign(new Error('no such address'), { statusCode: 404 });
    return reply.code(404).type('application/problem+json').send(toProblem(error, request.id).problem);
  });
  return app;
}

/** The path of an absolute target, whose host stands for `Host`; what is no target is refused once there is a reply. */
function pathOf(request: Pick<IncomingMessage, 'url' | 'headers'>): string {
  const target = originForm(request);
  if (target?.authority !== undefined) request.headers.host = target.authority;
  return decodable(target?.path ?? '/');
}

type AskedRequest = FastifyRequest & { principal: Principal; ended?: ReturnType<typeof requestBegun> };

/**
 * A smaller limit of one route (requests a minute), as its `config`. It grows with the platform's own, so that what lifts
 * that for a load test lifts all.
 */
export const limitOf = (perMinute: number | undefined, platformLimit: number): object =>
  perMinute === undefined
    ? {}
    : { rateLimit: { max: Math.ceil(perMinute * Math.max(1, platformLimit / usualRateLimit)), timeWindow: 60_000 } };

export const principalOf = (request: FastifyRequest): Principal => (request as AskedRequest).principal;

/**
 * Serves an operation at `/api` + its path, and for one release at its former one; `run` is the module here or its peer
 * elsewhere.
 */
export function serveOperation(
  app: FastifyInstance,
  { operation }: OperationRoute,
  run: (invocation: Invocation) => Promise<unknown>,
  platformLimit: number,
): void {
  const pathFields = [...operation.path.matchAll(/:(\w+)/g)].map((m) => m[1] ?? '');
  const fromText = operation.method === 'GET' || operation.method === 'DELETE';
  const { formerly } = operation;
  for (const path of formerly ? [operation.path, formerly.path] : [operation.path]) {
    app.route({
      method: operation.method,
      url: `/api${path}`,
      ...(operation.bodyMiB ? { bodyLimit: operation.bodyMiB * bodyLimit } : {}),
      config: limitOf(operation.limit, platformLimit),
      handler: async (request, reply) => {
        if (formerly?.path === path) sayDeprecated(request, reply, operation, formerly);
        const output = await run({
          input: inputOf(request, operation, pathFields, fromText),
          fromText,
          principal: principalOf(request),
          traceId: request.id,
          idempotencyKey: operation.method === 'POST' ? idempotencyKeyOf(request) : undefined,
        });
        void reply.header('cache-control', 'no-store').type('application/json');
        return JSON.stringify(output ?? null);
      },
    });
  }
}

/** RFC 9745: since when an address is deprecated, and where it is now. */
function sayDeprecated(request: FastifyRequest, reply: FastifyReply, { path }: Operation, { since }: Former): void {
  const params = request.params as Record<string, string>;
  const successor = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  void reply.headers({
    deprecation: `@${Date.parse(since) / 1000}`,
    link: `</api${successor}>; rel="successor-version"`,
  });
}

/** An address is text: a whole number is read out of it where the operation asks for one. */
function readSegment({ input }: Operation, field: string, text: string | undefined): unknown {
  const { type } = (input as unknown as { properties?: Record<string, { type?: string }> }).properties?.[field] ?? {};
  return type === 'integer' && /^\d{1,15}$/.test(text ?? '') ? Number(text) : text;
}

function inputOf(
  request: FastifyRequest,
  operation: Operation,
  pathFields: readonly string[],
  fromText: boolean,
): Record<string, unknown> {
  const rest = fromText ? request.query : (request.body ?? {});
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) {
    refuse('invalid', 'kernel.input-invalid', 'The body must be a JSON object.');
  }
  const params = request.params as Record<string, string>;
  for (const field of pathFields) {
    if (Object.hasOwn(rest, field))
      refuse('invalid', 'kernel.input-invalid', `"${field}" belongs in the address, not beside it.`);
  }
  return {
    ...rest,
    ...Object.fromEntries(pathFields.map((field) => [field, readSegment(operation, field, params[field])])),
  };
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    refuse('invalid', 'kernel.idempotency-key-malformed', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  return key;
}

/** Serves a raw route with its permission; the body arrives as a Buffer. */
export function serveRaw(app: FastifyInstance, route: RawRoute, module: ModuleRuntime): void {
  const { config } = module;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    if (route.body === 'stream') scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    else {
      const limit = { parseAs: 'buffer', bodyLimit: 12 * 1024 * 1024 } as const;
      scope.addContentTypeParser('*', limit, (_request, body, done) => done(null, body));
    }
    scope.route({
      method: [route.method].flat(),
      url: route.path,
      // A public protocol endpoint reads credentials of its own kind, such as an OpenID client's secret.
      config: { ownCredentials: route.permission === 'public', ...limitOf(route.limit, config.rateLimit) },
      handler: async (request, reply) => {
        const principal = principalOf(request);
        // What is for one person, or holds for a moment, is kept by nobody on the way; files for everybody say so.
        void reply.header('cache-control', 'no-store');
        demandScope(principal, route.permission);
        if (!module.access.decide(principal, route.permission, { type: 'Module', id: module.name })) denied(principal);
        return route.handler(module, request, reply);
      },
    });
  });
}

/** Trace id of W3C Trace Context, or a new one. */
export function traceIdOf(traceparent: unknown): string {
  const match =
    typeof traceparent === 'string' ? /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent) : null;
  return match?.[1] ?? randomUUID().replaceAll('-', '');
}
