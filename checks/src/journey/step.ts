// SPDX-License-Identifier: Apache-2.0
/** Steps of the journey, narrated one by one with what proves them. */
import { patient } from '@stoa/kernel/patience';

export interface StepResult {
  readonly step: number;
  readonly title: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly evidence: Readonly<Record<string, unknown>>;
}

export class JourneyFailure extends Error {
  override name = 'JourneyFailure';
}

/** Fails the step with a sentence that says what was expected. */
export function must(condition: unknown, expectation: string): asserts condition {
  if (!condition) throw new JourneyFailure(expectation);
}

/** Repeats `read` until it answers something, at most `seconds` on a quiet machine. */
export async function eventually<T>(
  what: string | (() => string),
  read: () => Promise<T | undefined | false>,
  seconds = 45,
): Promise<T> {
  const until = Date.now() + patient(seconds * 1000);
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > until)
      throw new JourneyFailure(`waited ${seconds} s for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

export type Evidence = Record<string, unknown>;

export class Narrator {
  readonly results: StepResult[] = [];
  readonly #json: boolean;

  constructor(json: boolean) {
    this.#json = json;
  }

  /** Runs a step; a failure is told and thrown on, since later steps stand on it. */
  async step(title: string, run: () => Promise<Evidence>): Promise<void> {
    const began = performance.now();
    let evidence: Evidence = {};
    let failure: unknown;
    try {
      evidence = await run();
    } catch (error) {
      failure = error;
      evidence = { failure: error instanceof Error ? error.message : String(error) };
    }
    const result = {
      step: this.results.length + 1,
      title,
      ok: failure === undefined,
      ms: Math.round(performance.now() - began),
      evidence,
    };
    this.results.push(result);
    process.stdout.write(this.#json ? `${JSON.stringify(result)}\n` : this.#words(result));
    if (failure !== undefined) throw failure;
  }

  #words({ step, title, ok, ms, evidence }: StepResult): string {
    const lines = Object.entries(evidence).map(
      ([name, value]) => `      ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return `${ok ? '✓' : '✗'} ${String(step).padStart(2)}  ${title}  (${ms} ms)\n${lines.join('\n')}${lines.length ? '\n' : ''}`;
  }
}
