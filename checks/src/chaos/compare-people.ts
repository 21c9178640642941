// SPDX-License-Identifier: Apache-2.0
/** Accounts, posts and powers after a run: nothing half done, nothing twice, and what people were told is so. */
import type { Acknowledgement } from './acknowledgements.ts';

/** Duties that come of posts now, and those that identity was told of. */
const onPosts = `select h.person_id, d.code, p.organisation_id, p.id as post_id, h.as_what
  from organisations.holding h join organisations.post p on p.id = h.post_id
    join organisations.organisation g on g.id = p.organisation_id join organisations.post_duty d on d.post_id = p.id
    left join organisations.holding o on o.id = h.for_id
  where greatest(h.from_at, d.from_at) <= now() and coalesce(least(h.until_at, d.until_at, o.until_at), 'infinity') > now()
    and coalesce(least(p.until_on, g.until_on), 'infinity') > now()`;
const told = `select person_id, code, organisation_id, post_id, as_what from identity.held_duty
  where from_at <= now() and coalesce(until_at, 'infinity') > now()`;

/** Those that people of a run made and hand over. */
const handedOver = (post: string) =>
  `${post} in (select id from organisations.post where title ->> 'en' like 'Handed over %')`;

/** Every row is one fault; the columns say what is wrong. */
export const ofPeople: Readonly<Record<string, string>> = {
  'a duty of a post is not held': `${onPosts} except ${told}`,
  'a duty is held that no post gives': `${told} except ${onPosts}`,
  'a request was approved and never ended': `select id, kind from accounts.request where approved and decided_at is null`,
  'a request was carried out twice': `select person_id, kind, count(*) from accounts.request where approved and kind = 'join'
    group by 1, 2 having count(*) > 1`,
  'a link was left that opens what is open already': `select r.id from accounts.registration r where r.used_at is null and r.settled_at is null
    and r.expires_at < now()`,
  'a power is held that is not in force': `select h.power_id, p.state from identity.held_power h left join powers.power p on p.id = h.power_id
    where p.state is distinct from 'accepted'`,
  'a power in force is not held': `select p.id from powers.power p left join identity.held_power h on h.power_id = p.id
    where p.origin = 'granted' and p.taker_kind = 'person' and p.state = 'accepted' and coalesce(p.until_at, 'infinity') > now() and h.power_id is null`,
  'a change was made and left nothing': `select id, kind from organisations.change where approved and touched = '[]'`,
  'a substitute stayed after the leave was undone': `select h.id, h.reason from organisations.holding h join organisations.change c
    on c.undone_at is not null and h.reason = c.reason`,
  'an invitation opened an account and is open still, or the other way round': `select i.id, i.used_at, o.person_id from accounts.invitation i
    full join identity.opened_once o on o.key = i.id where (i.used_at is null) <> (o.key is null)`,
  'an invitation opened two accounts': `select invitation_id, count(*) from accounts.registration
    where used_at is not null and facts is null and invitation_id is not null group by 1 having count(*) > 1`,
  'two hold one post at once': `select a.post_id, a.name, b.name from organisations.holding a join organisations.holding b
    on b.post_id = a.post_id and b.id > a.id and b.as_what = 'holder' and a.as_what = 'holder'
      and tstzrange(a.from_at, a.until_at) && tstzrange(b.from_at, b.until_at) where ${handedOver('a.post_id')}`,
  'a post that was handed over has no holder': `select p.id from organisations.post p left join organisations.holding h
    on h.post_id = p.id and h.as_what = 'holder' and h.until_at is null where ${handedOver('p.id')} group by p.id having count(h.id) <> 1`,
  'an organisation of a table stands with other facts': `select o.id, o.revision, count(f.*) from organisations.organisation o
    left join organisations.organisation_fact f on f.organisation_id = o.id where o.id like 'XM-NEW-%' group by o.id having count(f.*) <> 1`,
};

type Rows = <R extends object>(sql: string, values?: unknown[]) => Promise<R[]>;
const states = {
  offered: ['offered', 'accepted', 'withdrawn'],
  'in-force': ['accepted', 'withdrawn'],
  withdrawn: ['withdrawn'],
};

/** What people were told and is not so. */
export async function lostOfPeople(acknowledged: readonly Acknowledgement[], rows: Rows): Promise<string[]> {
  const faults: string[] = [];
  const one = async (sql: string, ...values: unknown[]) =>
    (await rows<{ found: string }>(sql, values)).map((row) => row.found);
  for (const each of acknowledged) {
    const found = await {
      account: () => one(`select 'yes' as found from identity.account where login = $1`, 'login' in each && each.login),
      citizen: () =>
        one(
          `select case when p.proofing = 2 then 'yes' end as found from identity.person p
             join identity.account a on a.person_id = p.id where a.login = $1`,
          'login' in each && each.login,
        ),
      guest: () =>
        one(
          `select case when count(*) = 1 and $2 = 1 then 'yes' end as found from identity.account where login = any($1)`,
          'logins' in each && each.logins,
          'opened' in each && each.opened,
        ),
      address: () =>
        one(
          `select p.email as found from identity.person p join identity.account a on a.person_id = p.id where a.login = $1`,
          'login' in each && each.login,
        ),
      joined: () =>
        one(
          `select 'yes' as found from accounts.request r join identity.account a on a.person_id = r.person_id
           where r.kind = 'join' and r.approved and a.login = $1`,
          'login' in each && each.login,
        ),
      named: () =>
        one(
          `select case when approved then 'yes' end as found from organisations.change where reason = $1`,
          'reason' in each && each.reason,
        ),
      handed: () =>
        one(
          `select case when count(*) filter (where c.approved) = 1 and count(h.id) = 1 then 'yes' end as found
           from organisations.change c left join organisations.holding h on h.reason = c.reason and c.approved where c.reason = $1`,
          'reason' in each && each.reason,
        ),
      undone: () =>
        one(
          `select case when undone_at is not null then 'yes' end as found from organisations.change where reason = $1`,
          'reason' in each && each.reason,
        ),
      table: () =>
        one(
          `select 'yes' as found from organisations.organisation where id = $1`,
          'organisation' in each && each.organisation,
        ),
      power: () => one('select state as found from powers.power where id = $1', 'id' in each && each.id),
    }[each.kind as 'power']?.();
    if (!found) continue;
    const expected = each.kind === 'power' ? states[each.state] : [each.kind === 'address' ? each.email : 'yes'];
    if (found.length !== 1 || !expected.includes(found[0] ?? ''))
      faults.push(`acknowledged and not so: ${JSON.stringify(each)} is ${JSON.stringify(found)}`);
  }
  return faults;
}
