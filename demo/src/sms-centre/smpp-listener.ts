// SPDX-License-Identifier: Apache-2.0
/** The side of a message centre in SMPP 3.4: binds, messages in one or several parts, receipts later. */
import { createServer, type Socket } from 'node:net';
import {
  commands,
  type Pdu,
  PduReader,
  readBind,
  readMessage,
  response,
  type ShortMessage,
  status,
  tags,
  textOfPart,
  writeMessage,
  writeName,
  writePdu,
} from '@stoa/notifications/smpp';
import { fateOf, type Phones } from './phones.ts';

export interface SmppOptions {
  readonly port: number;
  readonly systemId: string;
  readonly password: string;
  readonly receiptMs: number;
  readonly phones: Phones;
  /** Answers this status to messages for as long as it is not 0: a centre that is full, or broken. */
  readonly refuseWith: () => number;
}

const words = { delivered: ['DELIVRD', 2], undeliverable: ['UNDELIV', 5], expired: ['EXPIRED', 3] } as const;

export async function listenSmpp(options: SmppOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function serve(socket: Socket, { systemId, password, receiptMs, phones, refuseWith }: SmppOptions): void {
  const reader = new PduReader();
  const parts = new Map<string, (string | undefined)[]>();
  let bound = false;
  let sequence = 0;
  const answer = (to: Pdu, code: number, body: Buffer = Buffer.alloc(0)) =>
    socket.write(writePdu({ command: response(to.command), status: code, sequence: to.sequence, body }));

  /** The whole text once its last part is there. */
  function joined({ from, to, esmClass, coding, text }: ShortMessage): string | undefined {
    if ((esmClass & 0x40) === 0) return textOfPart(coding, text);
    const [length = 0, , , reference = 0, of = 1, at = 1] = text;
    const key = `${from} ${to} ${reference}`;
    const known = parts.get(key) ?? Array.from<string | undefined>({ length: of });
    known[at - 1] = textOfPart(coding, text.subarray(length + 1));
    parts.set(key, known);
    if (known.some((part) => part === undefined)) return undefined;
    parts.delete(key);
    return known.join('');
  }

  function receipt(message: ShortMessage, id: string): void {
    const [stat, state] = words[fateOf(message.to)];
    const text = `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:${stat} err:000 text:`;
    const more = new Map([
      [tags.receiptedMessage, Buffer.from(`${id}\0`)],
      [tags.messageState, Buffer.from([state])],
    ]);
    sequence += 1;
    const body = writeMessage({
      ...{
        from: message.to,
        to: message.from,
        esmClass: 0x04,
        wantsReceipt: false,
        coding: 0,
        text: Buffer.from(text),
        more,
      },
    });
    if (!socket.destroyed) socket.write(writePdu({ command: commands.deliver, status: status.ok, sequence, body }));
  }

  function submit(pdu: Pdu): void {
    const message = readMessage(pdu.body);
    const refusal = refuseWith();
    if (refusal !== 0) return void answer(pdu, refusal);
    if (!/^\d{8,15}$/.test(message.to)) return void answer(pdu, status.wrongDestination);
    const key = message.more.get(tags.clientKey)?.toString();
    const text = joined(message);
    const part = { message: { id: `part-${pdu.sequence}` }, fresh: false };
    const { message: kept, fresh } =
      text === undefined ? part : phones.keep({ to: `+${message.to}`, from: message.from, text, by: 'smpp' }, key);
    answer(pdu, status.ok, writeName(kept.id));
    if (message.wantsReceipt && fresh) setTimeout(() => receipt(message, kept.id), receiptMs);
  }

  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    try {
      for (const pdu of reader.push(chunk)) {
        if (pdu.command >= 0x80000000) continue;
        if (pdu.command === commands.enquireLink) answer(pdu, status.ok);
        else if (pdu.command === commands.unbind) {
          answer(pdu, status.ok);
          socket.end();
        } else if (pdu.command === commands.bindTransceiver) {
          const given = readBind(pdu.body);
          bound = given.systemId === systemId && given.password === password;
          answer(pdu, bound ? status.ok : status.bindFailed, writeName('demo-sms-centre'));
        } else if (pdu.command === commands.submit && bound) submit(pdu);
        else answer(pdu, status.invalidCommand);
      }
    } catch {
      socket.destroy();
    }
  });
}
