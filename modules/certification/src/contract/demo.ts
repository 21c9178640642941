// SPDX-License-Identifier: Apache-2.0
import { PackageContent, Version } from '@stoa/catalogue/contract';
import { Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CandidateState, Check } from './candidates.ts';
import { SuiteCode } from './regulation.ts';

const Name = Type.String({ maxLength: 100 });
export const enterDemoCertification = operation({
  name: 'certification.enter-demo-certification',
  method: 'PUT',
  path: '/certification/demo',
  summary: 'Enter who signed the regulation and what candidates there were; entered again, nothing changes',
  input: Type.Object({
    signatures: Type.Array(Type.Object({ personId: Uuid, name: Name, duty: Name, at: Instant }), { maxItems: 2 }),
    candidates: Type.Array(
      Type.Object({
        ...{ key: Name, organisationId: Name, serviceId: Name, title: LocalText, state: CandidateState },
        version: Type.Optional(Version),
        /** Missing where it was refused: its files are not kept. */
        files: Type.Optional(PackageContent),
        ...{ submittedBy: Uuid, submittedName: Name, submittedAt: Instant },
        ...{
          decidedName: Type.Optional(Name),
          decidedAt: Type.Optional(Instant),
          reason: Type.Optional(Type.String()),
        },
        runs: Type.Array(Type.Object({ suite: SuiteCode, checks: Type.Array(Check) }), { maxItems: 5 }),
        lawName: Type.Optional(Name),
        pilot: Type.Optional(Type.Object({ organisations: Type.Array(Name), until: Instant, byName: Name })),
      }),
      { maxItems: 50 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'certification:enter-demo',
  audit: 'certification.demo-entered',
  bodyMiB: 12,
  refusals: ['certification.demo-off'],
});
export type DemoCertification = Static<typeof enterDemoCertification.input>;
