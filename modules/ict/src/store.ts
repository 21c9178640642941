// SPDX-License-Identifier: Apache-2.0
/** SQL of ICT services, their requirements, tests and moves. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Operation, ServiceStage, SupplierContract, twoPersonActs } from './contract.ts';

export interface ProposedRow {
  readonly act: (typeof twoPersonActs)[number];
  readonly contract?: SupplierContract;
  readonly note?: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: string;
}
export interface ServiceRow {
  readonly id: string;
  readonly organisationId: string;
  readonly code: string;
  readonly name: LocalText;
  readonly stage: ServiceStage;
  readonly version: number;
  readonly submittedBy: string | null;
  readonly handedOverBy: string | null;
  readonly contract: SupplierContract | null;
  readonly operation: Operation | null;
  readonly proposed: ProposedRow | null;
  readonly since: Date;
}
export type CountedService = ServiceRow & { requirements: number; passed: number; failed: number };
const columns = `s.id, s.organisation_id as "organisationId", s.code, s.name, s.stage, s.version, s.submitted_by as "submittedBy",
  s.handed_over_by as "handedOverBy", s.contract, s.operation, s.proposed, s.since`;
const counted = `select ${columns}, r.* from service s cross join lateral
  (select count(*)::integer as requirements, count(*) filter (where t.passed)::integer as passed, count(*) filter (where not t.passed)::integer as failed
   from requirement q left join lateral (select passed from requirement_test t where t.requirement_id = q.id order by t.id desc limit 1) t on true
   where q.service_id = s.id and q.until_version is null) r`;
export const listServices = async (tx: Tx, stage: string | undefined): Promise<CountedService[]> =>
  (
    await tx.query<CountedService>(`${counted} where ($1::text is null or s.stage = $1) order by s.code limit 500`, [
      stage ?? null,
    ])
  ).rows;
export const countedService = async (tx: Tx, id: string): Promise<CountedService | undefined> =>
  (await tx.query<CountedService>(`${counted} where s.id = $1`, [id])).rows[0];
export const lockService = async (tx: Tx, id: string): Promise<ServiceRow | undefined> =>
  (await tx.query<ServiceRow>(`select ${columns} from service s where id = $1 for update`, [id])).rows[0];
/** Answers false where it is there. */
export const insertService = async (
  tx: Tx,
  one: Pick<ServiceRow, 'id' | 'organisationId' | 'code' | 'name' | 'stage'> & { since?: Date },
): Promise<boolean> =>
  (
    await tx.query(
      `insert into service (id, organisation_id, code, name, stage, since) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [one.id, one.organisationId, one.code, jsonOf(one.name), one.stage, one.since ?? tx.now],
    )
  ).rowCount === 1;
export const setService = (
  tx: Tx,
  id: string,
  to: {
    stage: ServiceStage;
    version?: number;
    submittedBy?: string;
    handedOverBy?: string;
    contract?: SupplierContract | undefined;
    operation?: Operation | undefined;
    since?: Date;
  },
) =>
  tx.query(
    `update service set stage = $2, version = coalesce($3, version), submitted_by = coalesce($4, submitted_by),
       handed_over_by = coalesce($5, handed_over_by), contract = coalesce($6::jsonb, contract), operation = coalesce($7::jsonb, operation),
       since = $8 where id = $1`,
    [
      ...[id, to.stage, to.version ?? null, to.submittedBy ?? null, to.handedOverBy ?? null],
      ...[to.contract ? jsonOf(to.contract) : null, to.operation ? jsonOf(to.operation) : null, to.since ?? tx.now],
    ],
  );
export const setProposed = (tx: Tx, id: string, proposed: ProposedRow | null) =>
  tx.query('update service set proposed = $2::jsonb where id = $1', [id, proposed && jsonOf(proposed)]);
export const insertMove = (
  tx: Tx,
  one: {
    serviceId: string;
    act: string;
    from: string;
    to: string;
    note: string | undefined;
    byName: string;
    at?: Date;
  },
) =>
  tx.query(
    `insert into service_move (id, service_id, act, from_stage, to_stage, note, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), one.serviceId, one.act, one.from, one.to, one.note ?? null, one.byName, one.at ?? tx.now],
  );
export const movesOf = async (tx: Tx, serviceId: string) =>
  (
    await tx.query<{
      act: string;
      from: ServiceStage;
      to: ServiceStage;
      note: string | null;
      byName: string;
      at: Date;
    }>(
      `select act, from_stage as "from", to_stage as "to", note, by_name as "byName", at from service_move where service_id = $1 order by at, id`,
      [serviceId],
    )
  ).rows;

export interface RequirementRow {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly sinceVersion: number;
  readonly untilVersion: number | null;
}
export const requirementsOf = async (tx: Tx, serviceId: string): Promise<RequirementRow[]> =>
  (
    await tx.query<RequirementRow>(
      `select id, number, text, since_version as "sinceVersion", until_version as "untilVersion" from requirement
       where service_id = $1 order by number, since_version`,
      [serviceId],
    )
  ).rows;
export const insertRequirement = (
  tx: Tx,
  one: { id: string; serviceId: string; number: number; text: string; version: number },
) =>
  tx.query('insert into requirement (id, service_id, number, text, since_version) values ($1, $2, $3, $4, $5)', [
    ...[one.id, one.serviceId, one.number, one.text, one.version],
  ]);
/** What was written and struck out in one version was never there. */
export async function endRequirement(tx: Tx, { id, sinceVersion }: RequirementRow, version: number): Promise<void> {
  if (sinceVersion === version) await tx.query('delete from requirement where id = $1', [id]);
  else await tx.query('update requirement set until_version = $2 where id = $1', [id, version]);
}
export interface TestRow {
  readonly requirementId: string;
  readonly passed: boolean;
  readonly finding: string | null;
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
}
export const testsOf = async (tx: Tx, serviceId: string): Promise<TestRow[]> =>
  (
    await tx.query<TestRow>(
      `select t.requirement_id as "requirementId", t.passed, t.finding, t.by_id as "byId", t.by_name as "byName", t.at
       from requirement_test t join requirement q on q.id = t.requirement_id where q.service_id = $1 order by t.id`,
      [serviceId],
    )
  ).rows;
export const insertTest = (tx: Tx, one: Omit<TestRow, 'at'> & { at?: Date }) =>
  tx.query(
    'insert into requirement_test (id, requirement_id, passed, finding, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), one.requirementId, one.passed, one.finding, one.byId, one.byName, one.at ?? tx.now],
  );
