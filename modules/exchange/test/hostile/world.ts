// SPDX-License-Identifier: Apache-2.0
/** A hub and somebody with a certificate of its own who sends it any bytes. */
import { generateKeyPairSync, hash, X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll } from 'vitest';
import * as contract from '../../src/contract.ts';
import exchange from '../../src/index.ts';
import { signRequest } from '../../src/wire/index.ts';

export const clientId = 'XM/GOV/1/ASKS';
export const providerId = 'XM/GOV/2/ANSWERS';
export const service = `${providerId}/things`;
const system = { kind: 'system' } as const;
/** Longest time to an answer, milliseconds. */
const hangMs = 2000;

export interface Answer {
  readonly status: number;
  readonly code: string;
  /** The hub ends the connection after this answer. */
  readonly closes: boolean;
}

export async function startHostileWorld() {
  const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
  const name = { en: 'Test' };
  for (const id of [clientId, providerId])
    await b.call(contract.registerSubsystem, { id, name, memberName: name }, system);
  await b.call(contract.publishService, { subsystemId: providerId, code: 'things', name, timeoutMs: 500 }, system);
  await b.call(contract.grantRight, { consumerId: clientId, target: service, purpose: 'Testing' }, system);
  const sockets = new Set<TLSSocket>();
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
  });

  /** Enrols anew: certificates of its own each time. */
  async function enrol(subsystemId = clientId) {
    const tls = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signing = generateKeyPairSync('ed25519');
    const { token } = await b.call(contract.allowEnrolment, { subsystemId }, system);
    const given = await b.call(contract.enrolConnector, {
      subsystemId,
      token,
      tlsRequest: await signCertificateRequest(tls.privateKey, subsystemId),
      signingRequest: await signCertificateRequest(signing.privateKey, subsystemId),
    });
    const { host, hostname, port } = new URL(given.hubUrl);

    const open = () =>
      new Promise<TLSSocket>((resolve, reject) => {
        const socket = connect({
          host: hostname,
          port: Number(port),
          key: tls.privateKey.export({ format: 'pem', type: 'pkcs8' }),
          cert: given.tlsCertificate,
          ca: given.authority,
        });
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        socket.once('secureConnect', () => resolve(socket)).on('error', reject);
      });

    /** Headers of a signed message. */
    const sign = (
      method: string,
      target: string,
      id: string,
      body = '',
      at = b.clock.now(),
      covered: Record<string, string> = {},
    ) => {
      const headers = { 'x-road-client': subsystemId, 'x-road-id': id, ...covered };
      const signer = { keyId: given.signingKeyId, key: signing.privateKey };
      const request = { method, authority: host, target, headers, body: Buffer.from(body) };
      return { host, ...headers, ...signRequest(signer, request, at) };
    };
    const tlsKeyId = hash('sha256', new X509Certificate(given.tlsCertificate).raw, 'hex');
    return { open, sign, host, tlsKeyId, signingKeyId: given.signingKeyId };
  }

  const refusals = async () =>
    (await b.sql(`select code from message where outcome in ('refused', 'failed') order by at, entry_id`)).map((row) =>
      String(row.code),
    );
  return { b, enrol, refusals };
}

export const write = (method: string, target: string, headers: Readonly<Record<string, string>>, body = ''): Buffer => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `${method} ${target} HTTP/1.1\r\n${lines.join('')}${length ? `content-length: ${length}\r\n` : ''}\r\n${body}`,
    'latin1',
  );
};

/** Sends bytes and reads one whole answer; fails when none comes in time. Whatever follows on the line is `rest`. */
export function exchangeBytes(
  socket: TLSSocket,
  bytes: Buffer,
  head = false,
): Promise<Answer & { rest: () => string }> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    let end = -1;
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${hangMs} ms to ${bytes.toString('latin1')}`)),
      hangMs,
    );
    const onClose = () => {
      clearTimeout(timer);
      reject(new Error(`no answer but the end to ${bytes.toString('latin1')}`));
    };
    const onData = (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      const headEnd = got.indexOf('\r\n\r\n');
      if (headEnd < 0 || end >= 0) return;
      const text = got.subarray(0, headEnd).toString('latin1');
      const chunked = /\r\ntransfer-encoding: chunked/i.test(text);
      const length = head ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
      const bodyEnd = chunked && !head ? got.indexOf('\r\n0\r\n\r\n', headEnd) + 7 : headEnd + 4 + length;
      if ((chunked && !head && bodyEnd < 7) || got.length < bodyEnd) return;
      end = bodyEnd;
      clearTimeout(timer);
      socket.off('close', onClose);
      const body = got.subarray(headEnd + 4, end).toString();
      const code = /\r\nx-road-error: (\S+)/i.exec(text)?.[1] ?? /"code":"([a-z.-]+)"/.exec(body)?.[1] ?? '';
      const rest = () => {
        socket.off('data', onData);
        return got.subarray(end).toString('latin1');
      };
      const closes = /\r\nconnection: close/i.test(text);
      resolve({ status: Number(text.split(' ')[1]), code, closes, rest });
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(bytes);
  });
}
