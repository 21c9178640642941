// SPDX-License-Identifier: Apache-2.0
/** A person in front of a page that does not come: presses again, with the same form, until somebody answers. */
import { setTimeout as wait } from 'node:timers/promises';

/** How the platform answered while things died. */
export interface Answers {
  answered: number;
  /** The connection was refused or broke. */
  broken: number;
  /** 502, 503, 504: said so itself. */
  unavailable: number;
  /** Any other 5xx: a fault to explain. */
  errors: Map<string, number>;
}

export const noAnswers = (): Answers => ({ answered: 0, broken: 0, unavailable: 0, errors: new Map() });

const pauseMs = 700;

/** `fetch` that repeats a request, body and all, for `patienceMs` of broken connections and 5xx answers. */
export function patientFetch(answers: Answers, patienceMs: number): typeof fetch {
  return async (target, init) => {
    const until = Date.now() + patienceMs;
    for (;;) {
      const answer = await attempt(target, init, answers);
      if (answer && (answer.status < 500 || Date.now() > until)) return answer;
      if (Date.now() > until) throw new Error(`nobody answered at ${String(target)} for ${patienceMs / 1000} s`);
      await wait(pauseMs);
    }
  };
}

async function attempt(
  target: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  answers: Answers,
): Promise<Response | undefined> {
  try {
    const response = await fetch(target, { ...init, signal: AbortSignal.timeout(20_000) });
    // Read whole: a process may die in the middle of its answer.
    const body = await response.arrayBuffer();
    count(answers, target, response.status, body);
    return new Response(body.byteLength > 0 ? body : null, { status: response.status, headers: response.headers });
  } catch {
    answers.broken++;
    return undefined;
  }
}

function count(answers: Answers, target: Parameters<typeof fetch>[0], status: number, body: ArrayBuffer): void {
  if (status < 500) answers.answered++;
  else if (status === 502 || status === 503 || status === 504) answers.unavailable++;
  else {
    const page = new TextDecoder().decode(body);
    const code = /[a-z]+\.[a-z-]{3,}/.exec(/<main[\s\S]*<\/main>/.exec(page)?.[0] ?? page)?.[0] ?? '';
    const what = `${status} ${new URL(String(target)).pathname.replace(/[0-9a-f-]{36}/g, ':id')} ${code}`;
    answers.errors.set(what, (answers.errors.get(what) ?? 0) + 1);
  }
}
