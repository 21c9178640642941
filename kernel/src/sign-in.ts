// SPDX-License-Identifier: Apache-2.0
/** How somebody must have signed in for an act, and how a client learns what is missing (RFC 9470). */
import type { Principal, SignInNeeded } from './contract.ts';
import { refuse } from './refusal.ts';

/** Authentication context classes of levels 1 to 3 (eIDAS, Regulation (EU) 2015/1502). */
export const levelClasses = ['low', 'substantial', 'high'].map((name) => `http://eidas.europa.eu/LoA/${name}`);

export const meetsSignIn = (principal: Principal, { level = 0, withinMinutes }: SignInNeeded, now: Date): boolean =>
  principal.kind !== 'person' ||
  (principal.assurance >= level &&
    (withinMinutes === undefined ||
      now.getTime() - Date.parse(principal.authenticatedAt ?? '1970-01-01') <= withinMinutes * 60_000));

/**
 * Refuses with what must be proven once more; the portal leads there and back by the parameters.
 * Refuses: kernel.stronger-sign-in-needed, or the code given.
 */
export function demandSignIn(
  principal: Principal,
  needed: SignInNeeded,
  now: Date,
  code = 'kernel.stronger-sign-in-needed',
): void {
  if (!meetsSignIn(principal, needed, now)) strongerSignIn(needed, code);
}

export function strongerSignIn({ level, withinMinutes }: SignInNeeded, code: string): never {
  const message = 'This asks for a stronger or newer sign-in. Prove once more who you are and go on.';
  const asked = {
    ...(level ? { acr_values: levelClasses[level - 1] } : {}),
    ...(withinMinutes === undefined ? {} : { max_age: String(withinMinutes * 60) }),
  };
  const params = Object.entries(asked).map(([name, value]) => `, ${name}="${value}"`);
  refuse('forbidden', code, message, {
    challenge: `Bearer error="insufficient_user_authentication", error_description="${message}"${params.join('')}`,
    errors: [
      {
        pointer: '',
        code,
        message,
        params: {
          ...(level ? { level: String(level) } : {}),
          ...(withinMinutes === undefined ? {} : { minutes: String(withinMinutes) }),
        },
      },
    ],
  });
}
