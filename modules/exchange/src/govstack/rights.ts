// SPDX-License-Identifier: Apache-2.0
/** Who may call which service, as GovStack's configuration management (API 1.0.1) lists and changes it. */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { giveRight, removeRights } from '../rights/index.ts';
import { englishOf, grantedHere, instanceOf } from './configuration.ts';

const Name = Type.String({ minLength: 1, maxLength: 100 });
const Subject = Type.Object({ memberClass: Name, memberCode: Name, applicationId: Name });
export const ServiceRights = Type.Array(
  Type.Object({
    memberClass: Name,
    memberCode: Name,
    applicationId: Name,
    serviceId: Name,
    rights: Type.Array(Subject, { maxItems: 1000 }),
  }),
  { maxItems: 1000 },
);
type ServiceRights = Static<typeof ServiceRights>;

export const RightsFilter = Type.Object(
  {
    memberClass: Type.Optional(Name),
    memberCode: Type.Optional(Name),
    applicationId: Type.Optional(Name),
    serviceId: Type.Optional(Name),
    pageSize: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,2}$' })),
    nextPageToken: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);

interface Pair {
  readonly service: string;
  readonly consumer: string;
  readonly name: Record<string, string>;
}

/** Pairs of service and application, in pages; those that hold a right through a group are not among them. */
export async function listAllowed(tx: Tx, filter: Static<typeof RightsFilter>) {
  const [service, consumer] = readCursor(filter.nextPageToken, 'name', 'name') ?? ['', ''];
  const { items, nextCursor } = await pageOfRows(
    { limit: Number(filter.pageSize ?? 100) },
    (count) =>
      tx.query<Pair>(
        `select distinct s.id as service, r.consumer_id as consumer, m.name
     from access_right r join service s on s.id = r.target join subsystem c on c.id = r.consumer_id join member m on m.id = c.member_id
     where (r.valid_until is null or r.valid_until > $1) and (s.id, r.consumer_id) > ($2, $3)
       and ($4::text is null or split_part(s.id, '/', 2) = $4) and ($5::text is null or split_part(s.id, '/', 3) = $5)
       and ($6::text is null or split_part(s.id, '/', 4) = $6) and ($7::text is null or s.code = $7)
     order by s.id, r.consumer_id limit $8`,
        [
          tx.now,
          service,
          consumer,
          filter.memberClass ?? null,
          filter.memberCode ?? null,
          filter.applicationId ?? null,
          filter.serviceId ?? null,
          count,
        ],
      ),
    (pair) => pair,
    (pair) => writeCursor(pair.service, pair.consumer),
  );
  return {
    ...(nextCursor === undefined ? {} : { nextPageToken: nextCursor }),
    allowList: [...Map.groupBy(items, (row) => row.service)].map(([id, pairs]) => {
      const [, memberClass, memberCode, applicationId, serviceId] = id.split('/');
      return { memberClass, memberCode, applicationId, serviceId, rights: pairs.map(subjectOf) };
    }),
  };
}

function subjectOf({ consumer, name }: Pair) {
  const [, memberClass, memberCode, applicationId] = consumer.split('/');
  return { memberClass, memberCode, applicationId, member: englishOf(name), application: applicationId };
}

export async function allow(tx: Tx, wanted: ServiceRights): Promise<void> {
  for (const { target, consumerId } of await pairsOf(tx, wanted))
    await giveRight(tx, { consumerId, target, purpose: grantedHere });
}

/** Takes every right of the application to the service; one held through a group cannot be taken so. */
export async function deny(tx: Tx, wanted: ServiceRights): Promise<void> {
  for (const { target, consumerId } of await pairsOf(tx, wanted)) {
    await removeRights(tx, consumerId, target);
    const { rows } = await tx.query<{ id: string }>(
      `select r.group_id as id from access_right r join access_group_member g on g.group_id = r.group_id
       where g.subsystem_id = $1 and r.target = $2`,
      [consumerId, target],
    );
    if (rows[0])
      refuse('conflict', 'exchange.right-by-group', `${consumerId} has the right as a member of ${rows[0].id}.`);
  }
}

async function pairsOf(tx: Tx, wanted: ServiceRights) {
  const instance = await instanceOf(tx);
  const idOf = (of: Static<typeof Subject>) => `${instance}/${of.memberClass}/${of.memberCode}/${of.applicationId}`;
  return wanted.flatMap((service) =>
    service.rights.map((right) => ({ target: `${idOf(service)}/${service.serviceId}`, consumerId: idOf(right) })),
  );
}
