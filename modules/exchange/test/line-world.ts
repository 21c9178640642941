// SPDX-License-Identifier: Apache-2.0
/** Lines over loopback connections, each ended after its test. */
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach } from 'vitest';
import { answerLine, AskingLine, type LineCall, type LineReply } from '../src/wire/index.ts';

const listener = createServer();
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
const address = listener.address();
const port = typeof address === 'object' && address ? address.port : 0;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => void listener.close());

export async function connection(): Promise<[Socket, Socket]> {
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const own = connect(port, '127.0.0.1');
  sockets.push(own, await accepted);
  return [own, await accepted];
}

export async function openLine(answer: (call: LineCall) => Promise<LineReply>) {
  const [own, other] = await connection();
  const failures: unknown[] = [];
  const leave = answerLine(other, answer, (error) => failures.push(error));
  return { line: new AskingLine(own), own, other, failures, leave };
}
export const get = (target: string) => ({ method: 'GET', target, headers: {}, body: undefined });
export const text = (status: number, body: string): LineReply => ({ status, headers: {}, body: Buffer.from(body) });
