// SPDX-License-Identifier: Apache-2.0
/** A power in the reader's language. */
import type { LocalText } from '@stoa/kernel/contract';
import type { Power } from '@stoa/powers/contract';

export function showPower(
  power: Power,
  text: (text: LocalText) => string,
  services: readonly { value: string; text: string }[],
) {
  const { giver, taker, services: covered, ...rest } = power;
  const party = ({ kind, id, name }: Power['giver']) => ({ kind, number: id, name: text(name) });
  return {
    ...rest,
    giver: party(giver),
    taker: party(taker),
    services: covered?.map((id) => services.find(({ value }) => value === id)?.text ?? id),
  };
}
export type ShownPower = ReturnType<typeof showPower>;
