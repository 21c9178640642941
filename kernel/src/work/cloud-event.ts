// SPDX-License-Identifier: Apache-2.0
/** CloudEvents 1.0 in structured JSON mode, as it travels between modules and through the broker. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly traceid?: string;
  readonly data: unknown;
}

export interface OutboxRow {
  seq: number;
  id: string;
  type: string;
  subject: string | null;
  data: unknown;
  at: Date;
  trace_id: string | null;
}

export const toCloudEvent = (module: string, row: OutboxRow): CloudEvent => ({
  specversion: '1.0',
  id: row.id,
  type: row.type,
  source: `/${module}`,
  ...(row.subject ? { subject: row.subject } : {}),
  time: row.at.toISOString(),
  datacontenttype: 'application/json',
  ...(row.trace_id ? { traceid: row.trace_id } : {}),
  data: row.data,
});
