// SPDX-License-Identifier: Apache-2.0
/** The answers of the eligibility check wait an hour in the person's own browser, so that the form need not ask again. */
import { readCookies } from '../../server/locale.ts';

type Answers = Record<string, string | number | boolean>;

export const keepAnswers = (serviceId: string, answers: Answers): string =>
  `answers=${Buffer.from(JSON.stringify(answers)).toString('base64url')}; Path=/services/${serviceId}/start; Max-Age=3600; HttpOnly; SameSite=Lax`;

export const forgetAnswers = (serviceId: string): string =>
  `answers=; Path=/services/${serviceId}/start; Max-Age=0; HttpOnly; SameSite=Lax`;

/** What was kept; nothing when the cookie is absent or somebody changed it into nonsense. */
export function keptAnswers(cookieHeader: string | string[] | undefined): Answers | undefined {
  const kept = readCookies([cookieHeader].flat().join(';')).answers;
  if (!kept) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(kept, 'base64url').toString());
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Answers) : undefined;
  } catch {
    return undefined;
  }
}
