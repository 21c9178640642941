// SPDX-License-Identifier: Apache-2.0
import type { Outcome } from './page.ts';

const keptMs = 10 * 60_000;
const keptAtMost = 5_000;

/**
 * A form sent twice (double click, resend after a lost connection) acts once: the second sending waits for the first
 * and gets its answer. The key covers what was sent: after Back, a changed answer is another sending. Kept in this process; what must hold across processes, the operations themselves guarantee.
 */
export class SentOnce {
  private readonly running = new Map<string, { answer: Promise<Outcome>; at: number }>();

  async once(key: string, known: boolean, act: () => Promise<Outcome>): Promise<Outcome> {
    if (!known) return act();
    const now = performance.now();
    const earlier = this.running.get(key);
    if (earlier && now - earlier.at < keptMs) return earlier.answer;
    this.forget(now);
    const answer = act();
    this.running.set(key, { answer, at: now });
    try {
      const outcome = await answer;
      if (outcome.kind !== 'redirect') this.running.delete(key);
      return outcome;
    } catch (error) {
      this.running.delete(key);
      throw error;
    }
  }

  private forget(now: number): void {
    for (const [key, entry] of this.running) {
      if (now - entry.at < keptMs && this.running.size < keptAtMost) break;
      this.running.delete(key);
    }
  }
}
