// SPDX-License-Identifier: Apache-2.0
/** Documents after a run: no number lost or doubled, no act done twice, no work that nobody can end. */
import type { Acknowledgement } from './acknowledgements.ts';

/** Every row is one fault; the columns say what is wrong. */
export const ofDocuments: Readonly<Record<string, string>> = {
  'a number stands twice': `select j.institution_id, r.number, count(*) from documents.registration r join documents.journal j on j.id = r.journal_id
    group by j.institution_id, j.code, r.number having count(*) > 1`,
  'a journal has a gap': `select j.institution_id, j.code, j.year, j.next_number, count(r.n), max(r.n) from documents.journal j
    left join documents.registration r on r.journal_id = j.id group by j.id
    having j.next_number - 1 <> count(r.n) or coalesce(max(r.n), 0) <> count(r.n)`,
  'a document and its number are not one': `select d.id, d.number, count(r.n) from documents.document d left join documents.registration r
    on r.document_id = d.id where d.number is not null group by d.id having count(r.n) <> 1 or min(r.number) <> d.number`,
  'a number is of a document without it': `select r.number from documents.registration r join documents.document d on d.id = r.document_id where d.number is null`,
  'a document happened twice': `select document_id, what, count(*) from documents.history
    where what in ('registered', 'approved', 'approval-started', 'control-removed') group by 1, 2 having count(*) > 1`,
  'something was decided and documents never heard of it':
    'select document_id, call from execution.owed where done_at is null',
  'documents refused what was decided':
    'select document_id, call, refused from execution.owed where refused is not null',
  'an approved draft waits for somebody': `select t.document_id, t.kind from execution.task t join execution.route r on r.document_id = t.document_id
    where t.done_at is null and t.kind in ('approve', 'mend') and r.state = 'approved'`,
  'an instruction was executed and somebody is still asked': `select t.document_id, t.kind from execution.task t join execution.assignment a on a.id = t.object_id
    where t.done_at is null and t.kind = 'execute' and a.state <> 'given'`,
  'an instruction that is open waits for nobody': `select a.id from execution.assignment a join execution.resolution r on r.id = a.resolution_id
    where r.state = 'open' and a.state = 'given' and not exists (select from execution.task t where t.object_id = a.id and t.done_at is null)`,
  'a signature is made on one side only': `select s.id from documents.signature s left join signing.signature g on g.id = s.id
    where s.made_at is not null and g.signed_at is null`,
  'a document was signed twice by one person': `select document_id, by_id, count(*) from documents.signature where made_at is not null
    group by document_id, version, by_id having count(*) > 1`,
};

type Rows = <R extends object>(sql: string, values?: unknown[]) => Promise<R[]>;
interface Stands {
  number: string | null;
  state: string;
  given: string;
  accepted: string;
  approved: string;
  signed: string;
}

/** What people were told and is not so, or is so twice. */
export async function lostOfDocuments(acknowledged: readonly Acknowledgement[], rows: Rows): Promise<string[]> {
  const faults: string[] = [];
  for (const each of acknowledged) {
    if (!('id' in each) || each.kind === 'power') continue;
    const [stands] = await rows<Stands>(
      // Not what the demo's history has given before the document was there.
      `select d.number, d.state, (select count(*) from execution.resolution r
           where r.document_id = d.id and r.given_at >= d.created_at) as given,
         (select count(*) from execution.report p join execution.assignment a on a.id = p.assignment_id
            join execution.resolution r on r.id = a.resolution_id where r.document_id = d.id and p.decision = 'accepted') as accepted,
         (select count(*) from execution.route r where r.document_id = d.id and r.state = 'approved') as approved,
         (select count(*) from documents.signature s where s.document_id = d.id and s.made_at is not null) as signed
       from documents.document d where d.id = $1`,
      [each.id],
    );
    const holds =
      stands &&
      {
        numbered: () => stands.number === (each.kind === 'numbered' && each.number),
        resolved: () => stands.given === '1',
        accepted: () => stands.accepted === '1',
        approved: () => stands.approved === '1',
        signed: () => stands.signed === '1',
      }[each.kind]();
    if (!holds)
      faults.push(`acknowledged as ${each.kind} and not so: ${JSON.stringify(each)} is ${JSON.stringify(stands)}`);
  }
  return faults;
}
