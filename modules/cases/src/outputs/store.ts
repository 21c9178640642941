// SPDX-License-Identifier: Apache-2.0
/** SQL of outputs. */
import { jsonOf, openRow, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { rowsOf, type Sealed } from '../case/index.ts';

type NewOutput = Omit<OutputRow, 'caseNumber' | 'issuedAt' | 'revokedAt' | 'sizeBytes' | 'hasTwin'> & {
  readonly node: string;
  readonly pdf: Buffer;
  readonly accessible: Buffer | undefined;
};

export const insertOutput = (tx: Tx, output: NewOutput) => {
  const kept = sealRow(tx, 'output', output.id, { facts: output.facts });
  return tx.query(
    `insert into output (id, case_id, node, code, title, number, verification_code, issued_at, valid_until, sha256, pdf, accessible, facts, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[output.id, output.caseId, output.node, output.code, output.title, output.number, output.verificationCode],
      ...[
        tx.now,
        output.validUntil,
        output.sha256,
        output.pdf,
        output.accessible ?? null,
        jsonOf(kept.facts),
        kept.sealed,
      ],
    ],
  );
};

export async function revokeOutput(tx: Tx, id: string, reason: string): Promise<boolean> {
  const kept = await sealMore(tx, 'output', id, { revocation_reason: reason });
  const sql =
    'update output set revoked_at = $2, revocation_reason = $3, sealed = $4 where id = $1 and revoked_at is null';
  return (await tx.query(sql, [id, tx.now, kept.revocation_reason, kept.sealed])).rowCount === 1;
}

/** What these services of the office issued under the numbers, in an order that is the same for everybody. */
type Ended = { readonly numbers: readonly string[]; readonly services: readonly string[]; readonly officeId: string };
export async function outputsToEnd(tx: Tx, of: Ended): Promise<{ id: string; caseId: string }[]> {
  const sql = `select o.id, o.case_id as "caseId" from output o join case_file c on c.id = o.case_id
     where c.number = any($1) and c.service_id = any($2) and c.office_id = $3 and o.revoked_at is null order by o.case_id, o.id`;
  return (await tx.query<{ id: string; caseId: string }>(sql, [of.numbers, of.services, of.officeId])).rows;
}

export interface OutputRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly code: string;
  readonly title: LocalText;
  readonly number: string;
  readonly verificationCode: string;
  readonly issuedAt: Date;
  readonly validUntil: string | null;
  readonly revokedAt: Date | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly hasTwin: boolean;
  readonly facts: { label: LocalText; value: string }[];
}

const outputColumns = `o.id, o.case_id as "caseId", c.number as "caseNumber", o.code, o.title, o.number,
  o.verification_code as "verificationCode", o.issued_at as "issuedAt", o.valid_until as "validUntil", o.revoked_at as "revokedAt",
  o.sha256, octet_length(o.pdf) as "sizeBytes", o.accessible is not null as "hasTwin", o.facts, o.sealed`;
const openOutput = (tx: Tx, row: OutputRow & Sealed): OutputRow => openRow(tx, 'output', row.id, row);
const outputTables = 'output o join case_file c on c.id = o.case_id';

export const outputsOf = async (tx: Tx, caseId: string): Promise<OutputRow[]> => {
  const sql = `select ${outputColumns} from ${outputTables} where o.case_id = $1 order by o.issued_at`;
  return (await rowsOf<OutputRow & Sealed>(tx, 'outputs', sql, caseId)).map((row) => openOutput(tx, row));
};

export async function findOutput(
  tx: Tx,
  by: 'id' | 'verification_code',
  value: string,
): Promise<OutputRow | undefined> {
  const sql = `select ${outputColumns} from ${outputTables} where o.${by} = $1`;
  return (await tx.query<OutputRow & Sealed>(sql, [value])).rows.map((row) => openOutput(tx, row))[0];
}

export async function pdfOf(tx: Tx, outputId: string, twin: boolean): Promise<Buffer | undefined> {
  const { rows } = await tx.query<{ pdf: Buffer | null }>(
    `select nullif(case when $2 then accessible else pdf end, '') as pdf from output where id = $1`,
    [outputId, twin],
  );
  return rows[0]?.pdf ?? undefined;
}

/** Outputs of the applicant and those about the person, newest first. */
export async function listOutputs(
  tx: Tx,
  filter: { cursor?: string; applicantId: string; services: string[]; personKey: string | null },
  count: number,
): Promise<OutputRow[]> {
  const { rows } = await tx.query<OutputRow & Sealed>(
    `select ${outputColumns} from ${outputTables}
     where ((c.applicant_id = $1 and $5::text[] && array['*', c.service_id]) or exists (select 1 from subject s where s.case_id = c.id and s.person_key = $2))
       and ($3::uuid is null or o.id < $3) order by o.id desc limit $4`,
    [filter.applicantId, filter.personKey, filter.cursor, count, filter.services],
  );
  return rows.map((row) => openOutput(tx, row));
}

type Held = OutputRow & {
  serviceId: string;
  holderKind: 'person' | 'organisation';
  holderId: string;
  validUntil: string;
};
/** What runs out, in the order of ids. */
export async function listHeld(tx: Tx, { cursor, caseId }: { cursor?: string; caseId?: string }, count: number) {
  const { rows } = await tx.query<Held & Sealed>(
    `select ${outputColumns}, c.service_id as "serviceId", c.applicant_kind as "holderKind", c.applicant_id as "holderId"
     from ${outputTables} where o.valid_until is not null and ($1::uuid is null or o.id > $1)
       and ($2::uuid is null or o.case_id = $2) order by o.id limit $3`,
    [cursor, caseId, count],
  );
  return rows.map((row) => openRow(tx, 'output', row.id, row));
}
