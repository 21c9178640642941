// SPDX-License-Identifier: Apache-2.0
/** What the exchange's pages share: who opens them, where they stand, how refusals come back onto a form. */
import { SubsystemId } from '@stoa/exchange/contract';
import { Value } from 'typebox/value';
import { again, type FieldError, type Outcome } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';

export const operator = 'platform.operator';
export const auditor = 'audit.auditor';
export const engineer = 'exchange.engineer';

/** Where a set of these pages stands: the operator's see everything, the engineer's their own. */
export type Base = '/operations/exchange' | '/exchange';

export const isSubsystemId = (id: string): boolean => Value.Check(SubsystemId, id);

const dayMs = 86_400_000;
/** Below this a certificate needs somebody's attention. */
const soonDays = 30;

/** Whole days from now until the instant. */
export const daysUntil = (instant: string): number => Math.floor((Date.parse(instant) - Date.now()) / dayMs);

export function certificateState({ validUntil, revokedAt }: { validUntil: string; revokedAt?: string | undefined }) {
  if (revokedAt) return 'revoked' as const;
  const days = daysUntil(validUntil);
  return days < 0 ? ('expired' as const) : days < soonDays ? ('soon' as const) : ('good' as const);
}

const fieldOf: Record<string, string> = {
  'exchange.subsystem-unknown': 'consumerId',
  'exchange.group-unknown': 'consumerId',
  'exchange.target-unknown': 'target',
  'exchange.chain-malformed': 'chain',
  'exchange.certificate-key-differs': 'chain',
  'exchange.certificate-subject-differs': 'chain',
  'exchange.certificate-untrusted': 'chain',
  'exchange.certificate-profile-differs': 'chain',
  'exchange.certificate-not-valid': 'chain',
  'exchange.certificate-revoked': 'chain',
};

/** Runs what a form asks for; a refusal about something that was named comes back to its field. */
export async function sent(act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    const field = isRefusal(error) ? fieldOf[error.code] : undefined;
    if (!isRefusal(error) || field === undefined) throw error;
    return again([{ field, code: error.code, message: error.message }]);
  }
}

export const missing = (field: string): FieldError => ({ field, code: 'exchange.missing' });
