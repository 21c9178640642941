// SPDX-License-Identifier: Apache-2.0
import type { Outcome } from './page.ts';

const keptMs = 10 * 60_000;
const keptAtMost = 5_000;

interface Sending {
  /** Digest of what was sent. */
  readonly content: string;
  /** How often something else was sent on this form before. */
  readonly turn: number;
  readonly answer: Promise<Outcome>;
  readonly at: number;
}

/**
 * A form sent twice (double click, resend after a lost connection) acts once: the second sending waits for the first
 * and gets its answer. A repetition is the same form with the same content as last: after Back, a changed answer is another
 * sending, and so is the first answer once more after it. Kept in this process; what must hold across processes, the operations
 * themselves guarantee by the key that `act` is given.
 */
export class SentOnce {
  private readonly running = new Map<string, Sending>();

  /** @param form whose form it is and its key; `content` is empty for what carries no key */
  async once(form: string, content: string, act: (key: string) => Promise<Outcome>): Promise<Outcome> {
    if (content === '') return act('');
    const now = performance.now();
    const last = this.running.get(form);
    const earlier = last && now - last.at < keptMs ? last : undefined;
    if (earlier?.content === content) return earlier.answer;
    this.forget(now);
    const turn = earlier ? earlier.turn + 1 : 0;
    const answer = act(turn === 0 ? content : `${content}.${turn}`);
    const sending = { content, turn, answer, at: now };
    this.running.delete(form);
    this.running.set(form, sending);
    const drop = () => this.running.get(form) === sending && this.running.delete(form);
    try {
      const outcome = await answer;
      if (outcome.kind !== 'redirect') drop();
      return outcome;
    } catch (error) {
      drop();
      throw error;
    }
  }

  private forget(now: number): void {
    for (const [form, sending] of this.running) {
      if (now - sending.at < keptMs && this.running.size < keptAtMost) break;
      this.running.delete(form);
    }
  }
}
