// SPDX-License-Identifier: Apache-2.0
/** `node relay.ts <next URL>` passes requests on, and does nothing else: what a hop costs in Node. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Pool } from 'undici';

const next = new Pool(process.argv[2] ?? '', { connections: 64, pipelining: 1 });
const passed = ['content-type', 'x-road-client', 'x-road-id'] as const;
const server = createServer(async (request, response) => {
  const headers = Object.fromEntries(passed.map((name) => [name, request.headers[name]]));
  const path = request.url ?? '/';
  const answer = await next.request({ method: 'POST', path, headers, body: await buffer(request) });
  const body = Buffer.from(await answer.body.arrayBuffer());
  const type = String(answer.headers['content-type']);
  response.writeHead(answer.statusCode, { 'content-type': type, 'content-length': body.length }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
