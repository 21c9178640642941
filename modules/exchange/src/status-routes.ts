// SPDX-License-Identifier: Apache-2.0
/** Where anyone asks about certificates of this exchange, in the formats their software speaks. */
import { type ModuleRuntime, rawRoute, refuse, type Tx } from '@stoa/kernel';
import type { CertificateAuthority } from '@stoa/kernel/keys';
import { crlPath, ocspPath } from './contract.ts';
import { exchangeOf } from './exchange.ts';
import { answerOcsp, currentCrl } from './certificates/index.ts';

const inTx = (module: ModuleRuntime, work: (tx: Tx, authority: CertificateAuthority) => Promise<Buffer>) =>
  module.tx({ kind: 'system' }, (tx) => work(tx, exchangeOf(module).authority.issuer ?? toldElsewhere()));

const toldElsewhere = (): never =>
  refuse(
    'missing',
    'exchange.status-elsewhere',
    'An external authority certifies here: it tells the state of its certificates itself.',
  );

const ocsp = (module: ModuleRuntime, request: Buffer) =>
  inTx(module, (tx, authority) => answerOcsp(tx, authority, request));

export const statusRoutes = [
  rawRoute({
    method: 'GET',
    path: crlPath,
    summary: 'The list of revoked certificates (RFC 5280, DER)',
    permission: 'public',
    audit: 'none',
    handler: async (module, _request, reply) =>
      reply
        .type('application/pkix-crl')
        .header('cache-control', 'max-age=60')
        .send(await inTx(module, currentCrl)),
  }),
  rawRoute({
    method: 'POST',
    path: ocspPath,
    summary: 'State of certificates (RFC 6960)',
    permission: 'public',
    audit: 'none',
    handler: async (module, request, reply) =>
      reply
        .type('application/ocsp-response')
        .send(await ocsp(module, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))),
  }),
  rawRoute({
    method: 'GET',
    path: `${ocspPath}/*`,
    summary: 'State of certificates, the request in the address (RFC 6960, appendix A.1)',
    permission: 'public',
    audit: 'none',
    handler: async (module, request, reply) => {
      const { '*': encoded = '' } = request.params as { '*'?: string };
      return reply.type('application/ocsp-response').send(await ocsp(module, Buffer.from(encoded, 'base64')));
    },
  }),
];
