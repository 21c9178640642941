// SPDX-License-Identifier: Apache-2.0
/** What a load generator reports. */
export interface LoadResult {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly calls: number;
}

/** What a load generator is told. */
export interface LoadOrder {
  /** `hub` signs each call as a connector does; `plain` is HTTP without any of that. */
  readonly kind: 'hub' | 'plain';
  /** Base address for `plain`. */
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
