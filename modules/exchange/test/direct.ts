// SPDX-License-Identifier: Apache-2.0
/** A subsystem that speaks to the hub without a connector: enrolled, over mutual TLS, signing each message itself. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { signCertificateRequest } from '@stoa/kernel/keys';
import type { Bench } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import { signRequest } from '../src/wire/index.ts';

const system = { kind: 'system' } as const;

export interface DirectSubsystem {
  readonly signingKeyId: string;
  /** Answers the parsed body, undefined where there is none. */
  send(
    method: string,
    target: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Record<string, unknown> | undefined>;
}

export async function enrolDirectly(
  b: Bench,
  subsystemId: string,
  signing = generateKeyPairSync('ed25519'),
): Promise<DirectSubsystem> {
  await b.call(contract.registerSubsystem, { id: subsystemId, name: { en: 'X' }, memberName: { en: 'X' } }, system);
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, system);
  const tls = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const enrolled = await b.call(contract.enrolConnector, {
    subsystemId,
    token,
    tlsRequest: await signCertificateRequest(tls.privateKey, subsystemId),
    signingRequest: await signCertificateRequest(signing.privateKey, subsystemId),
  });
  const signer = { keyId: enrolled.signingKeyId, key: signing.privateKey };
  const authority = new URL(enrolled.hubUrl).host;
  return {
    signingKeyId: enrolled.signingKeyId,
    send: (method, target, content, more = {}) =>
      new Promise((resolve, reject) => {
        const body = content ? Buffer.from(JSON.stringify(content)) : Buffer.alloc(0);
        const headers = { 'x-road-client': subsystemId, 'x-road-id': randomUUID(), ...more };
        const signature = signRequest(signer, { method, authority, target, headers, body }, b.clock.now());
        const call = request(
          enrolled.hubUrl + target,
          {
            method,
            headers: { ...headers, ...signature, 'content-length': body.length },
            key: tls.privateKey.export({ format: 'pem', type: 'pkcs8' }),
            cert: enrolled.tlsCertificate,
            ca: enrolled.authority,
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => {
              const text = Buffer.concat(chunks).toString();
              resolve(text ? (JSON.parse(text) as Record<string, unknown>) : undefined);
            });
          },
        );
        call.on('error', reject).end(body);
      }),
  };
}
