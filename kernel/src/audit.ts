// SPDX-License-Identifier: Apache-2.0
import { actedFor, type Capacity, dataAccessed } from './contract.ts';
import type { Tx } from './database/tx.ts';
import { record } from './ledger/entry.ts';
import { emit } from './work/emit.ts';

export interface AuditEntry {
  /** `module.past-tense`, such as `cases.case-read`. */
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string };
  /** personKey of the person whose data were read or changed. */
  readonly subject?: string | undefined;
  /** Why, in words its subject understands. */
  readonly purpose?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Writes who did what to whose data into the ledger, in the transaction of the act. Where somebody other than the
 * subject acted, the subject will see it in the cabinet.
 */
export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  tx.notes.audited.add(entry.action);
  const actor = actorOf(tx);
  const capacity = capacityOf(tx);
  const facts = {
    ...entry,
    actor: {
      ...{ kind: actor.kind, id: actor.id, organisationId: actor.organisationId },
      ...(capacity ? { capacity: withoutNames(capacity) } : {}),
    },
    traceId: tx.traceId,
  };
  const entryId = await record(tx, 'audit', facts, {
    actorName: actor.name,
    inPlaceOf: capacity?.inPlaceOf,
    onBehalfOf: capacity?.actingFor?.name,
  });
  await tx.prepared(
    'kernel-audit',
    `insert into audit (entry_id, at, action, actor_kind, actor_id, actor_name, organisation_id, subject, object_type, object_id, purpose, capacity)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      entryId,
      tx.now,
      entry.action,
      actor.kind,
      actor.id ?? null,
      actor.name,
      actor.organisationId ?? null,
      entry.subject ?? null,
      entry.object.type,
      entry.object.id,
      entry.purpose ?? null,
      capacity ?? null,
    ],
  );
  await tellBothSides(tx, entryId, entry, actor.name);
  const own = tx.principal.kind === 'person' && tx.principal.personKey === entry.subject;
  if (!entry.subject || own) return;
  await emit(
    tx,
    dataAccessed,
    {
      entryId,
      at: tx.now.toISOString(),
      module: tx.module.name,
      action: entry.action,
      subject: entry.subject,
      actorKind: actor.kind,
      actorName: actor.name,
      ...(actor.organisationId ? { organisationId: actor.organisationId } : {}),
      objectType: entry.object.type,
      objectId: entry.object.id,
      ...(entry.purpose ? { purpose: entry.purpose } : {}),
      ...(capacity ? { capacity } : {}),
    },
    { subject: entry.subject },
  );
}

async function tellBothSides(tx: Tx, entryId: string, entry: AuditEntry, actorName: string): Promise<void> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.actingFor) return;
  const { kind: forKind, id: forId, role } = principal.actingFor;
  const { action, object, purpose } = entry;
  await emit(
    tx,
    actedFor,
    {
      ...{ entryId, at: tx.now.toISOString(), module: tx.module.name, action },
      ...{ actorId: principal.id, actorName, forKind, forId, objectType: object.type, objectId: object.id },
      ...(role ? { role } : {}),
      ...(purpose ? { purpose } : {}),
    },
    { subject: forId },
  );
}

/** As what the person acts: the duty by which they were let, in whose place they hold it, on whose behalf they act. */
function capacityOf({ principal, notes }: Tx): Capacity | undefined {
  if (principal.kind !== 'person') return undefined;
  const { duty } = notes;
  const { actingFor } = principal;
  if (!duty && !actingFor) return undefined;
  return {
    ...(duty ? { duty: duty.code } : {}),
    ...(duty?.as ? { as: duty.as } : {}),
    ...(duty?.inPlaceOf ? { inPlaceOf: duty.inPlaceOf } : {}),
    ...(actingFor
      ? {
          actingFor: {
            ...{ kind: actingFor.kind, id: actingFor.id, name: actingFor.name },
            ...(actingFor.role ? { role: actingFor.role } : {}),
          },
        }
      : {}),
  };
}

/** Names can be erased, so they stand apart from what is kept for ever; a person's key is a pseudonym. */
const withoutNames = ({ inPlaceOf: _, actingFor, ...rest }: Capacity): Record<string, unknown> => ({
  ...rest,
  ...(actingFor ? { actingFor: { kind: actingFor.kind, id: actingFor.id, role: actingFor.role } } : {}),
});

function actorOf(tx: Tx): { kind: string; id?: string; name: string; organisationId?: string } {
  const { principal } = tx;
  if (principal.kind === 'anonymous' || principal.kind === 'system')
    return { kind: principal.kind, name: principal.kind };
  if (principal.kind === 'service') return { kind: 'service', id: principal.id, name: principal.id };
  const organisationId =
    principal.actingFor?.visit?.officeId ??
    (tx.notes.duty ?? principal.duties[0])?.organisationId ??
    (principal.actingFor?.kind === 'organisation' ? principal.actingFor.id : undefined);
  return { kind: 'person', id: principal.id, name: principal.name, ...(organisationId ? { organisationId } : {}) };
}

export interface AuditRow {
  entryId: string;
  at: string;
  action: string;
  actorKind: string;
  actorName: string;
  objectType: string;
  objectId: string;
  purpose?: string;
  /** As what: `duty`, `as`, `inPlaceOf`, `onBehalfOf`, `role`. */
  capacity?: Readonly<Record<string, string>>;
  leafIndex?: number;
}

/** Audit entries about an object of this module, oldest first, at most 500. */
export async function auditOf(tx: Tx, type: string, id: string): Promise<AuditRow[]> {
  const { rows } = await tx.query<{
    entry_id: string;
    at: Date;
    action: string;
    actor_kind: string;
    actor_name: string;
    object_type: string;
    object_id: string;
    purpose: string | null;
    capacity: Capacity | null;
    leaf_index: number | null;
  }>(
    `select a.entry_id, a.at, a.action, a.actor_kind, a.actor_name, a.object_type, a.object_id, a.purpose, a.capacity, e.leaf_index
     from audit a join ledger_entry e on e.id = a.entry_id
     where a.object_type = $1 and a.object_id = $2 order by a.at, a.entry_id limit 500`,
    [type, id],
  );
  return rows.map((r) => ({
    entryId: r.entry_id,
    at: r.at.toISOString(),
    action: r.action,
    actorKind: r.actor_kind,
    actorName: r.actor_name,
    objectType: r.object_type,
    objectId: r.object_id,
    ...(r.purpose ? { purpose: r.purpose } : {}),
    ...(r.capacity ? { capacity: capacityFacts(r.capacity) } : {}),
    ...(r.leaf_index === null ? {} : { leafIndex: r.leaf_index }),
  }));
}

const capacityFacts = ({ actingFor, ...rest }: Capacity): Readonly<Record<string, string>> => ({
  ...rest,
  ...(actingFor ? { onBehalfOf: actingFor.name, ...(actingFor.role ? { role: actingFor.role } : {}) } : {}),
});
