// SPDX-License-Identifier: Apache-2.0
/** One case made of the rows of another: its own ids, people, days and hours. */
import { hash } from 'node:crypto';
import { answersIn, type ServicePackage, workingDaysIn } from '@stoa/catalogue/contract';
import { type Tx, wordMarks } from '@stoa/kernel';
import { todayOf } from '../case/index.ts';
import type { DemoCopy, DemoExample, DemoPerson } from '../contract.ts';
import { applicantRow, keyOfPerson } from './applicant.ts';
import { movedDates } from './dates.ts';
import { type Row, type Rows, sealedAgain, tables } from './store.ts';

/** UUIDv7 of an instant: the same words at the same instant, the same id. */
function idAt(at: number, words: string): string {
  const hex = hash('sha256', words, 'hex');
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(13, 16)}-${endingOf(words)}`;
}
const endingOf = (words: string) => {
  const hex = hash('sha256', words, 'hex');
  return `8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
/** By which a copy is known again, whatever the day on which it is entered. */
export const endingOfCopy = ({ key }: DemoCopy): string => endingOf(`demo case ${key}`);

const minuteMs = 60_000;

/** Undefined where something that it waits for would be over by now. */
export function copyOf(
  tx: Tx,
  pkg: ServicePackage,
  example: DemoExample,
  played: Rows,
  copy: DemoCopy,
  number: number,
): Rows | undefined {
  const [from, until] = [Date.parse(copy.submittedAt), Date.parse(copy.untilAt)];
  const [origin] = played.get('case_file') ?? [];
  if (!origin) return undefined;
  const rewrite = rewriter(tx, pkg, example, played, copy, String(origin.submitted_at));
  const history = played.get('history') ?? [];
  // A little at first, then longer and longer; never two at once.
  const times = history.map((_, at) => {
    const share = history.length > 1 ? (at / (history.length - 1)) ** 1.4 : 0;
    return Math.round(from + Math.max(0, until - from) * share) + at * 1000;
  });
  const last = times.at(-1) ?? from;
  const timeOf = (kinds: readonly string[], node?: unknown): string | undefined => {
    const at = history.findLastIndex(
      (row) => kinds.includes(String(row.kind)) && (node === undefined || row.node === node),
    );
    return at < 0 ? undefined : iso(times[at] ?? last);
  };
  const made = new Map<string, Row[]>();
  const ownNumber = `${pkg.facts.numberPrefix}-${todayOf(tx, new Date(from)).slice(0, 4)}-${String(number).padStart(6, '0')}`;
  const clock = timeOf(['fee-paid', 'no-fee']) ?? iso(from);
  const decidedAt = timeOf(['decided']);
  const term = termOf(tx, workingDaysIn(pkg, { answers: answersIn(pkg, example) }), clock, decidedAt);
  for (const table of tables) {
    const rows = (played.get(table.name) ?? []).map((row, at): Row => {
      const own = rewrite(table.name, row, at, times[at] ?? from);
      switch (table.name) {
        case 'case_file':
          return { ...own, ...caseRow(tx, copy, own, { from, last, number: ownNumber, decidedAt, ...term }) };
        case 'history':
          return {
            ...own,
            at: iso(times[at] ?? last),
            ...(own.kind === 'submitted' ? { facts: { number: ownNumber } } : {}),
          };
        case 'task':
          return {
            ...own,
            created_at: timeOf(['task-opened'], own.node) ?? iso(last),
            closed_at: own.closed_at === null ? null : (timeOf(['task-finished', 'decided'], own.node) ?? iso(last)),
          };
        case 'message': {
          const sentAt = timeOf(['check-asked', 'card-sent'], own.node) ?? iso(from);
          const answeredAt = timeOf(['check-answered', 'card-answered'], own.node) ?? iso(last);
          return { ...own, created_at: sentAt, sent_at: sentAt, answered_at: answeredAt };
        }
        case 'process_step': {
          const steps = played.get('process_step')?.length ?? 1;
          const between = (part: number) => iso(from + ((last - from) * part) / steps);
          return { ...own, since_at: between(at), at: between(at + 1) };
        }
        case 'process_token':
          return { ...own, since_at: iso(last) };
        case 'process_timer':
          return {
            ...own,
            due_at: iso(Date.parse(String(row.due_at)) - Date.parse(String(origin.submitted_at)) + last),
          };
        case 'answer':
        case 'reading':
          return { ...own, at: iso(from) };
        default:
          return own;
      }
    });
    made.set(table.name, rows);
  }
  if ((made.get('process_timer') ?? []).some(({ due_at }) => Date.parse(String(due_at)) <= tx.now.getTime() + minuteMs))
    return undefined;
  late(made, term, idAt);
  return new Map([
    ...tables.map(
      (table) => [table.name, (made.get(table.name) ?? []).map((row) => sealedAgain(tx, table, row))] as const,
    ),
    ['subject', subjectsOf(tx, pkg, copy, String(made.get('case_file')?.[0]?.id))] as const,
  ]);
}

const iso = (ms: number) => new Date(ms).toISOString();

interface Term {
  readonly dueOn: string | null;
  /** The day after, where it was decided later. */
  readonly overdueAt: string | null;
}

function termOf(tx: Tx, days: number, clock: string, decidedAt: string | undefined): Term {
  if (days === 0) return { dueOn: null, overdueAt: null };
  const { calendar } = tx.module.country;
  const dueOn = calendar.addWorkingDays(todayOf(tx, new Date(clock)), days);
  const over = new Date(calendar.startOfDate(dueOn).getTime() + 86_400_000);
  const until = decidedAt === undefined ? tx.now : new Date(decidedAt);
  return { dueOn, overdueAt: until >= over ? over.toISOString() : null };
}

/** That a deadline has passed is noted when it passes. */
function late(made: Map<string, Row[]>, { dueOn, overdueAt }: Term, newAt: typeof idAt): void {
  const history = made.get('history') ?? [];
  const [first] = history;
  if (!overdueAt || !first) return;
  const row = {
    ...first,
    ...{ id: newAt(Date.parse(overdueAt), `${String(first.id)} late`), at: overdueAt, kind: 'deadline-passed' },
    ...{ node: null, internal: true, actor: null, facts: { dueOn } },
  };
  made.set('history', [...history, row]);
}

function caseRow(
  tx: Tx,
  copy: DemoCopy,
  own: Row,
  {
    from,
    last,
    number,
    decidedAt,
    dueOn,
    overdueAt,
  }: { from: number; last: number; number: string; decidedAt: string | undefined } & Term,
): Row {
  const applicant = applicantRow(tx, copy);
  return {
    ...{ number, due_on: dueOn, overdue_at: overdueAt },
    ...{ applicant_kind: applicant.applicantKind, applicant_id: applicant.applicantId },
    ...{ applicant_name: applicant.applicantName, applicant_numbers: applicant.applicantNumbers },
    ...{ contact_key: applicant.contactKey, name_marks: wordMarks(tx.module, applicant.applicantName) },
    ...{ started_at: iso(from - 20 * minuteMs), submitted_at: iso(from), changed_at: iso(last) },
    decided_at: decidedAt ?? null,
    closed_at: own.state === 'closed' ? iso(last) : null,
    decision: decidedAt && own.decision ? { ...(own.decision as object), at: decidedAt } : null,
  };
}

const subjectsOf = (tx: Tx, { facts }: ServicePackage, { people }: DemoCopy, caseId: string): Row[] => {
  const rows = facts.subjects.flatMap(({ role, field }) => {
    const person = people[field];
    return person ? [{ case_id: caseId, person_key: keyOfPerson(tx, person.number), role }] : [];
  });
  return rows.filter(({ person_key }, at) => rows.findIndex((row) => row.person_key === person_key) === at);
};

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const idColumns = ['id', 'token_id', 'holder_id', 'case_id'];
const inside = (text: string) => JSON.stringify(text).slice(1, -1);

/** Rows under ids of the copy, with the people and days of the copy in what was said. */
function rewriter(tx: Tx, pkg: ServicePackage, example: DemoExample, played: Rows, copy: DemoCopy, playedAt: string) {
  const from = Date.parse(copy.submittedAt);
  const ids = new Map<string, string>();
  for (const { name } of tables)
    for (const [at, row] of (played.get(name) ?? []).entries())
      for (const column of idColumns) {
        const id = row[column];
        if (typeof id !== 'string' || ids.has(id)) continue;
        const words = name === 'case_file' ? `demo case ${copy.key}` : `demo ${copy.key} ${name} ${column} ${at}`;
        // Rows of a table keep their order.
        ids.set(id, idAt(from + (name === 'case_file' ? 0 : at), words));
      }
  const [playedOn, ownOn] = [todayOf(tx, new Date(playedAt)), todayOf(tx, new Date(from))];
  const days = Math.round((Date.parse(ownOn) - Date.parse(playedOn)) / 86_400_000);
  const names = replacements(pkg, example, copy);
  return (table: string, row: Row, at: number, time: number): Row => {
    let json = JSON.stringify(row).replace(anyId, (id) => ids.get(id) ?? id);
    if (['answer', 'reading', 'message', 'process_step'].includes(table)) {
      json = movedDates(json, playedOn, days);
      for (const [was, is] of names) json = json.replaceAll(inside(was), inside(is));
    }
    const own = JSON.parse(json) as Row;
    return table === 'history' ? { ...own, id: idAt(time, `demo ${copy.key} history ${at}`) } : own;
  };
}

/** Number and names of each subject of the example, with those of the copy in their place; the longest first. */
function replacements(pkg: ServicePackage, example: DemoExample, { people, applicant }: DemoCopy): [string, string][] {
  const found: [string, string][] = [];
  const add = (was: unknown, is: string) => {
    if (typeof was === 'string' && was.length > 1 && was !== is) found.push([was, is]);
  };
  for (const { field } of pkg.facts.subjects) {
    const person = people[field];
    if (!person) continue;
    add(example.answers[field], person.number);
    const registers = pkg.registers.filter(({ path }) => path.includes(`{answers.${field}}`));
    for (const { name } of registers) {
      const body = example.registers[name] ?? {};
      const parts: (keyof DemoPerson)[] = ['nameLatin', 'familyName', 'givenName'];
      for (const part of parts) add(body[part], person[part]);
    }
  }
  if (applicant.kind === 'organisation')
    for (const body of Object.values(example.registers)) {
      if (body.inn === undefined) continue;
      add(body.inn, applicant.number);
      add((body.name as { en?: unknown } | undefined)?.en, applicant.name);
    }
  return found.sort(([a], [b]) => b.length - a.length);
}
