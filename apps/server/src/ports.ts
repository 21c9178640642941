// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:net';

const listenable = (port: number, host: string) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer().once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

/**
 * Below what systems give to outgoing connections (32768 on Linux), one of which could take a chosen port before its use.
 * Each process has a hundred of its own, and gives none twice: a chosen port is free until it is used.
 */
const first = 20_000 + (process.pid % 120) * 100;
let given = 0;
const free = () => first + (given++ % 100);

/** The preferred port where it is free, otherwise (and for 0) any free one. */
export async function pickPort(preferred: number, host = '127.0.0.1'): Promise<number> {
  if (preferred !== 0 && (await listenable(preferred, host))) return preferred;
  for (let tries = 0; tries < 100; tries++) {
    const port = free();
    if (await listenable(port, host)) return port;
  }
  throw new Error(`no free port on ${host}`);
}

/** Answers the port once it is free, or after five seconds: programs of a killed run need a moment to end. */
export async function waitForPort(port: number, host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 50 && (await listenable(port, host)) === undefined; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return port;
}
