// SPDX-License-Identifier: Apache-2.0
/** Short messages as the air carries them: GSM 03.38 where its letters suffice, otherwise UCS-2; long ones in parts (3GPP TS 23.040). */

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended: Readonly<Record<string, number>> = {
  ...{ '\f': 0x0a, '^': 0x14, '{': 0x28, '}': 0x29, '\\': 0x2f, '[': 0x3c, '~': 0x3d, ']': 0x3e, '|': 0x40, '€': 0x65 },
};
const escape = 0x1b;

/** One octet a letter, as SMPP carries the default alphabet; undefined where a letter is missing in it. */
function gsm(letter: string): number[] | undefined {
  const at = basic.indexOf(letter);
  if (at >= 0 && letter !== '\u001b') return [at];
  const more = extended[letter];
  return more === undefined ? undefined : [escape, more];
}

export interface SmsPart {
  /** 0 the default alphabet, 8 UCS-2. */
  readonly coding: 0 | 8;
  /** Without header. */
  readonly body: Buffer;
}
/** Octets in one message, and in each of several, after the header of six. */
const room = { 0: { one: 160, each: 153 }, 8: { one: 140, each: 134 } } as const;

/** No letter is cut in two. */
export function smsParts(text: string): SmsPart[] {
  const letters = [...text];
  const inGsm = letters.map(gsm);
  const coding = inGsm.every((codes) => codes !== undefined) ? 0 : 8;
  const units = coding === 0 ? inGsm.map((codes) => Buffer.from(codes ?? [])) : letters.map(ucs2);
  const whole = Buffer.concat(units);
  if (whole.length <= room[coding].one) return [{ coding, body: whole }];
  const parts: SmsPart[] = [];
  let part: Buffer[] = [];
  let length = 0;
  const end = () => parts.push({ coding, body: Buffer.concat(part) });
  for (const unit of units) {
    if (length + unit.length > room[coding].each) {
      end();
      part = [];
      length = 0;
    }
    part.push(unit);
    length += unit.length;
  }
  end();
  return parts;
}

const ucs2 = (letter: string) => Buffer.from(letter, 'utf16le').swap16();

/** Text of a part, for whoever receives it. */
export function textOfPart(coding: number, body: Buffer): string {
  if (coding === 8)
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString('utf16le');
  const back = new Map(Object.entries(extended).map(([letter, code]) => [code, letter]));
  let text = '';
  for (let at = 0; at < body.length; at++) {
    const code = body[at] ?? 0;
    if (code === escape) text += back.get(body[++at] ?? 0) ?? ' ';
    else text += basic[code] ?? '?';
  }
  return text;
}
