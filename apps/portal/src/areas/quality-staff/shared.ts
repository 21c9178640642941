// SPDX-License-Identifier: Apache-2.0
/** What pages of those who work on quality share: who looks, and what the address says. */
import { isCalendarDate } from '@stoa/kernel/text';
import type { PageContext } from '../../server/page.ts';

type Looking = Pick<PageContext, 'principal'>;
export const holds = ({ principal }: Looking, ...duties: readonly string[]): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => duties.includes(code));

export const intake = ['quality.intake-operator', 'quality.analyst'] as const;
export const readers = [
  ...intake,
  'quality.federal-curator',
  'quality.regional-curator',
  'quality.organisation',
] as const;
export const designers = ['quality.methodologist', 'quality.analyst'] as const;
export const moderators = ['quality.moderator'] as const;
export const agreeing = [...intake, 'quality.federal-curator'] as const;
export const covering = [...agreeing, 'quality.regional-curator'] as const;
export const everybody = [...readers, 'quality.methodologist', ...moderators] as const;

export const isDay = (text: string | undefined): text is string => isCalendarDate(text ?? '');
export const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text ?? '');

/** Of a card, in the order of its way; side states after it. */
export const way = [
  ...['RECEIVED', 'VALIDATED', 'MATCHED', 'LINK_ISSUED', 'NOTIFY_QUEUED', 'NOTIFIED', 'OPENED', 'ANSWERED', 'FOLDED'],
  ...['ERASED'],
] as const;
export const sideStates = [
  ...['QUARANTINED', 'REJECTED', 'DUPLICATE', 'SUPPRESSED', 'UNDELIVERABLE', 'EXPIRED', 'WITHDRAWN'],
] as const;
/** What each state says to the eye. */
export const stateKind = (state: string) =>
  state === 'REJECTED' || state === 'UNDELIVERABLE'
    ? ('bad' as const)
    : state === 'QUARANTINED' || state === 'NOTIFY_QUEUED'
      ? ('warn' as const)
      : state === 'FOLDED' || state === 'ANSWERED'
        ? ('good' as const)
        : ('plain' as const);

/** A day of the country, so many days before. */
export const daysAgo = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
