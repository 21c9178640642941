// SPDX-License-Identifier: Apache-2.0
/** A company's software, which acts by a key of its own within narrow limits. */
import { IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Acts, Services, When } from './power.ts';

export const Software = Type.Object({
  /** Also the `client_id` at the token endpoint. */
  id: Uuid,
  name: Type.String(),
  services: Services,
  acts: Acts,
  /** RFC 7638 thumbprint of its public key. */
  thumbprint: Type.String(),
  madeAt: Instant,
  until: Instant,
  withdrawnAt: Type.Optional(Instant),
});
export type Software = Static<typeof Software>;

const inCharge = { permission: 'powers:self' } as const;

/** It signs in with `private_key_jwt` (RFC 7523) and the grant `client_credentials`. At most two years. */
export const registerSoftware = operation({
  ...inCharge,
  name: 'powers.register-software',
  method: 'POST',
  path: '/powers/software',
  summary: "Let the organisation's own software act within narrow limits",
  input: Type.Object({
    name: visibleText(100, 1),
    publicKey: Type.String({ maxLength: 4000, description: 'P-256, as a JWK or in PEM' }),
    services: Services,
    acts: Acts,
    until: When,
  }),
  output: Software,
  audit: 'powers.software-registered',
  refusals: ['powers.not-in-charge', 'powers.key-invalid', 'powers.service-unknown', 'powers.period-backwards'],
});

export const listSoftware = operation({
  ...inCharge,
  name: 'powers.list-software',
  method: 'GET',
  path: '/powers/software',
  summary: 'Software that acts for the organisation',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Software),
  audit: 'none',
  refusals: ['powers.not-in-charge'],
});

export const withdrawSoftware = operation({
  ...inCharge,
  name: 'powers.withdraw-software',
  method: 'POST',
  path: '/powers/software/:id/withdrawal',
  summary: 'End what a software may do, at once',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  audit: 'powers.software-withdrawn',
  refusals: ['powers.not-in-charge', 'powers.software-unknown'],
});
