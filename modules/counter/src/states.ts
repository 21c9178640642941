// SPDX-License-Identifier: Apache-2.0
/** The life of a visit as one table: what happens in which state, and what it leads to. */
export const states = ['asked', 'open', 'ended', 'refused', 'failed', 'lapsed'] as const;
export type State = (typeof states)[number];
export const happenings = ['consent', 'refusal', 'wrong-code', 'end', 'time'] as const;
export type Happening = (typeof happenings)[number];

export const mostTries = 5;
/** How long somebody may take to say yes, and how long the power lasts then. */
export const minutesToConsent = 15;
export const minutesOpen = 60;

/** Undefined where it cannot happen. What is over stays over. */
export function after(state: State, happening: Happening, tries: number): State | undefined {
  if (state === 'asked') {
    if (happening === 'consent') return 'open';
    if (happening === 'refusal') return 'refused';
    if (happening === 'wrong-code') return tries >= mostTries ? 'failed' : 'asked';
    if (happening === 'time') return 'lapsed';
  }
  if (state === 'open' && (happening === 'end' || happening === 'time' || happening === 'refusal')) return 'ended';
  return undefined;
}
