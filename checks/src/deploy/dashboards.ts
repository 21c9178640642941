// SPDX-License-Identifier: Apache-2.0
/** Dashboards of Grafana as lists of panels, written to `deploy/monitoring/dashboards` by `npm run generate`. */

interface Panel {
  readonly title: string;
  readonly unit: 'short' | 's' | 'bytes' | 'percentunit' | 'reqps' | 'ops';
  /** Query → what a line of it is called. */
  readonly lines: Readonly<Record<string, string>>;
  /** Where it wants a look. */
  readonly limit?: number;
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const requests = 'http_server_request_duration_seconds';

export const dashboards: readonly Dashboard[] = [
  {
    uid: 'stoa-people',
    title: 'Stoa: what people notice',
    panels: [
      { title: 'Requests', unit: 'reqps', lines: { [`sum by (status) (rate(${requests}_count[5m]))`]: '{{status}}' } },
      {
        title: 'Share of errors',
        unit: 'percentunit',
        limit: 0.001,
        lines: {
          'stoa:http_errors:ratio_rate5m': 'five minutes',
          'stoa:http_errors:ratio_rate1h': 'one hour',
          'stoa:http_errors:ratio_rate6h': 'six hours',
          'stoa:http_errors:ratio_rate3d': 'three days',
        },
      },
      {
        title: 'Duration',
        unit: 's',
        limit: 1,
        lines: {
          [`histogram_quantile(0.5, sum by (le) (rate(${requests}_bucket[5m])))`]: 'half',
          [`histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket[5m])))`]: '95 of 100',
          [`histogram_quantile(0.99, sum by (le) (rate(${requests}_bucket[5m])))`]: '99 of 100',
        },
      },
      {
        title: 'Slowest addresses (95 of 100)',
        unit: 's',
        lines: {
          [`topk(10, histogram_quantile(0.95, sum by (route, le) (rate(${requests}_bucket[10m]))))`]: '{{route}}',
        },
      },
      {
        title: 'Addresses with errors',
        unit: 'reqps',
        lines: { [`topk(10, sum by (route) (rate(${requests}_count{status="5xx"}[10m])))`]: '{{route}}' },
      },
      {
        title: 'Promises that are late',
        unit: 's',
        limit: 300,
        lines: { 'max by (module, handler) (stoa_work_overdue_seconds)': '{{module}} {{handler}}' },
      },
    ],
  },
  {
    uid: 'stoa-work',
    title: 'Stoa: work, events and evidence',
    panels: [
      {
        title: 'Work done and failed',
        unit: 'ops',
        lines: { 'sum by (module, outcome) (rate(stoa_work_total[5m]))': '{{module}} {{outcome}}' },
      },
      { title: 'Work that waits', unit: 'short', lines: { 'max by (module) (stoa_work_waiting)': '{{module}}' } },
      {
        title: 'Given up',
        unit: 'short',
        limit: 1,
        lines: { 'max by (module) (stoa_work_dead)': '{{module}}' },
      },
      {
        title: 'Fails and is tried again',
        unit: 'short',
        limit: 1,
        lines: { 'max by (module, handler) (stoa_work_overdue)': '{{module}} {{handler}}' },
      },
      {
        title: 'Events not passed on',
        unit: 'short',
        lines: { 'max by (module) (stoa_outbox_waiting)': '{{module}}' },
      },
      {
        title: 'Evidence without a place in its ledger',
        unit: 'short',
        limit: 10_000,
        lines: { 'max by (module) (stoa_ledger_unsequenced)': '{{module}}' },
      },
      {
        title: 'What somebody should look at',
        unit: 'short',
        lines: { 'sum by (module, alarm) (increase(stoa_alarms_total[1h]))': '{{module}} {{alarm}}' },
      },
    ],
  },
  {
    uid: 'stoa-processes',
    title: 'Stoa: processes',
    panels: [
      { title: 'Up', unit: 'short', lines: { 'up{job="stoa"}': '{{instance}}' } },
      {
        title: 'Processor',
        unit: 'percentunit',
        limit: 0.9,
        lines: { 'rate(process_cpu_seconds_total{job="stoa"}[5m])': '{{instance}}' },
      },
      { title: 'Memory', unit: 'bytes', lines: { 'process_resident_memory_bytes{job="stoa"}': '{{instance}}' } },
      { title: 'Heap', unit: 'bytes', lines: { nodejs_heap_size_used_bytes: '{{instance}}' } },
      {
        title: 'The event loop is late (99 of 100)',
        unit: 's',
        limit: 0.5,
        lines: { nodejs_eventloop_lag_p99_seconds: '{{instance}}' },
      },
      {
        title: 'Time of garbage collection',
        unit: 'percentunit',
        lines: { 'sum by (instance) (rate(nodejs_gc_duration_seconds_sum[5m]))': '{{instance}}' },
      },
      {
        title: 'Open files',
        unit: 'percentunit',
        limit: 0.8,
        lines: { 'process_open_fds / process_max_fds': '{{instance}}' },
      },
      {
        title: 'Starts in an hour',
        unit: 'short',
        lines: { 'changes(process_start_time_seconds[1h])': '{{instance}}' },
      },
    ],
  },
];

const [columns, width, height] = [2, 12, 8];

/** A dashboard as Grafana imports it (schema 39). */
function asJson({ uid, title, panels }: Dashboard): object {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  return {
    uid,
    title,
    tags: ['stoa'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus', current: {} }],
    },
    panels: panels.map(({ title: name, unit, lines, limit }, at) => ({
      id: at + 1,
      type: 'timeseries',
      title: name,
      datasource,
      gridPos: { x: (at % columns) * width, y: Math.floor(at / columns) * height, w: width, h: height },
      fieldConfig: {
        defaults: {
          unit,
          custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' } },
          thresholds: {
            mode: 'absolute',
            steps: [{ color: 'green', value: null }, ...(limit === undefined ? [] : [{ color: 'red', value: limit }])],
          },
        },
        overrides: [],
      },
      options: { legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] } },
      targets: Object.entries(lines).map(([expr, legendFormat], line) => ({
        refId: String.fromCharCode(65 + line),
        datasource,
        expr,
        legendFormat,
      })),
    })),
  };
}

/** Path from the root → text. */
export const dashboardFiles = (): Map<string, string> =>
  new Map(
    dashboards.map((one) => [
      `deploy/monitoring/dashboards/${one.uid}.json`,
      `${JSON.stringify(asJson(one), null, 2)}\n`,
    ]),
  );
