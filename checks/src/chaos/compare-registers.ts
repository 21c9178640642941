// SPDX-License-Identifier: Apache-2.0
/** The register of the architecture and campaigns after a run: nothing known twice, nobody written to twice or not at all. */
import type { Acknowledgement } from './acknowledgements.ts';

/** Every row is one fault; the columns say what is wrong. */
export const ofRegisters: Readonly<Record<string, string>> = {
  'an element holds twice on one day': `select a.code, a.valid_from, b.valid_from from architecture.element_version a
    join architecture.element_version b on b.element_id = a.element_id and b.id > a.id
    where a.known_until is null and b.known_until is null and daterange(a.valid_from, a.valid_until) && daterange(b.valid_from, b.valid_until)`,
  'an approved change is not in the register': `select c.id, c.title from architecture.change c where c.state = 'approved'
    and not exists (select from architecture.element_version v where v.change_id = c.id)
    and not exists (select from architecture.relation_version r where r.change_id = c.id)`,
  'a change that nobody approved is in the register': `select c.id, c.state from architecture.change c
    join architecture.element_version v on v.change_id = c.id where c.state <> 'approved'`,
  'a campaign that ended did not write to each of its people once': `select c.id, c.total, count(d.id) from campaigns.campaign c
    left join notifications.delivery d on d.campaign = c.id::text where c.state = 'done' and c.audience = 'list'
    group by c.id having count(d.id) <> c.total or count(distinct d.address_mark) <> c.total`,
  'a letter of a campaign still waits': `select d.id, d.state from notifications.delivery d join campaigns.campaign c on c.id::text = d.campaign
    where c.audience = 'list' and d.state not in ('sent', 'delivered')`,
};

type Rows = <R extends object>(sql: string, values?: unknown[]) => Promise<R[]>;

/** What people were told and is not so. */
export async function lostOfRegisters(
  acknowledged: readonly Acknowledgement[],
  rows: Rows,
  mailUrl: string,
): Promise<string[]> {
  const faults: string[] = [];
  const letters = (await (await fetch(`${mailUrl}/messages`)).json()) as { to: string[] }[];
  const reached = new Set(letters.flatMap(({ to }) => to));
  for (const each of acknowledged) {
    if (each.kind === 'element') {
      const found = await rows<{ users: string | null }>(
        `select facts ->> 'users' as users from architecture.element_version
         where code = $1 and known_until is null and valid_until is null`,
        [each.code],
      );
      if (found.length !== 1 || Number(found[0]?.users) < each.users)
        faults.push(`acknowledged as in force and lost: ${JSON.stringify(each)} is ${JSON.stringify(found)}`);
    } else if (each.kind === 'campaign') {
      const missing = each.to.filter((address) => !reached.has(address));
      if (missing.length > 0)
        faults.push(`a campaign ended and ${missing.length} letters of it never came: ${each.campaign}`);
    }
  }
  return faults;
}
