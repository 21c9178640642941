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

/** The preferred port where it is free, otherwise any free one. */
export async function pickPort(preferred: number, host = '127.0.0.1'): Promise<number> {
  const port = (await listenable(preferred, host)) ?? (await listenable(0, host));
  if (port === undefined) throw new Error(`no free port on ${host}`);
  return port;
}

/** Answers the port once it is free, or after five seconds: programs of a killed run need a moment to end. */
export async function waitForPort(port: number, host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < 50 && (await listenable(port, host)) === undefined; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return port;
}
