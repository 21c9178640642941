// SPDX-License-Identifier: Apache-2.0
/** The few PDUs of SMPP 3.4 that sending with receipts takes. What comes in is never trusted: every length is checked. */

export const commands = {
  genericNack: 0x80000000,
  bindTransceiver: 0x00000009,
  submit: 0x00000004,
  deliver: 0x00000005,
  unbind: 0x00000006,
  enquireLink: 0x00000015,
} as const;
export const response = (command: number): number => (command | 0x80000000) >>> 0;

/** Section 5.1.3. */
export const status = {
  ok: 0,
  systemError: 0x08,
  alreadyBound: 0x05,
  bindFailed: 0x0d,
  invalidCommand: 0x03,
  invalidLength: 0x02,
  wrongSource: 0x0a,
  wrongDestination: 0x0b,
  queueFull: 0x14,
  throttled: 0x58,
  receiverAway: 0x64,
} as const;

export interface Pdu {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}
const headerBytes = 16;
/** Far more than a short message takes. */
export const largestPdu = 65_536;

export class PduError extends Error {}

export function writePdu({ command, status: code, sequence, body }: Pdu): Buffer {
  const pdu = Buffer.alloc(headerBytes + body.length);
  pdu.writeUInt32BE(pdu.length, 0);
  pdu.writeUInt32BE(command >>> 0, 4);
  pdu.writeUInt32BE(code, 8);
  pdu.writeUInt32BE(sequence, 12);
  body.copy(pdu, headerBytes);
  return pdu;
}

/** Cuts a stream into PDUs; throws PduError at a length that cannot be. */
export class PduReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Pdu[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pdus: Pdu[] = [];
    while (this.#rest.length >= 4) {
      const length = this.#rest.readUInt32BE(0);
      if (length < headerBytes || length > largestPdu) throw new PduError(`a PDU of ${length} bytes`);
      if (this.#rest.length < length) break;
      const pdu = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      pdus.push({
        command: pdu.readUInt32BE(4),
        status: pdu.readUInt32BE(8),
        sequence: pdu.readUInt32BE(12),
        body: Buffer.from(pdu.subarray(headerBytes)),
      });
    }
    return pdus;
  }
}

const cString = (text: string) => Buffer.from(`${text.replaceAll('\0', '')}\0`, 'latin1');
const byte = (...values: number[]) => Buffer.from(values);

class Fields {
  readonly #body: Buffer;
  #at = 0;
  constructor(body: Buffer) {
    this.#body = body;
  }
  get left(): number {
    return this.#body.length - this.#at;
  }
  byte(): number {
    if (this.left < 1) throw new PduError('the PDU ends too early');
    return this.#body[this.#at++] ?? 0;
  }
  short(): number {
    return this.byte() * 256 + this.byte();
  }
  bytes(count: number): Buffer {
    if (this.left < count) throw new PduError('the PDU ends too early');
    this.#at += count;
    return this.#body.subarray(this.#at - count, this.#at);
  }
  text(most: number): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end < 0 || end - this.#at >= most) throw new PduError('a text without an end');
    const text = this.#body.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return text;
  }
}

export interface Bind {
  readonly systemId: string;
  readonly password: string;
}
export const writeBind = ({ systemId, password }: Bind): Buffer =>
  Buffer.concat([cString(systemId), cString(password), cString(''), byte(0x34, 0, 0), cString('')]);
export function readBind(body: Buffer): Bind {
  const fields = new Fields(body);
  return { systemId: fields.text(16), password: fields.text(9) };
}

/** Of an answer to bind (the name of the centre) or to submit (the message's name there). */
export const writeName = (name: string): Buffer => cString(name);
export const readName = (body: Buffer): string => (body.length === 0 ? '' : new Fields(body).text(66));

export interface ShortMessage {
  readonly from: string;
  readonly to: string;
  /** 0x40 where the text begins with a header, 0x04 for a receipt. */
  readonly esmClass: number;
  readonly wantsReceipt: boolean;
  readonly coding: number;
  readonly text: Buffer;
  /** Optional parameters by tag. */
  readonly more: ReadonlyMap<number, Buffer>;
}
export const tags = { receiptedMessage: 0x001e, messageState: 0x0427, payload: 0x0424, clientKey: 0x1401 } as const;

/** International numbers have digits alone; anything else is a name of letters (section 5.2.5). */
const kindOf = (address: string): Buffer => (/^\d+$/.test(address) ? byte(1, 1) : byte(5, 0));

/** Body of submit_sm and deliver_sm, which are alike. */
export function writeMessage({ from, to, esmClass, wantsReceipt, coding, text, more }: ShortMessage): Buffer {
  const optional = [...more].map(([tag, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(tag, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat([
    ...[cString(''), kindOf(from), cString(from), kindOf(to), cString(to), byte(esmClass, 0, 0)],
    ...[cString(''), cString(''), byte(wantsReceipt ? 1 : 0, 0, coding, 0, text.length), text, ...optional],
  ]);
}

export function readMessage(body: Buffer): ShortMessage {
  const fields = new Fields(body);
  fields.text(6);
  fields.bytes(2);
  const from = fields.text(21);
  fields.bytes(2);
  const to = fields.text(21);
  const esmClass = fields.byte();
  fields.bytes(2);
  fields.text(17);
  fields.text(17);
  const wantsReceipt = (fields.byte() & 3) !== 0;
  fields.byte();
  const coding = fields.byte();
  fields.byte();
  const short = Buffer.from(fields.bytes(fields.byte()));
  const more = new Map<number, Buffer>();
  while (fields.left > 0) {
    const tag = fields.short();
    more.set(tag, Buffer.from(fields.bytes(fields.short())));
  }
  const payload = more.get(tags.payload);
  return { from, to, esmClass, wantsReceipt, coding, text: payload && short.length === 0 ? payload : short, more };
}

export interface Receipt {
  readonly id: string;
  readonly state: string;
  readonly error: string;
}
/** By its optional parameters, or else by its text (appendix B): `id:… stat:DELIVRD err:000`. Undefined where it is no receipt. */
export function readReceipt({ esmClass, text, more }: ShortMessage): Receipt | undefined {
  if ((esmClass & 0x3c) !== 0x04) return undefined;
  const words = text.toString('latin1');
  const id =
    more.get(tags.receiptedMessage)?.toString('latin1').replace(/\0.*$/s, '') ?? /\bid:(\S{1,65})/.exec(words)?.[1];
  const named = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'];
  const state = named[more.get(tags.messageState)?.[0] ?? 0] || /\bstat:([A-Z]{7})/.exec(words)?.[1];
  return id && state ? { id, state, error: /\berr:(\w{1,10})/.exec(words)?.[1] ?? '' } : undefined;
}

/** Header of one part of several (3GPP TS 23.040, 9.2.3.24.1). */
export const partHeader = (reference: number, of: number, at: number): Buffer =>
  byte(5, 0, 3, reference & 0xff, of, at);
