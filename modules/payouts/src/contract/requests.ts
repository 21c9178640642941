// SPDX-License-Identifier: Apache-2.0
/** What an official asks for and another decides: programmes, accounts of others, the end of vouchers. */
import { Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BeneficiaryKey } from './pay.ts';
import { Programme } from './programmes.ts';
import { Name, TypedIban, Words } from './shared.ts';

const kind = <const K extends string>(name: K) => ({ kind: Type.Literal(name) });
export const Asked = Type.Union([
  Type.Object({ ...kind('programme'), programme: Programme }),
  Type.Object({
    ...kind('account'),
    /** A number of the population register, or a pseudonym or id. */
    person: Type.Optional(Type.String({ maxLength: 40 })),
    beneficiary: Type.Optional(BeneficiaryKey),
    iban: TypedIban,
    name: Name,
  }),
  Type.Object({ ...kind('voucher'), voucherId: Uuid }),
]);
export type Asked = Static<typeof Asked>;
const ofAsked = [
  ...(['payouts.iban-wrong', 'payouts.beneficiary-unknown', 'payouts.programme-account-unknown'] as const),
  ...(['payouts.voucher-unknown', 'payouts.voucher-closed'] as const),
] as const;
export const request = operation({
  name: 'payouts.request',
  method: 'POST',
  path: '/payouts/requests',
  summary: 'Ask for a programme, the account of somebody, or the end of a voucher',
  input: Type.Object({ asked: Asked, reason: Words }),
  output: Type.Object({ id: Uuid }),
  permission: 'payouts:prepare',
  audit: 'payouts.change-requested',
  about: { type: 'request', id: 'id', facts: ['reason'] },
  refusals: ofAsked,
});
export const decideRequest = operation({
  name: 'payouts.decide-request',
  method: 'POST',
  path: '/payouts/requests/:id/decision',
  summary: 'Do what somebody else asked for, or refuse it',
  input: Type.Object({ id: Uuid, approve: Type.Boolean() }),
  output: Type.Object({ id: Uuid, state: Type.Enum(['done', 'refused']) }),
  permission: 'payouts:approve',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'payouts.request-decided',
  about: { type: 'request', id: 'id', facts: ['state'] },
  refusals: ['payouts.request-unknown', 'payouts.request-decided', 'payouts.own-request', ...ofAsked],
});
export const Request = Type.Object({
  id: Uuid,
  kind: Type.Enum(['programme', 'account', 'voucher']),
  /** The programme's code, the name and masked account, the voucher's end. */
  subject: Type.String(),
  reason: Type.String(),
  askedName: Name,
  askedAt: Instant,
  own: Type.Boolean(),
  state: Type.Enum(['open', 'done', 'refused']),
  decidedName: Type.Optional(Name),
  decidedAt: Type.Optional(Instant),
});
export const listRequests = operation({
  name: 'payouts.list-requests',
  method: 'GET',
  path: '/payouts/requests',
  summary: 'What waits for a second person, and what was decided; newest first',
  input: Type.Object({ state: Type.Optional(Type.Enum(['open', 'done', 'refused'])), ...PageInput }),
  output: pageOf(Request),
  permission: 'payouts:read',
  audit: 'none',
});
