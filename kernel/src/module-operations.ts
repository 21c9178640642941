// SPDX-License-Identifier: Apache-2.0
/**
 * Operations the kernel gives every module: its health, its overdue work, its dead letters, and proofs from its ledger; and those it gives
 * a module that declares what it keeps about a person, or erases by its age.
 */
import { type Static, Type } from 'typebox';
import { auditOperations } from './audit-desk.ts';
import { HealthReport, Instant, operation, type Operation, IdPageInput, pageOf, Uuid } from './contract.ts';

export const DeadLetter = Type.Object({
  id: Uuid,
  handler: Type.String(),
  attempts: Type.Integer(),
  lastError: Type.String(),
  createdAt: Instant,
});
export type DeadLetter = Static<typeof DeadLetter>;

/** An event or a job that has failed for more than a minute: its promise is late. */
export const OverdueWork = Type.Object({
  id: Uuid,
  handler: Type.String(),
  attempts: Type.Integer(),
  lastError: Type.String(),
  failingSince: Instant,
  /** Given up: nothing happens before an operator tries it again. */
  dead: Type.Boolean(),
});
export type OverdueWork = Static<typeof OverdueWork>;

export const LedgerProof = Type.Object({
  entryId: Uuid,
  kind: Type.String(),
  at: Instant,
  /** Canonical JSON whose hash is the leaf. */
  record: Type.String(),
  leafIndex: Type.Optional(Type.Integer({ description: 'missing until the next checkpoint' })),
  size: Type.Optional(Type.Integer()),
  /** Audit path of RFC 6962, base64, lowest sibling first. */
  proof: Type.Optional(Type.Array(Type.String())),
  /** C2SP signed note. */
  checkpoint: Type.Optional(Type.String()),
  checkpointAt: Type.Optional(Instant),
  timestamped: Type.Boolean(),
  /** Recomputed here: leaf hash, audit path and the checkpoint's signature all hold. */
  verified: Type.Boolean(),
});
export type LedgerProof = Static<typeof LedgerProof>;

export function moduleOperations(module: string) {
  return {
    listDeadLetters: operation({
      name: `${module}.list-dead-letters`,
      method: 'GET',
      path: `/${module}/dead-letters`,
      summary: `Events and jobs of ${module} that were given up`,
      input: Type.Object({ ...IdPageInput }),
      output: pageOf(DeadLetter),
      permission: `${module}:operate`,
      audit: 'none',
    }),
    listOverdueWork: operation({
      name: `${module}.list-overdue-work`,
      method: 'GET',
      path: `/${module}/overdue-work`,
      summary: `Events and jobs of ${module} that have failed for more than a minute`,
      input: Type.Object({ ...IdPageInput }),
      output: pageOf(OverdueWork),
      permission: `${module}:operate`,
      audit: 'none',
    }),
    replayDeadLetter: operation({
      name: `${module}.replay-dead-letter`,
      method: 'POST',
      path: `/${module}/dead-letters/:id/replay`,
      summary: `Try a dead letter of ${module} again`,
      input: Type.Object({ id: Uuid }),
      output: Type.Object({ id: Uuid }),
      permission: `${module}:operate`,
      audit: `${module}.dead-letter-replayed`,
      about: { type: 'dead-letter', id: 'id', facts: [] },
      refusals: ['kernel.dead-letter-unknown'],
    }),
    getHealth: operation({
      name: `${module}.get-health`,
      method: 'GET',
      path: `/${module}/health`,
      summary: `How ${module} stands, and what it served since its process started`,
      input: Type.Object({}),
      output: HealthReport,
      permission: `${module}:health`,
      audit: 'none',
    }),
    proveEntry: operation({
      name: `${module}.prove-entry`,
      method: 'GET',
      path: `/${module}/ledger/:id/proof`,
      summary: `Prove that an entry stands in the ledger of ${module}`,
      input: Type.Object({ id: Uuid }),
      output: LedgerProof,
      permission: `${module}:prove`,
      audit: 'none',
      refusals: ['kernel.ledger-entry-unknown'],
    }),
    ...auditOperations(module),
  };
}

/** In the order of the parts; each row once. */
export const ownDataOperation = (module: string) =>
  operation({
    name: `${module}.read-own-data`,
    method: 'GET',
    path: `/${module}/own-data`,
    summary: `Read what ${module} keeps about me, to take along`,
    input: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 500 })) }),
    output: pageOf(Type.Object({ what: Type.String(), data: Type.Object({}, { additionalProperties: true }) })),
    permission: `${module}:own-data`,
    // A little longer than who asks for all of it at once has to prove it for: a copy takes its time.
    signIn: { withinMinutes: 30 },
    audit: `${module}.own-data-read`,
    about: { type: 'own-data', id: 'none', facts: [] },
  });

export const Erasure = Type.Object({
  id: Uuid,
  at: Instant,
  rule: Type.String(),
  days: Type.Integer(),
  count: Type.Integer(),
});
export type Erasure = Static<typeof Erasure>;

/** Erasures newest first. */
export const retentionOperation = (module: string) =>
  operation({
    name: `${module}.list-erasures`,
    method: 'GET',
    path: `/${module}/erasures`,
    summary: `By which rules ${module} erases what is old, and what it erased when`,
    input: Type.Object({ ...IdPageInput }),
    output: Type.Object({
      ...pageOf(Erasure).properties,
      rules: Type.Array(
        Type.Object({ rule: Type.String(), days: Type.Optional(Type.Integer({ description: 'missing: it stays' })) }),
      ),
    }),
    permission: `${module}:retention`,
    audit: 'none',
  });

/** Those beside `moduleOperations` that this module is given for what it declares. */
export const declaredOperations = (module: {
  readonly name: string;
  readonly ownData?: unknown;
  readonly retention?: unknown;
}): Operation[] => [
  ...(module.ownData ? [ownDataOperation(module.name)] : []),
  ...(module.retention ? [retentionOperation(module.name)] : []),
];

/** Cedar policies for these operations, added to each module's own. */
export const modulePolicies = (module: string): string => `
permit (principal is Person, action == Action::"${module}:operate", resource)
when { principal.duties.contains("platform.operator") };
permit (principal == Service::"monitoring", action == Action::"${module}:health", resource);
permit (principal is Person, action == Action::"${module}:prove", resource)
when { principal.duties.contains("audit.auditor") };
permit (principal is Person, action == Action::"${module}:read-audit", resource)
when { principal.duties.contains("audit.auditor") };
permit (principal is Person, action == Action::"${module}:own-data", resource)
when { principal.personKey != "" && principal.actingFor == "" };
permit (principal is Person, action == Action::"${module}:retention", resource)
when { principal.duties.containsAny(["privacy.officer", "audit.auditor"]) };
`;
