// SPDX-License-Identifier: Apache-2.0
/** The hub's "no" with an X-Road fault code: `server.…` answers 500, the others 400. */
export class HubRefusal extends Error {
  override name = 'HubRefusal';
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  constructor(code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
