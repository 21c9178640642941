// SPDX-License-Identifier: Apache-2.0
/** Where anyone asks about certificates of this circuit's people and institutions, in the formats their software speaks. */
import { rawRoute } from '@stoa/kernel';
import { crlPath, ocspPath } from './contract.ts';
import { answerOcsp, currentCrl } from './revocation.ts';

const open = { permission: 'public', audit: 'none' } as const;
const responseType = 'application/ocsp-response';

export const statusRoutes = [
  rawRoute({
    ...open,
    method: 'GET',
    path: crlPath,
    summary: 'The list of revoked certificates (RFC 5280, DER)',
    handler: async (module, _request, reply) =>
      reply
        .type('application/pkix-crl')
        .header('cache-control', 'max-age=60')
        .send(await currentCrl(module)),
  }),
  rawRoute({
    ...open,
    method: 'POST',
    path: ocspPath,
    summary: 'State of certificates (RFC 6960)',
    handler: async (module, request, reply) =>
      reply
        .type(responseType)
        .send(await answerOcsp(module, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))),
  }),
  rawRoute({
    ...open,
    method: 'GET',
    path: `${ocspPath}/*`,
    summary: 'State of certificates, the request in the address (RFC 6960, appendix A.1)',
    handler: async (module, request, reply) => {
      const { '*': encoded = '' } = request.params as { '*'?: string };
      return reply.type(responseType).send(await answerOcsp(module, Buffer.from(encoded, 'base64')));
    },
  }),
];
