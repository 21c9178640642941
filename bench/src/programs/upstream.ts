// SPDX-License-Identifier: Apache-2.0
/** A department's own system: answers every request with the same small document. */
import { createServer } from 'node:http';

const answer = JSON.stringify({ snils: '14567890105', familyName: 'Sharma', givenName: 'Rahul', citizenship: 'IND' });
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
