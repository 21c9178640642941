// SPDX-License-Identifier: Apache-2.0
/** The provider's own system: does what it is asked, counts by message id what it did; now and then slow, or broken off. */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface Department {
  readonly url: string;
  /** How often each call was carried out. */
  readonly done: ReadonlyMap<string, number>;
  close(): void;
}

/** Shares of calls that take longer than the hub waits, and of those whose answer is lost. */
const slow = 0.02;
const lost = 0.01;

export async function startDepartment(): Promise<Department> {
  const done = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const id = String(request.headers['x-road-id']);
    done.set(id, (done.get(id) ?? 0) + 1);
    request.resume();
    const fate = Math.random();
    if (fate < lost) return void request.socket.destroy();
    if (fate < lost + slow) await wait(3000 + Math.random() * 2000);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ did: id }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    done,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
