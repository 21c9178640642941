// SPDX-License-Identifier: Apache-2.0
/** What pages about messages share. */
export const operators = ['notifications.operator', 'platform.operator'] as const;
export const writers = ['notifications.operator'] as const;
export const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '');
export const isCode = (text: string | undefined): text is string => /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(text ?? '');
/** What each state says to the eye. */
export const stateKind = (state: string) =>
  state.startsWith('failed') || state === 'cancelled'
    ? ('bad' as const)
    : state === 'delivered' || state === 'done' || state === 'up'
      ? ('good' as const)
      : state === 'away' || state === 'paused'
        ? ('warn' as const)
        : ('plain' as const);
