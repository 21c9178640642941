// SPDX-License-Identifier: Apache-2.0
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
