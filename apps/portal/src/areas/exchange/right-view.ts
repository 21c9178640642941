// SPDX-License-Identifier: Apache-2.0
import type { GrantedRight } from '@stoa/exchange/contract';

/** A right as tables show it. */
export const showRight = (right: GrantedRight) => ({
  id: right.id,
  who: right.consumerId ?? right.groupId ?? '',
  target: right.target,
  covers: right.operationId ?? `${right.method} ${right.pathPattern}`,
  purpose: right.purpose,
  validUntil: right.validUntil,
  over: right.validUntil !== undefined && Date.parse(right.validUntil) <= Date.now(),
});
export type ShownRight = ReturnType<typeof showRight>;
