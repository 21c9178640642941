// SPDX-License-Identifier: Apache-2.0
/** The tunnel: an outbound connection to the hub over which requests come back, each checked, adapted and signed. */
import { hash, X509Certificate } from 'node:crypto';
import http2 from 'node:http2';
import { connect, type TLSSocket } from 'node:tls';
import { describeError, type Log } from '@stoa/kernel';
import { parseServicePath, readSignature, requestHash, requestHolds, signResponse } from '@stoa/exchange/wire';
import type { Adapter, AdapterAnswer } from './adapters/adapter.ts';
import type { Credentials } from './credentials.ts';
import type { HubClient } from './hub-client.ts';

export interface Tunnel {
  close(): Promise<void>;
}

const retryMs = [250, 500, 1000, 2000, 5000];

/** Keeps one tunnel open, again and again after each loss. Resolves once the first one stands. */
export async function openTunnel(
  credentials: Credentials,
  subsystem: string,
  adapters: ReadonlyMap<string, Adapter>,
  hub: HubClient,
  log: Log,
): Promise<Tunnel> {
  let closed = false;
  let failures = 0;
  let socket: TLSSocket | undefined;
  let session: http2.ServerHttp2Session | undefined;
  let openedWith = '';
  let first: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    first = resolve;
  });

  const again = (replaces?: string) => {
    if (closed) return;
    const wait = retryMs[Math.min(failures++, retryMs.length - 1)] ?? 5000;
    setTimeout(() => open(replaces), wait);
  };
  const open = (replaces?: string) => {
    if (closed) return;
    upgrade(credentials, replaces).then(
      (ready) => {
        failures = 0;
        socket = ready;
        openedWith = credentials.tlsCertificate;
        session = http2.performServerHandshake(ready) as unknown as http2.ServerHttp2Session;
        session.on('stream', (stream, headers) => void serve(stream, headers));
        session.on('error', (err) => log.debug({ err: describeError(err) }, 'the tunnel broke'));
        ready.once('close', () => {
          if (socket === ready) again();
        });
        first();
      },
      (err: unknown) => {
        log.warn({ err: describeError(err), subsystem }, 'no tunnel to the hub; trying again');
        again(replaces);
      },
    );
  };

  async function serve(stream: http2.ServerHttp2Stream, raw: http2.IncomingHttpHeaders): Promise<void> {
    stream.on('error', () => undefined);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      const headers = Object.fromEntries(
        Object.entries(raw)
          .filter(([name]) => !name.startsWith(':'))
          .map(([name, value]) => [name, String(value)]),
      );
      const request = {
        method: String(raw[':method']),
        target: String(raw[':path']),
        headers,
        body: Buffer.concat(chunks),
      };
      const answer = await answerTo(request);
      const hash = requestHash(
        request.method,
        request.target,
        [
          ['x-road-client', headers['x-road-client'] ?? ''],
          ['x-road-id', headers['x-road-id'] ?? ''],
          ['x-road-request-id', headers['x-road-request-id'] ?? ''],
        ],
        request.body,
      );
      const answerHeaders = { ...answer.headers, 'x-road-id': headers['x-road-id'] ?? '', 'x-road-request-hash': hash };
      const signature = signResponse(
        { keyId: credentials.signingKeyId, privateKey: credentials.signingKey },
        { status: answer.status, headers: answerHeaders, body: answer.body },
        new Date(),
      );
      stream.respond({ ':status': answer.status, ...answerHeaders, ...signature });
      stream.end(answer.body);
    } catch (err) {
      log.error({ err: describeError(err) }, 'a request through the tunnel failed');
      if (!stream.destroyed) stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    }
  }

  async function answerTo(request: {
    method: string;
    target: string;
    headers: Record<string, string>;
    body: Buffer;
  }): Promise<AdapterAnswer> {
    const signer = await hub.signer(readSignature(request.headers)?.keyId ?? '');
    if (!signer || signer.subsystem !== request.headers['x-road-client'] || !requestHolds(request, signer.publicKey)) {
      return fault(400, 'client.invalid_signature', 'The signature of the consumer does not hold.');
    }
    const address = parseServicePath(request.target);
    const adapter = address?.subsystem === subsystem ? adapters.get(address.serviceCode) : undefined;
    if (!address || !adapter)
      return fault(
        500,
        'server.serverproxy.unknown_service',
        'The connector of the provider does not offer this service.',
      );
    return adapter({ ...request, path: address.rest });
  }

  open();
  // The hub lets the old tunnel finish once the new one stands.
  const stop = credentials.onRenewed(() => open(hash('sha256', new X509Certificate(openedWith).raw, 'hex')));
  await opened;
  return {
    close: async () => {
      closed = true;
      stop();
      session?.close();
      socket?.destroy();
    },
  };
}

const fault = (status: number, type: string, message: string): AdapterAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-road-error': type },
  body: Buffer.from(JSON.stringify({ type, message, detail: '' })),
});

/** A TLS connection switched to the tunnel protocol. */
function upgrade(credentials: Credentials, replaces?: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(credentials.hubUrl);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port),
      key: credentials.tlsKeyPem,
      cert: credentials.tlsCertificate,
      ca: credentials.authority,
      ALPNProtocols: ['http/1.1'],
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error('the hub does not answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the hub closed the connection')));
    socket.once('secureConnect', () =>
      socket.write(
        `GET /tunnel HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: stoa-tunnel\r\n${replaces ? `Stoa-Replaces: ${replaces}\r\n` : ''}\r\n`,
      ),
    );
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', onData);
      socket.pause();
      if (!head.subarray(0, end).toString().startsWith('HTTP/1.1 101'))
        return void socket.destroy(new Error('the hub refused the tunnel'));
      if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      resolve(socket);
    };
    socket.on('data', onData);
  });
}
