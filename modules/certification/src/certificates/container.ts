// SPDX-License-Identifier: Apache-2.0
/** The certificate as a file that any verifier of ASiC-E reads. */
import { rawRoute, refuse } from '@stoa/kernel';
import { packContainer } from '@stoa/kernel/asic';
import { certificateByPlace, placeOf } from './queries.ts';

export const containerRoute = rawRoute({
  method: 'GET',
  path: '/api/certification/certificates/:number/container.asice',
  summary: 'A sealed certificate as an ASiC-E container',
  permission: 'public',
  audit: 'none',
  limit: 60,
  handler: async (module, request, reply) => {
    const { number = '' } = request.params as { number?: string };
    const row = /^CR-\d{6,9}$/.test(number)
      ? await module.tx({ kind: 'anonymous' }, (tx) => certificateByPlace(tx, placeOf(number)))
      : undefined;
    if (!row?.sealXml || !row.sealedAt)
      return refuse('missing', 'certification.certificate-unknown', 'There is no sealed certificate of this number.');
    const file = { name: 'certificate.json', mimeType: 'application/json', content: Buffer.from(row.statement) };
    return reply
      .type('application/vnd.etsi.asic-e+zip')
      .header('content-disposition', `attachment; filename="${number}.asice"`)
      .send(Buffer.from(packContainer([file], [row.sealXml], row.sealedAt)));
  },
});
