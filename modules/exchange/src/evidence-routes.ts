// SPDX-License-Identifier: Apache-2.0
import { createHash, X509Certificate } from 'node:crypto';
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import * as contract from './contract.ts';
import { exchangeOf } from './exchange.ts';
import { containerType } from '@stoa/kernel/asic';
import { exportEvidence } from './evidence/index.ts';

export const evidenceRoutes = [
  handleOutsideTx(contract.exportEvidence, (module, input, principal) =>
    exportEvidence(module, exchangeOf(module).authority, input, principal),
  ),
  rawRoute({
    method: 'GET',
    path: contract.evidenceFilePath(':entryId'),
    summary: 'Download one exchange with all that proves it, as an ASiC-E container',
    permission: 'exchange:audit',
    audit: 'exchange.evidence-exported',
    handler: async (module, request, reply) => {
      const { entryId } = request.params as { entryId: string };
      const withBodies = (request.query as { withBodies?: unknown }).withBodies !== 'false';
      const { fileName, level, container } = await module.call(
        contract.exportEvidence,
        { entryId, withBodies },
        { principal: principalOf(request) },
      );
      return reply
        .type(containerType)
        .headers({
          'content-disposition': `attachment; filename="${fileName}"`,
          'cache-control': 'no-store',
          'stoa-evidence-level': level,
        })
        .send(Buffer.from(container, 'base64'));
    },
  }),
  handle(contract.getTrustAnchors, async (tx) => {
    const authority = exchangeOf(tx.module).authority.anchorPem;
    return {
      authority,
      authorityFingerprint: createHash('sha256').update(new X509Certificate(authority).raw).digest('hex'),
      ledgerKey: tx.module.keys.publicKey('ledger').export({ format: 'pem', type: 'spki' }).toString(),
    };
  }),
];
