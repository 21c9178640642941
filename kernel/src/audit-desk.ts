// SPDX-License-Identifier: Apache-2.0
/** What an auditor reads of a module: who did what to whose data when and why, and a sample that anybody can draw again. */
import { type Static, Type } from 'typebox';
import { CalendarDate, type Capacity, type InputOf, Instant, operation, pageOf, Uuid } from './contract.ts';
import type { Tx } from './database/tx.ts';
import { type Page, pageOfRows } from './paging.ts';
import { refuse } from './refusal.ts';

export const AuditedAct = Type.Object({
  entryId: Uuid,
  module: Type.String(),
  at: Instant,
  action: Type.String(),
  actorKind: Type.String(),
  actorId: Type.Optional(Type.String()),
  actorName: Type.String(),
  organisationId: Type.Optional(Type.String()),
  duty: Type.Optional(Type.String()),
  onBehalfOf: Type.Optional(Type.String()),
  /** Pseudonym of the person whose data it was about. */
  subject: Type.Optional(Type.String()),
  objectType: Type.String(),
  objectId: Type.String(),
  purpose: Type.Optional(Type.String()),
});
export type AuditedAct = Static<typeof AuditedAct>;

/** Days of a period, both ends counted. */
export const longestAuditPeriod = 92;
const Period = { from: CalendarDate, to: CalendarDate };
const Word = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));

export function auditOperations(module: string) {
  return {
    listAudit: operation({
      name: `${module}.list-audit`,
      method: 'GET',
      path: `/${module}/audit-entries`,
      summary: `Who did what to whose data in ${module}, newest first`,
      input: Type.Object({
        ...Period,
        /** Part of the name, or the identifier, of who acted. */
        actor: Word,
        /** Pseudonym of the person whose data it was about. */
        subject: Word,
        /** How the action begins: `cases.` or `cases.case-read`. */
        action: Word,
        object: Word,
        /** Part of the purpose. */
        purpose: Word,
        cursor: Type.Optional(Uuid),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      }),
      output: pageOf(AuditedAct),
      permission: `${module}:read-audit`,
      audit: `${module}.audit-read`,
      about: { type: 'audit', id: 'none', facts: ['from', 'to', 'subject', 'object'] },
      refusals: ['kernel.period-wrong'],
    }),
    sampleAudit: operation({
      name: `${module}.sample-audit`,
      method: 'GET',
      path: `/${module}/audit-sample`,
      summary: `So many acts of ${module}, chosen by a word that anybody can choose them by again`,
      input: Type.Object({
        ...Period,
        action: Word,
        /** Entries come in order of SHA-256 over this word and their identifier. */
        seed: Type.String({ minLength: 1, maxLength: 100 }),
        size: Type.Integer({ minimum: 1, maximum: 200 }),
      }),
      output: Type.Object({
        /** Of how many they were chosen. */
        population: Type.Integer(),
        items: Type.Array(
          Type.Object({ ...AuditedAct.properties, draw: Type.String({ description: 'SHA-256, hex' }) }),
        ),
      }),
      permission: `${module}:read-audit`,
      audit: `${module}.audit-read`,
      about: { type: 'audit', id: 'none', facts: ['from', 'to', 'seed', 'size'] },
      refusals: ['kernel.period-wrong'],
    }),
  };
}

type Asked = InputOf<ReturnType<typeof auditOperations>['listAudit']>;

function periodOf(tx: Tx, { from, to }: { from: string; to: string }): [Date, Date] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days < 1 || days > longestAuditPeriod)
    refuse(
      'invalid',
      'kernel.period-wrong',
      `Give a period of at most ${longestAuditPeriod} days, from its first day to its last.`,
    );
  const { calendar } = tx.module.country;
  const after = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
  return [calendar.startOfDate(from), calendar.startOfDate(after)];
}

interface Row {
  entryId: string;
  at: Date;
  action: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  organisationId: string | null;
  subject: string | null;
  objectType: string;
  objectId: string;
  purpose: string | null;
  capacity: Capacity | null;
}
const columns = `entry_id as "entryId", at, action, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName",
  organisation_id as "organisationId", subject, object_type as "objectType", object_id as "objectId", purpose, capacity`;

const shown = ({ name }: { name: string }, { capacity, at, ...row }: Row): AuditedAct => ({
  ...{ entryId: row.entryId, module: name, at: at.toISOString(), action: row.action },
  ...{ actorKind: row.actorKind, actorName: row.actorName, objectType: row.objectType, objectId: row.objectId },
  ...(row.actorId ? { actorId: row.actorId } : {}),
  ...(row.organisationId ? { organisationId: row.organisationId } : {}),
  ...(capacity?.duty ? { duty: capacity.duty } : {}),
  ...(capacity?.actingFor ? { onBehalfOf: capacity.actingFor.name } : {}),
  ...(row.subject ? { subject: row.subject } : {}),
  ...(row.purpose ? { purpose: row.purpose } : {}),
});

/** What is typed stands for itself. */
const part = (text: string | undefined) => (text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`);
const start = (text: string | undefined) => part(text)?.slice(1) ?? null;

/** Refuses: kernel.period-wrong. */
export async function listAudit(tx: Tx, asked: Asked): Promise<Page<AuditedAct>> {
  const { actor, subject, action, object, purpose, cursor, limit } = asked;
  const [from, until] = periodOf(tx, asked);
  return pageOfRows(
    { limit },
    (count) =>
      tx.query<Row>(
        `select ${columns} from audit
         where at >= $1 and at < $2 and ($3::text is null or actor_name ilike $3 or actor_id = $4)
           and ($5::text is null or subject = $5) and ($6::text is null or action like $6)
           and ($7::text is null or object_id = $7) and ($8::text is null or purpose ilike $8)
           and ($9::uuid is null or entry_id < $9)
         order by entry_id desc limit $10`,
        [
          ...[from, until, part(actor), actor ?? null, subject ?? null, start(action), object ?? null, part(purpose)],
          ...[cursor ?? null, count],
        ],
      ),
    (row) => shown(tx.module, row),
    ({ entryId }) => entryId,
  );
}

/** Refuses: kernel.period-wrong. */
export async function sampleAudit(
  tx: Tx,
  asked: InputOf<ReturnType<typeof auditOperations>['sampleAudit']>,
): Promise<{ population: number; items: (AuditedAct & { draw: string })[] }> {
  const [from, until] = periodOf(tx, asked);
  const where = `at >= $1 and at < $2 and ($3::text is null or action like $3)`;
  const among = [from, until, start(asked.action)];
  const counted = await tx.query<{ count: number }>(
    `select count(*)::integer as count from audit where ${where}`,
    among,
  );
  const { rows } = await tx.query<Row & { draw: string }>(
    `select ${columns}, encode(sha256(convert_to($4 || entry_id::text, 'UTF8')), 'hex') as draw from audit where ${where}
     order by draw, entry_id limit $5`,
    [...among, asked.seed, asked.size],
  );
  return {
    population: counted.rows[0]?.count ?? 0,
    items: rows.map(({ draw, ...row }) => ({ ...shown(tx.module, row), draw })),
  };
}
