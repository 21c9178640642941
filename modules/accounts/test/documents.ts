// SPDX-License-Identifier: Apache-2.0
/** Machine-readable lines as who prints documents makes them. For tests only. */
import { checkDigit } from '../src/mrz.ts';

export interface Printed {
  readonly issuer: string;
  readonly primary: string;
  readonly given: string;
  readonly number: string;
  /** What a card's field of the number has no room for. */
  readonly rest?: string;
  readonly birth?: string;
  readonly expiry?: string;
}

const field = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);
const checked = (text: string) => text + checkDigit(text);
const nameOf = ({ primary, given }: Printed) => (given ? `${primary}<<${given}` : primary);

export function passport(facts: Printed): [string, string] {
  const { issuer, number, birth = '900214', expiry = '310509' } = facts;
  const front = checked(field(number, 9));
  const dates = [checked(birth), checked(expiry)] as const;
  const optional = checked(field('', 14));
  return [
    `P<${field(issuer, 3)}${field(nameOf(facts), 39)}`,
    `${front}${field(issuer, 3)}${dates[0]}F${dates[1]}${optional}${checkDigit(front + dates[0] + dates[1] + optional)}`,
  ];
}

export function identityCard(facts: Printed): [string, string, string] {
  const { issuer, number, rest, birth = '900214', expiry = '310509' } = facts;
  const optional = rest ? `<${rest}${checkDigit(`${number}<${rest}`)}` : checkDigit(field(number, 9));
  const first = `I<${field(issuer, 3)}${field(field(number, 9) + optional, 25)}`;
  const [born, ends] = [checked(birth), checked(expiry)];
  const other = field('', 11);
  return [
    first,
    `${born}F${ends}${field(issuer, 3)}${other}${checkDigit(first.slice(5) + born + ends + other)}`,
    field(nameOf(facts), 30),
  ];
}
