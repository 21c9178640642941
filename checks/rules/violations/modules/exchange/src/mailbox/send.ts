// SPDX-License-Identifier: Apache-2.0
export const send = 1;
export interface Sent {
  readonly id: string;
}
