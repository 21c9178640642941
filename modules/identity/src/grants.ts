// SPDX-License-Identifier: Apache-2.0
/** Duties: asked for by one person, decided by another, neither for oneself. */
import { audit, newId, type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { GrantRequest } from './contract.ts';
import { getOrganisation } from './organisations.ts';
import { tell } from './telling.ts';

const actorOf = (tx: Tx): string | undefined => (tx.principal.kind === 'person' ? tx.principal.id : undefined);

interface Duty {
  readonly code: string;
  readonly organisationId: string;
  readonly validUntil?: string | Date | null | undefined;
}
export const giveDuty = (tx: Tx, personId: string, { code, organisationId, validUntil }: Duty) =>
  tx.query(
    `insert into duty (person_id, code, organisation_id, valid_until) values ($1, $2, $3, $4)
     on conflict (person_id, code, organisation_id) do update set valid_until = excluded.valid_until`,
    [personId, code, organisationId, validUntil ?? null],
  );

async function personKeyOf(tx: Tx, id: string): Promise<string> {
  const { rows } = await tx.query<{ person_key: string }>('select person_key from person where id = $1', [id]);
  return rows[0]?.person_key ?? refuse('missing', 'identity.person-unknown', 'There is no such person.');
}

function demandAnother(tx: Tx, personId: string): void {
  if (actorOf(tx) === personId)
    refuse('forbidden', 'identity.grant-to-oneself', 'Nobody gives themselves a duty. Ask a colleague.');
}

/** Refuses: identity.person-unknown, identity.organisation-unknown, identity.grant-to-oneself. */
export async function requestDuty(tx: Tx, asked: InputOf<typeof contract.requestDuty>): Promise<{ id: string }> {
  await personKeyOf(tx, asked.personId);
  await getOrganisation(tx, asked.organisationId);
  demandAnother(tx, asked.personId);
  const id = newId();
  await tx.query(
    `insert into grant_request (id, kind, person_id, organisation_id, code, valid_until, requested_by, requested_at)
     values ($1, 'duty', $2, $3, $4, $5, $6, $7)`,
    [id, asked.personId, asked.organisationId, asked.code, asked.validUntil ?? null, actorOf(tx), tx.now],
  );
  return { id };
}

interface Row {
  id: string;
  person_id: string;
  organisation_id: string;
  code: string;
  valid_until: Date | null;
  requested_by: string;
  requested_at: Date;
  decided_at: Date | null;
}

export const listGrantRequests = (tx: Tx, asked: PageAsked): Promise<Page<GrantRequest>> =>
  pageOfRows(
    asked,
    (count) =>
      tx.query<Row & { name: string }>(
        `select r.*, p.name from grant_request r join person p on p.id = r.person_id
         where r.decided_at is null and r.kind = 'duty' and ($1::uuid is null or r.id > $1) order by r.id limit $2`,
        [asked.cursor, count],
      ),
    (row) => ({
      id: row.id,
      personId: row.person_id,
      personName: row.name,
      organisationId: row.organisation_id,
      code: row.code,
      ...(row.valid_until ? { validUntil: row.valid_until.toISOString() } : {}),
      requestedBy: row.requested_by,
      requestedAt: row.requested_at.toISOString(),
    }),
  );

/**
 * Refuses: identity.request-unknown, identity.request-decided, identity.second-person-needed, identity.grant-to-oneself.
 */
export async function decideGrantRequest(tx: Tx, id: string, approved: boolean): Promise<{ id: string }> {
  const { rows } = await tx.query<Row>(`select * from grant_request where id = $1 and kind = 'duty' for update`, [id]);
  const asked = rows[0] ?? refuse('missing', 'identity.request-unknown', 'There is no such request.');
  if (asked.decided_at) refuse('conflict', 'identity.request-decided', 'This request was decided already.');
  demandAnother(tx, asked.person_id);
  if (approved && asked.requested_by === actorOf(tx))
    refuse('forbidden', 'identity.second-person-needed', 'Somebody else must decide what you asked for.');
  await tx.query('update grant_request set decided_by = $2, decided_at = $3, approved = $4 where id = $1', [
    id,
    actorOf(tx) ?? null,
    tx.now,
    approved,
  ]);
  const { code, person_id: personId, organisation_id: organisationId, valid_until: validUntil } = asked;
  if (approved) await giveDuty(tx, personId, { code, organisationId, validUntil });
  const subject = await personKeyOf(tx, personId);
  if (approved) await tell(tx, { key: `grant-${id}`, personKey: subject, matter: 'duty' });
  await audit(tx, {
    action: 'identity.grant-decided',
    object: { type: 'grant-request', id },
    subject,
    details: { approved, personId, organisationId, code, requestedBy: asked.requested_by },
  });
  return { id };
}

/** Refuses: identity.person-unknown. */
export async function withdrawGrant(
  tx: Tx,
  { personId, organisationId, code }: InputOf<typeof contract.withdrawGrant>,
): Promise<{ ended: boolean }> {
  const personKey = await personKeyOf(tx, personId);
  const { rowCount } = await tx.query('delete from duty where person_id = $1 and organisation_id = $2 and code = $3', [
    personId,
    organisationId,
    code,
  ]);
  const ended = rowCount > 0;
  if (ended) await tell(tx, { key: `withdrawn-${newId()}`, personKey, matter: 'withdrawn' });
  return { ended };
}
