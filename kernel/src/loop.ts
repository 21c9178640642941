// SPDX-License-Identifier: Apache-2.0
import { describeError, type Log } from './log.ts';

export interface Loop {
  wake(): void;
  /** Ends after the run under way. */
  stop(): Promise<void>;
}

/** Repeats `step` at once while it finds work, otherwise after a wake-up or `idleMs`. An error is logged and waited out. */
export function startLoop(step: () => Promise<number>, idleMs: number, log: Log): Loop {
  let stopped = false;
  let woken = false;
  let resume: (() => void) | undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopped) return resolve();
      const timer = setTimeout(resolve, ms);
      resume = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => {
      woken = false;
      resume = undefined;
    });
  const running = (async () => {
    while (!stopped) {
      try {
        woken = false;
        if ((await step()) === 0) await pause(idleMs);
      } catch (error) {
        log.warn({ err: describeError(error) }, 'a background step failed and will be repeated');
        woken = false;
        await pause(1000);
      }
    }
  })();
  return {
    wake: () => {
      woken = true;
      resume?.();
    },
    stop: async () => {
      stopped = true;
      resume?.();
      await running;
    },
  };
}
