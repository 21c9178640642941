// SPDX-License-Identifier: Apache-2.0
/**
 * One circuit breaker a service: after repeated failures calls are answered at once, until one call let through as a
 * probe succeeds. A connection that breaks is no failure here: another connector of the provider may stand.
 */
import { type Answer, HubRefusal } from '../messages/index.ts';

const openAfter = 5;
/** Or when this share of the calls of a window failed, if there were enough of them. */
const openShare = 0.5;
const enoughCalls = 20;
const windowMs = 10_000;
const shortestMs = 1000;
const longestMs = 30_000;
const failures = new Set([
  'server.serverproxy.timeout',
  'server.serverproxy.invalid_response',
  'server.serverproxy.response_too_large',
]);
const systemFailed = 'server.serverproxy.service_failed';

interface Breaker {
  consecutive: number;
  calls: number;
  failed: number;
  windowFrom: number;
  /** Open when above zero: no call before this time. */
  openUntil: number;
  openMs: number;
  probing: boolean;
}

export class Breakers {
  readonly #now: () => number;
  readonly #breakers = new Map<string, Breaker>();

  /** @param now milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Makes the call unless the breaker of the service is open; learns from how it went. */
  async through<T extends { readonly answer: Pick<Answer, 'headers'> }>(
    service: string,
    call: () => Promise<T>,
  ): Promise<T> {
    const breaker = this.#enter(service);
    const probe = breaker.probing;
    try {
      const answered = await call();
      this.#learn(breaker, answered.answer.headers['x-road-error'] !== systemFailed, probe);
      return answered;
    } catch (error) {
      if (error instanceof HubRefusal && failures.has(error.code)) this.#learn(breaker, false, probe);
      else if (probe) breaker.probing = false;
      throw error;
    }
  }

  #enter(service: string): Breaker {
    const at = this.#now();
    let breaker = this.#breakers.get(service);
    if (!breaker) {
      const openMs = shortestMs;
      breaker = { consecutive: 0, calls: 0, failed: 0, windowFrom: at, openUntil: 0, openMs, probing: false };
      this.#breakers.set(service, breaker);
    }
    if (breaker.openUntil === 0) return breaker;
    if (breaker.probing || at < breaker.openUntil) {
      const wait = Math.max(1, Math.ceil((breaker.openUntil - at) / 1000));
      const message = `The service failed repeatedly and is given a rest. Call again in ${wait} s.`;
      throw new HubRefusal('server.serverproxy.service_unavailable', message, wait);
    }
    breaker.probing = true;
    return breaker;
  }

  #learn(breaker: Breaker, good: boolean, probe: boolean): void {
    const at = this.#now();
    if (probe) {
      breaker.probing = false;
      if (good) Object.assign(breaker, { openUntil: 0, openMs: shortestMs, consecutive: 0, calls: 0, failed: 0 });
      else this.#open(breaker, at, Math.min(longestMs, breaker.openMs * 2));
      return;
    }
    // Calls that were under way when it opened tell nothing new.
    if (breaker.openUntil > 0) return;
    if (at - breaker.windowFrom > windowMs) Object.assign(breaker, { windowFrom: at, calls: 0, failed: 0 });
    breaker.calls++;
    breaker.consecutive = good ? 0 : breaker.consecutive + 1;
    if (good) return;
    breaker.failed++;
    const often = breaker.calls >= enoughCalls && breaker.failed / breaker.calls >= openShare;
    if (often || breaker.consecutive >= openAfter) this.#open(breaker, at, shortestMs);
  }

  #open(breaker: Breaker, at: number, openMs: number): void {
    Object.assign(breaker, { openUntil: at + openMs, openMs, windowFrom: at, consecutive: 0, calls: 0, failed: 0 });
  }
}
