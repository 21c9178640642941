// SPDX-License-Identifier: Apache-2.0
/** What a hub answers a connector. */
import type { LineAnswer } from '@stoa/exchange/wire';

export interface HubAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** An answer whose body is still on its way, where it is large. */
export type HubStream = LineAnswer;

/** Whether a root that was sent is done with: the hub keeps it, also where the session is over, or never will. */
export const rootSettled = ({ status, headers }: HubAnswer): boolean =>
  status === 200 || ['client.session_unknown', 'client.root_invalid'].includes(headers['x-road-error'] ?? '');

/** The hub's own refusal of a handshake. */
export class SessionRefused extends Error {
  override name = 'SessionRefused';
  readonly answer: HubAnswer;
  constructor(answer: HubAnswer) {
    super(`the hub opened no session: ${answer.headers['x-road-error'] ?? answer.status}`);
    this.answer = answer;
  }
}
