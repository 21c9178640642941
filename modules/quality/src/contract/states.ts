// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';

export const CardState = Type.Union([
  Type.Literal('RECEIVED'),
  Type.Literal('VALIDATED'),
  Type.Literal('MATCHED'),
  Type.Literal('LINK_ISSUED'),
  Type.Literal('NOTIFY_QUEUED'),
  Type.Literal('NOTIFIED'),
  Type.Literal('OPENED'),
  Type.Literal('ANSWERED'),
  Type.Literal('FOLDED'),
  Type.Literal('ERASED'),
  Type.Literal('REJECTED'),
  Type.Literal('DUPLICATE'),
  Type.Literal('QUARANTINED'),
  Type.Literal('SUPPRESSED'),
  Type.Literal('UNDELIVERABLE'),
  Type.Literal('EXPIRED'),
  Type.Literal('WITHDRAWN'),
]);
export type CardState = Static<typeof CardState>;

/** Why a card is in a side state. */
export const CardReason = Type.Union([
  Type.Literal('inn-invalid'),
  Type.Literal('ogrn-invalid'),
  Type.Literal('kpp-invalid'),
  Type.Literal('snils-invalid'),
  Type.Literal('name-incomplete'),
  Type.Literal('birth-date-impossible'),
  Type.Literal('service-in-future'),
  Type.Literal('service-too-old'),
  Type.Literal('record-id-reused'),
  Type.Literal('organisation-unknown'),
  Type.Literal('organisation-type-differs'),
  Type.Literal('organisation-ended'),
  Type.Literal('template-absent'),
  Type.Literal('directory-too-late'),
  Type.Literal('minor'),
  Type.Literal('cabinet-refused'),
  Type.Literal('cabinet-silent'),
  Type.Literal('no-account'),
  Type.Literal('opted-out'),
  Type.Literal('asked-enough'),
]);
export type CardReason = Static<typeof CardReason>;

export const LinkState = Type.Union([
  Type.Literal('ISSUED'),
  Type.Literal('SEEN'),
  Type.Literal('STARTED'),
  Type.Literal('CONSUMED'),
  Type.Literal('EXPIRED'),
  Type.Literal('REVOKED'),
  Type.Literal('LOCKED'),
]);
export type LinkState = Static<typeof LinkState>;
