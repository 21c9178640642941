// SPDX-License-Identifier: Apache-2.0
import type { Page } from '../../app/use-page.ts';

type Kind = 'good' | 'warn' | 'bad' | 'info' | 'plain';
const kinds: Record<string, Kind> = {
  draft: 'plain',
  submitted: 'info',
  payment: 'warn',
  clarification: 'warn',
  decided: 'info',
  closed: 'good',
};
const outcomeKinds: Record<string, Kind> = { refused: 'bad', lapsed: 'bad', withdrawn: 'plain' };

/** Word and colour of a case's state; a closed case shows how it ended. */
export function caseTag(
  one: { state: string; outcome?: string | undefined },
  page: Page,
): { text: string; kind: Kind } {
  if (one.state === 'closed' && one.outcome) {
    const key = `outcome.${one.outcome}`;
    return { text: page.has(key) ? page.t(key) : page.t('state.closed'), kind: outcomeKinds[one.outcome] ?? 'good' };
  }
  return { text: page.t(`state.${one.state}`), kind: kinds[one.state] ?? 'plain' };
}

export const outputKind = (state: string): Kind => (state === 'valid' ? 'good' : 'bad');
