// SPDX-License-Identifier: Apache-2.0
/** What outsiders were told: one JSON line each, on disk before anything else is done with it. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export type Acknowledgement =
  | { readonly kind: 'submitted'; readonly caseId: string; readonly number: string }
  | { readonly kind: 'paid' | 'permit' | 'refused'; readonly caseId: string }
  | { readonly kind: 'decided'; readonly number: string; readonly outcome: 'issued' | 'refused' }
  | { readonly kind: 'finished'; readonly task: string }
  | { readonly kind: 'receipt'; readonly link: string }
  | { readonly kind: 'account' | 'citizen'; readonly login: string }
  | { readonly kind: 'guest'; readonly logins: readonly string[]; readonly opened: number }
  | { readonly kind: 'address'; readonly login: string; readonly email: string }
  | { readonly kind: 'joined'; readonly login: string; readonly number: string }
  | { readonly kind: 'named' | 'undone' | 'handed'; readonly reason: string }
  | { readonly kind: 'table'; readonly organisation: string }
  | { readonly kind: 'power'; readonly id: string; readonly state: 'offered' | 'in-force' | 'withdrawn' }
  | { readonly kind: 'numbered'; readonly id: string; readonly number: string }
  | { readonly kind: 'element'; readonly code: string; readonly users: number }
  | { readonly kind: 'campaign'; readonly campaign: string; readonly to: readonly string[] }
  | { readonly kind: 'resolved' | 'accepted' | 'approved' | 'signed'; readonly id: string };

export class Acknowledgements {
  readonly #path: string;
  readonly #file: number;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a');
  }

  add(acknowledgement: Acknowledgement): void {
    writeSync(this.#file, `${JSON.stringify({ ...acknowledgement, at: new Date().toISOString() })}\n`);
    fsyncSync(this.#file);
  }

  all(): Acknowledgement[] {
    const lines = readFileSync(this.#path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Acknowledgement);
  }

  close = (): void => closeSync(this.#file);
}
