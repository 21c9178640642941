// SPDX-License-Identifier: Apache-2.0
/** A department's own system in trouble, named by the first part of the path; `well` answers as it should. */
import { createServer } from 'node:net';

const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (head: Buffer) => {
    switch (/^POST \/(\w+)/.exec(head.toString())?.[1]) {
      case 'well':
        return void socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
      case 'reset':
        return void socket.resetAndDestroy();
      case 'rubbish':
        return void socket.end('rubbish\0\r\n\r\n');
      case 'trickle': {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 1000);
        return void socket.once('close', () => clearInterval(timer));
      }
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
