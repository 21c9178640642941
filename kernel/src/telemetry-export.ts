// SPDX-License-Identifier: Apache-2.0
/** What stands behind `telemetry.ts` where a collector is named: OpenTelemetry's own library, loaded then alone. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Part } from './telemetry.ts';

export interface Parts {
  around<R>(
    part: Part,
    work: (traceparent?: string) => Promise<R>,
    outcomeOf: (error: unknown) => { attributes: Record<string, string>; failed: boolean },
  ): Promise<R>;
  request(
    traceId: string,
    traceparent: string | undefined,
  ): (as: { method: string; route: string; status: number }) => void;
  log(line: string): void;
  close(): Promise<void>;
}

interface Exporting<Items> {
  export(items: Items, done: (result: { code: number; error?: Error }) => void): void;
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
} as const;
/** Levels of pino by the severities of OpenTelemetry (Logs Data Model, SeverityNumber). */
const severities = new Map([
  [10, 1],
  [20, 5],
  [30, 9],
  [40, 13],
  [50, 17],
  [60, 21],
]);
const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
/** Fields of a line that have places of their own in a record. */
const placed = ['level', 'time', 'msg', 'pid', 'hostname', 'circuit'];

export function createParts(settings: {
  /** Base address: `/v1/traces` and `/v1/logs` stand below it. */
  endpoint: string;
  circuit: string;
  headers: Record<string, string>;
  service: string;
  /** Of traces that are told, 0 to 1; a trace is told whole by all processes or by none. */
  share: number;
  onLost: (signal: 'traces' | 'logs', count: number) => void;
}): Parts {
  const { endpoint, circuit, headers, service, share, onLost } = settings;
  const base = endpoint.replace(/\/+$/, '');
  const counted = <Items extends { length: number }, E extends Exporting<Items>>(
    signal: 'traces' | 'logs',
    exporter: E,
  ): E => {
    const send = exporter.export.bind(exporter);
    exporter.export = (items, done) =>
      send(items, (result) => {
        if (result.code !== 0) onLost(signal, items.length);
        done(result);
      });
    return exporter;
  };
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.namespace': 'stoa',
    'service.instance.id': String(process.pid),
    'deployment.environment.name': circuit,
  });
  /** The number that a trace with no part here yet has to have. */
  const wanted = new AsyncLocalStorage<string>();
  const current = new AsyncLocalStorage<{ traceId: string; context: Context }>();
  /** Requests under way, by trace: what they lead to hangs below them. */
  const requests = new Map<string, Context>();
  const spans = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    idGenerator: {
      generateTraceId: () => wanted.getStore() ?? randomBytes(16).toString('hex'),
      generateSpanId: () => randomBytes(8).toString('hex'),
    },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: counted('traces', new OTLPTraceExporter({ url: `${base}/v1/traces`, headers })),
        scheduledDelayMillis: 2000,
      }),
    ],
  });
  const tracer = spans.getTracer('stoa');
  const logs = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: counted('logs', new OTLPLogExporter({ url: `${base}/v1/logs`, headers })),
        scheduledDelayMillis: 2000,
      }),
    ],
  });
  const logger = logs.getLogger('stoa');

  const parentOf = (traceId: string | undefined): Context => {
    const store = current.getStore();
    if (store && (traceId === undefined || store.traceId === traceId)) return store.context;
    return (traceId && requests.get(traceId)) || ROOT_CONTEXT;
  };
  const begin = ({ name, kind, traceId, attributes }: Part, parent: Context): Span => {
    const start = () => tracer.startSpan(name, { kind: kinds[kind], attributes: { ...attributes } }, parent);
    return traceId ? wanted.run(traceId, start) : start();
  };
  const headerOf = (span: Span): string => {
    const { traceId, spanId, traceFlags } = span.spanContext();
    return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
  };

  return {
    around: async (part, work, outcomeOf) => {
      const parent = parentOf(part.traceId);
      const span = begin(part, parent);
      const { traceId } = span.spanContext();
      try {
        return await current.run({ traceId, context: trace.setSpan(parent, span) }, () => work(headerOf(span)));
      } catch (error) {
        const { attributes, failed } = outcomeOf(error);
        span.setAttributes(attributes);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    request: (traceId, traceparent) => {
      const [, , spanId = '', flags = ''] = traceparent?.split('-') ?? [];
      const remote = /^[0-9a-f]{16}$/.test(spanId)
        ? trace.setSpanContext(ROOT_CONTEXT, {
            traceId,
            spanId,
            traceFlags: Number.parseInt(flags, 16) & 1,
            isRemote: true,
          })
        : ROOT_CONTEXT;
      const span = begin({ name: 'HTTP', kind: 'server', traceId }, remote);
      const context = trace.setSpan(remote, span);
      requests.set(traceId, context);
      return ({ method, route, status }) => {
        if (requests.get(traceId) === context) requests.delete(traceId);
        span.updateName(`${method} ${route}`);
        span.setAttributes({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      };
    },
    log: (line) => {
      let entry: Record<string, unknown>;
      try {
        entry = JSON.parse(line) as Record<string, unknown>;
      } catch {
        return;
      }
      const level = Number(entry.level);
      const traceId = typeof entry.traceId === 'string' ? entry.traceId : undefined;
      logger.emit({
        timestamp: new Date(String(entry.time)),
        severityNumber: severities.get(level) ?? 9,
        severityText: severityNames[level / 10 - 1] ?? 'INFO',
        body: String(entry.msg ?? ''),
        attributes: Object.fromEntries(
          Object.entries(entry)
            .filter(([name, value]) => !placed.includes(name) && value !== undefined && value !== null)
            .map(([name, value]) => [
              name,
              typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean),
            ]),
        ),
        context: parentOf(traceId),
      });
    },
    close: async () => {
      await Promise.all([spans.shutdown(), logs.shutdown()]);
    },
  };
}
