// SPDX-License-Identifier: Apache-2.0
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Work of one handler that has failed for more than a minute. */
export interface Overdue {
  readonly handler: string;
  readonly count: number;
  /** Since the oldest of it failed first. */
  readonly seconds: number;
}

/** What waits in a module: due work, dead letters, unsent events, ledger entries without a place. */
export interface Backlog {
  readonly module: string;
  readonly waiting: number;
  readonly dead: number;
  readonly outbox: number;
  readonly unsequenced: number;
  readonly overdue: readonly Overdue[];
}

export interface Metrics {
  readonly registry: Registry;
  request(route: string, method: string, status: number, seconds: number): void;
  work(module: string, handler: string, outcome: 'done' | 'failed'): void;
  /** Something that a person should look at. */
  alarm(module: string, name: string): void;
  /** Parts of traces, or lines of logs, that the collector did not take. */
  telemetryLost(signal: 'traces' | 'logs', count: number): void;
  /** The Prometheus text, with what waits in each module at this moment. */
  scrape(backlogs: readonly Backlog[]): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const work = new Counter({
    name: 'stoa_work_total',
    help: 'Events and jobs handled',
    labelNames: ['module', 'handler', 'outcome'],
    registers: [registry],
  });
  const overdueWork = new Gauge({
    name: 'stoa_work_overdue',
    help: 'Events and jobs that have failed for more than a minute',
    labelNames: ['module', 'handler'],
    registers: [registry],
  });
  const overdueSeconds = new Gauge({
    name: 'stoa_work_overdue_seconds',
    help: 'Seconds since the oldest overdue event or job failed first',
    labelNames: ['module', 'handler'],
    registers: [registry],
  });
  const alarms = new Counter({
    name: 'stoa_alarms_total',
    help: 'What a person should look at',
    labelNames: ['module', 'alarm'],
    registers: [registry],
  });
  const lost = new Counter({
    name: 'stoa_telemetry_lost_total',
    help: 'Parts of traces and lines of logs that the collector did not take',
    labelNames: ['signal'],
    registers: [registry],
  });
  const gauges = {
    waiting: new Gauge({
      name: 'stoa_work_waiting',
      help: 'Events and jobs that wait',
      labelNames: ['module'],
      registers: [registry],
    }),
    dead: new Gauge({ name: 'stoa_work_dead', help: 'Dead letters', labelNames: ['module'], registers: [registry] }),
    outbox: new Gauge({
      name: 'stoa_outbox_waiting',
      help: 'Events not yet passed on',
      labelNames: ['module'],
      registers: [registry],
    }),
    unsequenced: new Gauge({
      name: 'stoa_ledger_unsequenced',
      help: 'Ledger entries without a place in the tree',
      labelNames: ['module'],
      registers: [registry],
    }),
  };
  return {
    registry,
    alarm: (module, alarm) => alarms.inc({ module, alarm }),
    telemetryLost: (signal, count) => lost.inc({ signal }, count),
    request: (route, method, status, seconds) =>
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds),
    work: (module, handler, outcome) => work.inc({ module, handler, outcome }),
    scrape: (backlogs) => {
      overdueWork.reset();
      overdueSeconds.reset();
      for (const { module, overdue, ...values } of backlogs) {
        for (const { handler, count, seconds } of overdue) {
          overdueWork.set({ module, handler }, count);
          overdueSeconds.set({ module, handler }, seconds);
        }
        for (const [name, value] of Object.entries(values)) gauges[name as keyof typeof gauges].set({ module }, value);
      }
      return registry.metrics();
    },
  };
}
