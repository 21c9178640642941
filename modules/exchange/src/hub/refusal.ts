// SPDX-License-Identifier: Apache-2.0
/** The hub's "no" with an X-Road fault code: `server.…` answers 500, the others 400. */
export class HubRefusal extends Error {
  override name = 'HubRefusal';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
