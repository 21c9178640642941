// SPDX-License-Identifier: Apache-2.0
/**
 * Traces and logs of this process for a collector that speaks OTLP over HTTP, where `OTEL_EXPORTER_OTLP_ENDPOINT` names one. A
 * trace has the number that people see as the number of a request. Parts have names, codes and times: no address with an
 * id in it, no name of a person, no input. Nothing waits for the collector; what it does not take is counted and dropped.
 */
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';
import { isRefusal } from './refusal.ts';
import type { Parts } from './telemetry-export.ts';

export interface Part {
  /** Of an operation, a handler or a route: never of a thing. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal' | 'consumer';
  /** Of W3C Trace Context; a new one where there is none. */
  readonly traceId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

let parts: Parts | undefined;

/** The work as a part of its trace; `traceparent` leads whoever it calls to it. */
export const traced = <R>(part: () => Part, work: (traceparent?: string) => Promise<R>): Promise<R> =>
  parts ? parts.around(part(), work, outcomeOf) : work();

/** What a part that failed says of it: a refusal its code, anything else its kind. */
const outcomeOf = (error: unknown): { attributes: Record<string, string>; failed: boolean } =>
  isRefusal(error)
    ? { attributes: { 'stoa.refusal': error.code }, failed: error.kind === 'unavailable' }
    : { attributes: { 'error.type': error instanceof Error ? error.name : typeof error }, failed: true };

/** A request that has come; what is called ends it. */
export function requestBegun(
  traceId: string,
  traceparent: unknown,
): ((as: { method: string; route: string; status: number }) => void) | undefined {
  return parts?.request(traceId, typeof traceparent === 'string' ? traceparent : undefined);
}

/** A line of the log, as it is written. */
export const logged = (line: string): void => parts?.log(line);

/** `name=value`, separated by commas, values percent-encoded (OpenTelemetry, OTLP exporter). */
const headersOf = (text = ''): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .map((one) => one.split('='))
      .flatMap(([name = '', ...value]) =>
        name.trim() ? [[name.trim(), decodeURIComponent(value.join('=').trim())]] : [],
      ),
  );

/** Begins to tell the collector, where there is one; what it answers stops after the last word. */
export async function startTelemetry(
  { env, circuit }: Pick<Config, 'env' | 'circuit'>,
  metrics: Pick<Metrics, 'telemetryLost'>,
): Promise<() => Promise<void>> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint || parts) return async () => undefined;
  const { createParts } = await import('./telemetry-export.ts');
  const mine = createParts({
    endpoint,
    circuit,
    headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS),
    service: env.OTEL_SERVICE_NAME ?? 'stoa',
    share: env.OTEL_TRACES_SAMPLER_ARG ? Number(env.OTEL_TRACES_SAMPLER_ARG) : 1,
    onLost: (signal, count) => metrics.telemetryLost(signal, count),
  });
  parts = mine;
  return async () => {
    parts = undefined;
    await mine.close();
  };
}
