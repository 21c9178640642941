// SPDX-License-Identifier: Apache-2.0
/** From a pilot by a share to everybody, and back. */
import { ServiceId, Version } from '@stoa/catalogue/contract';
import { Instant, LocalText, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CertificateNumber } from './certificates.ts';

export const releaseStages = ['pilot', 'canary', 'released', 'returned', 'ended'] as const;
export const ReleaseStage = Type.Enum([...releaseStages]);
export type ReleaseStage = Static<typeof ReleaseStage>;
const PerMille = Type.Integer({ minimum: 1, maximum: 999 });

export const Release = Type.Object({
  id: Uuid,
  certificate: CertificateNumber,
  serviceId: ServiceId,
  version: Version,
  title: LocalText,
  stage: ReleaseStage,
  people: Type.Integer(),
  organisations: Type.Array(Type.String()),
  perMille: Type.Integer(),
  until: Type.Optional(Instant),
  watch: Type.Optional(Type.String()),
  beganAt: Instant,
  failedAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
  byName: Type.String(),
  may: Type.Array(Type.Enum(['canary', 'release', 'return'])),
});
export type Release = Static<typeof Release>;

export const beginPilot = operation({
  name: 'certification.begin-pilot',
  method: 'POST',
  path: '/certification/releases',
  summary: 'Open a certified version to named people and organisations, with an end',
  input: Type.Object({
    certificate: CertificateNumber,
    /** Numbers of people (SNILS); only their pseudonyms are kept. */
    people: Type.Array(Type.String({ pattern: '^[0-9]{11}$' }), { maxItems: 500 }),
    /** Numbers of organisations (INN). */
    organisations: Type.Array(Type.String({ pattern: '^[0-9]{10}$' }), { maxItems: 500 }),
    until: Instant,
    /** Code of the service that monitoring watches for it. */
    watch: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' })),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'certification:run',
  audit: 'certification.pilot-begun',
  about: { type: 'release', id: 'id', facts: [] },
  refusals: [
    'certification.certificate-unknown',
    'certification.certificate-not-valid',
    'certification.certificate-shipped',
    'certification.days-wrong',
    'certification.nobody-named',
    'certification.release-there',
    'certification.digest-differs',
  ],
});

export const moveRelease = operation({
  name: 'certification.move-release',
  method: 'POST',
  path: '/certification/releases/:id/stage',
  summary: 'Widen a release to a share of all, or to everybody; or take it back with a reason',
  input: Type.Object({
    id: Uuid,
    act: Type.Enum(['canary', 'release', 'return']),
    perMille: Type.Optional(PerMille),
    reason: Type.Optional(visibleText(1000, 5)),
  }),
  output: Type.Object({ id: Uuid, stage: ReleaseStage }),
  permission: 'certification:run',
  audit: 'certification.release-moved',
  about: { type: 'release', id: 'id', facts: ['stage'] },
  refusals: [
    'certification.release-unknown',
    'certification.release-not-so',
    'certification.certificate-not-valid',
    'certification.share-smaller',
    'certification.reason-missing',
    'certification.digest-differs',
  ],
});

export const listReleases = operation({
  name: 'certification.list-releases',
  method: 'GET',
  path: '/certification/releases',
  summary: 'Releases, the newest first, with the share of changes that failed and the time to restore',
  input: Type.Object({ stage: Type.Optional(ReleaseStage), ...PageInput }),
  output: Type.Object({
    ...pageOf(Release).properties,
    figures: Type.Object({
      /** Releases that came to an end: everybody has them, or they were taken back. */
      ended: Type.Integer(),
      failed: Type.Integer(),
      /** Half of the returns took this long from the failure, seconds. */
      restoreSeconds: Type.Optional(Type.Number()),
    }),
  }),
  permission: 'certification:follow',
  audit: 'none',
});
