// SPDX-License-Identifier: Apache-2.0
/** The instance as GovStack's configuration management (API 1.0.1) describes it: members, applications, services, rights. */
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { giveRight } from '../rights/index.ts';
import { publishService, registerSubsystem } from '../members/index.ts';

const Name = Type.String({ pattern: "^[A-Za-z0-9'()+,.=?-]{1,50}$" });
const Text = Type.String({ minLength: 1, maxLength: 300 });
export const grantedHere = 'Granted through the configuration management API';

/** Where a service leads is for its department's connector to say: the two addresses are taken and not kept. */
const Service = Type.Object({
  id: Name,
  specUrl: Text,
  serviceUrl: Text,
  rights: Type.Optional(Type.Array(Type.Object({ member: Text, application: Name }))),
});
const Application = Type.Object({
  id: Name,
  connection: Type.Optional(Text),
  services: Type.Optional(Type.Array(Service)),
});
const Member = Type.Object({
  name: Text,
  class: Name,
  code: Name,
  applications: Type.Optional(Type.Array(Application)),
});
export const Configuration = Type.Object({
  domain: Text,
  instance: Name,
  members: Type.Optional(Type.Array(Member, { maxItems: 1000 })),
});
type Configuration = Static<typeof Configuration>;

/** The instance identifier of this exchange; refused before anybody is registered. */
export async function instanceOf(tx: Tx): Promise<string> {
  const { rows } = await tx.query<{ instance: string }>(`select min(split_part(id, '/', 1)) as instance from member`);
  return rows[0]?.instance ?? refuse('missing', 'exchange.instance-empty', 'This exchange has no members yet.');
}

/** In English, else in the language that stands first. */
export const englishOf = (name: Record<string, string>) => name.en ?? Object.values(name)[0] ?? '';

interface Row {
  member: string;
  member_name: Record<string, string>;
  application: string | null;
  service: string | null;
  consumer: string | null;
  consumer_name: Record<string, string> | null;
}

/** @param hubUrl refuses while the hub starts */
export async function describeInstance(
  tx: Tx,
  { publicUrl }: ModuleRuntime,
  hubUrl: () => string,
): Promise<Configuration> {
  const instance = await instanceOf(tx);
  const { rows } = await tx.query<Row>(
    `select distinct m.id as member, m.name as member_name, b.id as application, s.id as service, r.consumer_id as consumer, cm.name as consumer_name
     from member m left join subsystem b on b.member_id = m.id left join service s on s.subsystem_id = b.id
     left join access_right r on r.target = s.id and r.consumer_id is not null and (r.valid_until is null or r.valid_until > $2)
     left join subsystem c on c.id = r.consumer_id left join member cm on cm.id = c.member_id
     where split_part(m.id, '/', 1) = $1 order by m.id, b.id, s.id, r.consumer_id`,
    [instance, tx.now],
  );
  const url = hubUrl();
  const last = (id: string) => id.slice(id.lastIndexOf('/') + 1);
  const grouped = <K extends 'member' | 'application' | 'service'>(list: readonly Row[], by: K) =>
    [...Map.groupBy(list, (row) => row[by])].filter((entry): entry is [string, Row[]] => entry[0] !== null);
  return {
    domain: new URL(publicUrl).hostname,
    instance,
    members: grouped(rows, 'member').map(([id, ofMember]) => ({
      name: englishOf(ofMember[0]?.member_name ?? {}),
      class: id.split('/')[1] ?? '',
      code: last(id),
      applications: grouped(ofMember, 'application').map(([application, ofApplication]) => ({
        id: last(application),
        connection: 'https',
        services: grouped(ofApplication, 'service').map(([service, ofService]) => ({
          id: last(service),
          specUrl: `${url}/r1/${application}/getOpenAPI?serviceCode=${last(service)}`,
          serviceUrl: `${url}/r1/${service}`,
          rights: ofService.flatMap(({ consumer, consumer_name: name }) =>
            consumer && name ? [{ member: englishOf(name), application: last(consumer) }] : [],
          ),
        })),
      })),
    })),
  };
}

/** Registers what is not there yet, and grants the rights; names that are there stay. Rights name members by name. */
export async function updateInstance(tx: Tx, { instance, members = [] }: Configuration): Promise<void> {
  const { rows } = await tx.query<{ instance: string | null }>(
    `select min(split_part(id, '/', 1)) as instance from member`,
  );
  if (rows[0]?.instance && rows[0].instance !== instance)
    refuse('invalid', 'exchange.instance-other', `This is the instance ${rows[0].instance}.`);
  const applications = members.flatMap((member) =>
    (member.applications ?? []).map((application) => ({
      member,
      application,
      id: `${instance}/${member.class}/${member.code}/${application.id}`,
    })),
  );
  for (const { member, application, id } of applications) {
    if (!(await exists(tx, 'subsystem', id)))
      await registerSubsystem(tx, { id, name: { en: application.id }, memberName: await nameOf(tx, id, member.name) });
    for (const { id: code } of application.services ?? [])
      if (!(await exists(tx, 'service', `${id}/${code}`)))
        await publishService(tx, { subsystemId: id, code, name: { en: code } });
  }
  for (const { application, id } of applications)
    for (const service of application.services ?? [])
      for (const { member, application: consumer } of service.rights ?? [])
        await giveRight(tx, {
          consumerId: await applicationOf(tx, member, consumer),
          target: `${id}/${service.id}`,
          purpose: grantedHere,
        });
}

const exists = async (tx: Tx, table: 'subsystem' | 'service', id: string): Promise<boolean> =>
  (await tx.query(`select 1 from ${table} where id = $1`, [id])).rowCount === 1;

/** What the member is called already, or shall be. */
async function nameOf(tx: Tx, subsystem: string, name: string): Promise<{ en: string }> {
  const { rows } = await tx.query<{ name: { en: string } }>('select name from member where id = $1', [
    subsystem.slice(0, subsystem.lastIndexOf('/')),
  ]);
  return rows[0]?.name ?? { en: name };
}

async function applicationOf(tx: Tx, memberName: string, code: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `select s.id from subsystem s join member m on m.id = s.member_id
     where s.id = m.id || '/' || $2 and exists (select 1 from jsonb_each_text(m.name) n where n.value = $1)`,
    [memberName, code],
  );
  return rows.length === 1 && rows[0]
    ? rows[0].id
    : refuse('missing', 'exchange.subsystem-unknown', `There is no one application ${code} of ${memberName}.`);
}
