// SPDX-License-Identifier: Apache-2.0
import type { listClients, listFactors, listSessions, listSignIns, showTotp } from '@stoa/identity/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import type { Answers } from './harness.ts';

const at = '2026-11-20T05:30:00Z';
const id = '01920000-0000-7000-8000-00000000000a';
const where = { browser: 'Mozilla/5.0 Chrome/156.0', network: '192.0.2.*' };

/** What the pages about how somebody signs in show. */
export const securityAnswers: Answers = {
  'identity.list-factors': (): OutputOf<typeof listFactors> => ({
    items: [
      { id, kind: 'totp', name: 'Phone', createdAt: at, lastUsedAt: at, suspended: false },
      { id, kind: 'passkey', name: 'Laptop', createdAt: at, suspended: true },
    ],
    recoveryCodesLeft: 9,
    passkeysPossible: true,
  }),
  'identity.list-sessions': (): OutputOf<typeof listSessions> => ({
    items: [true, false].map((current) => ({
      ...{ id, startedAt: at, lastSeenAt: at, endsAt: at, methods: ['pwd' as const, 'otp' as const], current },
      ...where,
    })),
    idleMinutes: 60,
    longestHours: 8,
  }),
  'identity.list-sign-ins': (): OutputOf<typeof listSignIns> => ({
    items: [{ id, at, succeeded: false, methods: ['mail'], ...where }],
    nextCursor: id,
  }),
  'identity.list-clients': (): OutputOf<typeof listClients> => ({
    items: [{ id: 'helper', name: 'Helper', scopes: ['openid', 'cases:read'] }],
  }),
  'identity.prepare-passkey': () => ({
    options: {
      challenge: 'Y2hhbGxlbmdlLW9mLXRoZS1zZXNzaW9u',
      rp: { id: 'localhost', name: 'Stoa' },
      user: { id: 'cGVyc29u', name: 'ann', displayName: 'Ann' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  }),
  'identity.add-passkey': () => ({ id }),
  'identity.start-totp': () => ({ id }),
  'identity.show-totp': (): OutputOf<typeof showTotp> => ({
    id,
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Stoa:ann?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Stoa',
    picture: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7h-7z"/></svg>',
  }),
  'identity.confirm-totp': () => ({ id }),
  'identity.renew-recovery-codes': () => ({ codes: ['ABCD-EFGH-IJKL-MNOP'] }),
};
