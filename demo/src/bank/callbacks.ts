// SPDX-License-Identifier: Apache-2.0
/** Delivery of the bank's callbacks: signed anew at each try, again with growing pauses until a 2xx answer, for a day. */
import { signBody } from '../signature.ts';
import type { Callback } from './checkouts.ts';

export interface CallbackOptions {
  readonly secret: string;
  /** Of the signature; `bank-signature` when missing. */
  readonly header?: string;
  /** Pause before the second try; doubles up to a minute. */
  readonly retryMs: number;
  readonly settle: (eventId: string) => void;
}

const longestPauseMs = 60_000;
const givenUpAfterMs = 24 * 3_600_000;
const timeoutMs = 10_000;

export class Callbacks {
  readonly #options: CallbackOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();
  #closed = false;

  constructor(options: CallbackOptions) {
    this.#options = options;
  }

  /** Delivers when due. */
  schedule(callback: Callback): void {
    this.#after(Date.parse(callback.dueAt) - Date.now(), () => this.#deliver(callback, 1, 1));
  }

  /** Stops; what is not delivered stays owed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#underWay);
  }

  #after(ms: number, run: () => Promise<void>): void {
    if (this.#closed) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const done = run().finally(() => this.#underWay.delete(done));
        this.#underWay.add(done);
      },
      Math.max(0, ms),
    );
    this.#timers.add(timer);
  }

  async #deliver(callback: Callback, copy: number, attempt: number): Promise<void> {
    if (!(await this.#send(callback))) {
      if (Date.now() - Date.parse(callback.dueAt) > givenUpAfterMs) return this.#options.settle(callback.eventId);
      const pauseMs = Math.min(this.#options.retryMs * 2 ** (attempt - 1), longestPauseMs);
      return this.#after(pauseMs, () => this.#deliver(callback, copy, attempt + 1));
    }
    if (copy >= callback.copies) return this.#options.settle(callback.eventId);
    this.#after(this.#options.retryMs, () => this.#deliver(callback, copy + 1, 1));
  }

  async #send(callback: Callback): Promise<boolean> {
    const headers = {
      'content-type': 'application/json',
      'bank-event-id': callback.eventId,
      [this.#options.header ?? 'bank-signature']: signBody(this.#options.secret, callback.body, new Date()),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(callback.url, {
        method: 'POST',
        headers,
        body: callback.body,
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}
