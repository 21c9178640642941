// SPDX-License-Identifier: Apache-2.0
/** Evidence that leaves the house: one exchange as a signed container that outsiders check by themselves. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const exportEvidence = operation({
  name: 'exchange.export-evidence',
  method: 'GET',
  path: '/exchange/evidence/:entryId',
  summary: 'One exchange with all that proves it, as an ASiC-E container',
  input: Type.Object({
    entryId: Uuid,
    withBodies: Type.Optional(
      Type.Boolean({ description: 'false leaves out what the messages say; their digests stay; default true' }),
    ),
    untimed: Type.Optional(
      Type.Boolean({ description: 'true asks for no time stamp, so that level B-T is missing; default false' }),
    ),
  }),
  output: Type.Object({
    fileName: Type.String(),
    level: Type.Union([Type.Literal('B-LT'), Type.Literal('B-B')], {
      description: 'of XAdES (ETSI EN 319 132-1); B-B where this circuit has no time-stamping authority',
    }),
    container: Type.String({ description: 'base64' }),
  }),
  permission: 'exchange:audit',
  audit: 'exchange.evidence-exported',
  refusals: [
    'exchange.message-unknown',
    'exchange.evidence-not-sealed',
    'exchange.timestamp-away',
    'exchange.certificate-waiting',
    'exchange.certificate-rejected',
    'exchange.revocation-list-missing',
  ],
});

/** The same container as a file; `?withBodies=false` leaves out what the messages say. */
export const evidenceFilePath = (entryId: string, withBodies = true): string =>
  `/api/exchange/evidence/${entryId}/file${withBodies ? '' : '?withBodies=false'}`;

export const getTrustAnchors = operation({
  name: 'exchange.get-trust-anchors',
  method: 'GET',
  path: '/exchange/trust-anchors',
  summary: 'What evidence of this circuit leads back to: its authority and the key of its ledger',
  input: Type.Object({}),
  output: Type.Object({
    authority: Type.String({ description: 'certificate, PEM' }),
    authorityFingerprint: Type.String({ description: 'SHA-256 of the certificate, hex' }),
    ledgerKey: Type.String({ description: 'Ed25519, SPKI in PEM' }),
  }),
  permission: 'public',
  audit: 'none',
});
