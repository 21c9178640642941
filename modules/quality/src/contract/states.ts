// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';

export const CardState = Type.Enum([
  ...(['RECEIVED', 'VALIDATED', 'MATCHED', 'LINK_ISSUED', 'NOTIFY_QUEUED', 'NOTIFIED', 'OPENED'] as const),
  ...(['ANSWERED', 'FOLDED', 'ERASED', 'REJECTED', 'DUPLICATE', 'QUARANTINED', 'SUPPRESSED'] as const),
  ...(['UNDELIVERABLE', 'EXPIRED', 'WITHDRAWN'] as const),
]);
export type CardState = Static<typeof CardState>;

/** Why a card is in a side state. */
export const CardReason = Type.Enum([
  ...(['inn-invalid', 'ogrn-invalid', 'kpp-invalid', 'snils-invalid', 'name-incomplete'] as const),
  ...(['birth-date-impossible', 'service-in-future', 'service-too-old', 'record-id-reused'] as const),
  ...(['organisation-unknown', 'organisation-type-differs', 'organisation-ended', 'template-absent'] as const),
  ...(['directory-too-late', 'minor', 'cabinet-refused', 'cabinet-silent', 'no-account'] as const),
  ...(['opted-out', 'asked-enough'] as const),
]);
export type CardReason = Static<typeof CardReason>;

export const LinkState = Type.Enum([
  ...(['ISSUED', 'SEEN', 'STARTED', 'CONSUMED', 'EXPIRED', 'REVOKED', 'LOCKED'] as const),
]);
export type LinkState = Static<typeof LinkState>;
