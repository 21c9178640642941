// SPDX-License-Identifier: Apache-2.0
/** SQL of templates' versions, proposals and waivers. */
import type { Tx } from '@stoa/kernel';
import type { Part } from '../contract.ts';

export const newestTemplates = async (tx: Tx): Promise<{ code: string; version: number; parts: Part[] }[]> =>
  (
    await tx.query<{ code: string; version: number; parts: Part[] }>(
      'select distinct on (code) code, version, parts from template_version order by code, version desc',
    )
  ).rows;
export const insertTemplate = (
  tx: Tx,
  one: { code: string; version: number; parts: readonly Part[]; proposalId: string },
) =>
  tx.query('insert into template_version (code, version, parts, at, proposal_id) values ($1, $2, $3, $4, $5)', [
    ...[one.code, one.version, JSON.stringify(one.parts), tx.now, one.proposalId],
  ]);
/** One decision on a template after the other. */
export const lockTemplate = (tx: Tx, code: string) =>
  tx.query('select pg_advisory_xact_lock(hashtext($1))', [`integrator template ${code}`]);

interface Asked {
  readonly id: string;
  readonly organisationId: string;
  readonly template: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decisionReason: string | null;
}
const asked = `id, organisation_id as "organisationId", template, reason, state, asked_by as "askedBy", asked_by_name as "askedByName",
  asked_at as "askedAt", decided_by_name as "decidedByName", decision_reason as "decisionReason"`;
export interface WaiverRow extends Asked {
  readonly part: string;
  readonly until: string;
  readonly state: 'asked' | 'granted' | 'declined';
}
export interface ProposalRow extends Asked {
  readonly part: Part;
  readonly removes: boolean;
  readonly state: 'asked' | 'accepted' | 'declined';
}
/** Answers false where one is asked for already. */
export const insertWaiver = async (
  tx: Tx,
  one: Pick<WaiverRow, 'id' | 'organisationId' | 'template' | 'part' | 'reason' | 'until' | 'askedBy' | 'askedByName'>,
): Promise<boolean> =>
  (
    await tx.query(
      `insert into waiver (id, organisation_id, template, part, reason, until, state, asked_by, asked_by_name, asked_at)
       values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9) on conflict do nothing`,
      [one.id, one.organisationId, one.template, one.part, one.reason, one.until, one.askedBy, one.askedByName, tx.now],
    )
  ).rowCount === 1;
export const waiversOf = async (tx: Tx, organisationId: string, template: string): Promise<WaiverRow[]> =>
  (
    await tx.query<WaiverRow>(
      `select ${asked}, part, until from waiver where organisation_id = $1 and template = $2 order by id desc limit 200`,
      [organisationId, template],
    )
  ).rows;
export const lockWaiver = async (tx: Tx, id: string): Promise<WaiverRow | undefined> =>
  (await tx.query<WaiverRow>(`select ${asked}, part, until from waiver where id = $1 for update`, [id])).rows[0];
export const insertProposal = (
  tx: Tx,
  one: Pick<
    ProposalRow,
    'id' | 'organisationId' | 'template' | 'part' | 'removes' | 'reason' | 'askedBy' | 'askedByName'
  >,
) =>
  tx.query(
    `insert into proposal (id, organisation_id, template, part, removes, reason, state, asked_by, asked_by_name, asked_at)
     values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9)`,
    [
      ...[one.id, one.organisationId, one.template, JSON.stringify(one.part), one.removes, one.reason],
      ...[one.askedBy, one.askedByName, tx.now],
    ],
  );
export const listProposals = async (tx: Tx): Promise<ProposalRow[]> =>
  (await tx.query<ProposalRow>(`select ${asked}, part, removes from proposal order by id desc limit 200`)).rows;
export const lockProposal = async (tx: Tx, id: string): Promise<ProposalRow | undefined> =>
  (await tx.query<ProposalRow>(`select ${asked}, part, removes from proposal where id = $1 for update`, [id])).rows[0];
export const decide = (
  tx: Tx,
  table: 'waiver' | 'proposal',
  id: string,
  to: { state: string; byName: string; reason: string | undefined },
) =>
  tx.query(
    table === 'waiver'
      ? 'update waiver set state = $2, decided_by_name = $3, decision_reason = $4, decided_at = $5 where id = $1'
      : 'update proposal set state = $2, decided_by_name = $3, decision_reason = $4, decided_at = $5 where id = $1',
    [id, to.state, to.byName, to.reason ?? null, tx.now],
  );
