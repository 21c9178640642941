// SPDX-License-Identifier: Apache-2.0
/** What a load generator reports. */
export interface LoadResult {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly calls: number;
}

/** What a load generator is told. */
export interface LoadOrder {
  /**
   * `hub` signs each call as a connector does; `plain` is HTTP without any of that; `mailbox` sends a request through
   * the connector and takes its answer; `mailbox batches` does so with all that are to be sent at the moment.
   */
  readonly kind: 'hub' | 'plain' | 'mailbox' | 'mailbox batches';
  /** Base address, but for `hub`. */
  readonly url: string;
  readonly target: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Calls start at this pace, whatever the answers do; without it each worker calls again at once. */
  readonly callsPerSecond?: number;
}
