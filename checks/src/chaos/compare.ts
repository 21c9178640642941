// SPDX-License-Identifier: Apache-2.0
/** What outsiders were told against what the platform, the bank and the mail catcher know: each once, nothing lost. */
import { readFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Acknowledgement } from './acknowledgements.ts';
import { lostOfDocuments, ofDocuments } from './compare-documents.ts';
import { lostOfPeople, ofPeople } from './compare-people.ts';
import { lostOfRegisters, ofRegisters } from './compare-registers.ts';

export interface Comparison {
  readonly figures: Readonly<Record<string, number>>;
  /** Sentences; none when everything holds. */
  readonly faults: readonly string[];
}

interface BankEntry {
  kind: string;
  checkout?: { id: string; reference: string; state: string };
}

/** Of a closed case, what stands in a table for one step of each relative, or once for all: not `times` of them, or one of them twice. */
const notOnce = (
  step: string,
  table: string,
  times: string,
) => `select f.number, f.outcome, count(t.id) from cases.case_file f
    left join cases.${table} t on t.case_id = f.id and t.node = '${step}'
    where f.service_id = 'family-residence' and f.state = 'closed'
    group by f.id having count(t.id) <> ${times} or count(distinct t.items) <> ${times}`;
const givenBack = `(f.outcome in ('refused', 'lapsed'))::integer`;

/** The family of the worker has three more members. */
export const ofFamilies: Readonly<Record<string, string>> = {
  'places were not reserved once': notOnce('reservePlaces', 'task', '1'),
  'a relative was not asked about once': notOnce('askRecord', 'message', '3'),
  'a relative was not a task once': notOnce('checkMember', 'task', '3'),
  'places were not given back once where a family is refused, and never where it is not': notOnce(
    'releasePlaces',
    'task',
    givenBack,
  ),
  'a question about a relative is not one request at the exchange': `select m.id, count(r.message_id) from cases.message m
    left join exchange.mailbox_request r on r.message_id::text = m.id where m.node = 'askRecord' group by m.id having count(r.message_id) <> 1`,
};

/** Every row is one fault; the columns say what is wrong. */
const invariants: Readonly<Record<string, string>> = {
  'a case number stands twice':
    'select number from cases.case_file where number is not null group by 1 having count(*) > 1',
  'a granted case has not exactly one permit': `select f.number, count(o.id) from cases.case_file f left join cases.output o on o.case_id = f.id
    where f.outcome = 'issued' group by f.id having count(o.id) <> 1`,
  'a permit stands without a granted case': `select o.number from cases.output o join cases.case_file f on f.id = o.case_id where f.outcome is distinct from 'issued'`,
  'a case that was submitted did not come to its end': `select number, state from cases.case_file where state not in ('draft', 'closed')`,
  'a token stands in a closed case': `select f.number, t.node from cases.process_token t join cases.case_file f on f.id = t.holder_id where f.state = 'closed'`,
  'a task waits in a closed case': `select f.number, t.node from cases.task t join cases.case_file f on f.id = t.case_id
    where f.state = 'closed' and t.state in ('open', 'claimed', 'waiting')`,
  ...ofFamilies,
  ...ofPeople,
  ...ofDocuments,
  ...ofRegisters,
  'a step of a process failed': `select f.number, t.node, t.error from cases.token t join cases.case_file f on f.id = t.case_id where t.state = 'failed'`,
  'a closed case has not exactly one invoice': `select f.number, count(i.*) from cases.case_file f left join cases.invoice i on i.case_id = f.id
    where f.state = 'closed' and f.service_id = 'work-permit' group by f.id having count(i.*) <> 1`,
  'the case and the payment disagree': `select f.number from cases.invoice c join cases.case_file f on f.id = c.case_id left join payments.invoice p on p.id = c.invoice_id
    where p.id is null or (c.paid_at is null) <> (p.state <> 'paid')`,
  'what is booked of an invoice is not what was paid of it': `select i.number from payments.invoice i
    where i.paid_minor - i.refunded_minor - i.charged_back_minor <> coalesce((select -sum(p.amount_minor) from payments.posting p
      join payments.journal_entry e on e.id = p.entry_id where e.invoice_id = i.id and p.account like 'revenue:%'), 0)`,
  'a case was paid more than once': `select i.number from payments.invoice i join payments.journal_entry e on e.invoice_id = i.id
    where i.reference like 'case:%' and e.kind = 'payment' group by i.id having count(*) > 1`,
  'a journal entry does not balance':
    'select entry_id from payments.posting group by entry_id, currency having sum(amount_minor) <> 0',
  'a work permit has not exactly one card': `select o.number, count(c.id) from cases.output o join cases.case_file f on f.id = o.case_id
    left join quality.card c on c.record_id = o.case_id::text where f.service_id = 'work-permit' group by o.id having count(c.id) <> 1`,
  'a card was rejected or taken as a double': `select id, state, reasons from quality.card where state in ('REJECTED', 'DUPLICATE')`,
  'a card has more than one survey link': 'select card_id from quality.survey_link group by 1 having count(*) > 1',
  'a consumed link has no response': `select l.id from quality.survey_link l left join surveys.response r on r.id = l.response_id
    where r.id is null and l.state = 'CONSUMED'`,
  // What the history says was answered in its two years never had a card.
  'a response about a card has no link': `select c.response_id from surveys.response_card c
    left join quality.survey_link l on l.response_id = c.response_id where l.id is null`,
  'a response is in no figure yet': 'select response_id from analytics.pending_fold',
};

export async function compare(
  told: readonly Acknowledgement[],
  databaseUrl: string,
  dataDir: string,
  mailUrl: string,
): Promise<Comparison> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rows = async <R extends object>(sql: string, values: unknown[] = []) =>
      (await client.query<R & pg.QueryResultRow>(sql, values)).rows;
    const faults: string[] = [];
    for (const [fault, sql] of Object.entries(invariants))
      for (const row of (await rows(sql)).slice(0, 10)) faults.push(`${fault}: ${JSON.stringify(row)}`);
    faults.push(
      ...(await compareTold(told, rows)),
      ...(await lostOfPeople(told, rows)),
      ...(await lostOfDocuments(told, rows)),
      ...(await lostOfRegisters(told, rows, mailUrl)),
    );
    faults.push(...(await leftWork(rows)));
    const bank = await compareBank(told, dataDir, rows);
    const mail = await compareMail(mailUrl, rows);
    const [counts] = await rows<
      Record<string, string>
    >(`select (select count(*) from cases.case_file where number is not null) as cases,
      (select count(*) from cases.output) as permits,
      (select count(*) from cases.case_file where service_id = 'family-residence' and number is not null) as families, (select count(*) from quality.card) as cards,
      (select count(*) from surveys.response) as responses, (select count(*) from exchange.message) as messages, (select count(*) from accounts.passport) as registered,
      (select count(*) from organisations.change) as changes, (select count(*) from powers.power where origin = 'granted') as powers,
      (select count(*) from documents.registration) as numbers, (select count(*) from execution.resolution) as resolutions`);
    const numbers = Object.entries(counts ?? {}).map(([name, value]) => [name, Number(value)] as const);
    return {
      figures: { ...Object.fromEntries(numbers), ...bank.figures, ...mail.figures },
      faults: [...faults, ...bank.faults, ...mail.faults],
    };
  } finally {
    await client.end();
  }
}

const stillMs = 90_000;

/** Retries back off for a minute and more: what still moves is waited for, what stands still is a fault. */
export async function settled(look: () => Promise<Comparison>): Promise<Comparison> {
  let seen = await look();
  for (let since = Date.now(); seen.faults.length > 0 && Date.now() - since < stillMs; ) {
    await wait(3000);
    const now = await look();
    if (now.faults.join() !== seen.faults.join()) since = Date.now();
    seen = now;
  }
  return seen;
}

type Rows = <R extends object>(sql: string, values?: unknown[]) => Promise<R[]>;

async function compareTold(told: readonly Acknowledgement[], rows: Rows): Promise<string[]> {
  const faults: string[] = [];
  const cases = await rows<{
    id: string;
    number: string | null;
    paid: boolean;
    outcome: string | null;
    permits: string;
  }>(
    `select f.id, f.number, f.outcome, exists (select from cases.invoice i where i.case_id = f.id and i.paid_at is not null) as paid,
      (select count(*) from cases.output o where o.case_id = f.id) as permits from cases.case_file f`,
  );
  const byId = new Map(cases.flatMap((one) => [[one.id, one] as const, [one.number ?? '', one] as const]));
  const used = await rows<{ count: string }>(
    `select count(*) as count from quality.survey_link where state = 'CONSUMED'`,
  );
  const receipts = new Set(told.flatMap((one) => (one.kind === 'receipt' ? [one.link] : [])));
  if (receipts.size > Number(used[0]?.count))
    faults.push(`${receipts.size} receipts were given for ${used[0]?.count} answered links`);
  const done = new Set(
    (await rows<{ id: string }>(`select id from cases.task where state = 'done'`)).map(({ id }) => id),
  );
  for (const one of told) {
    if (one.kind === 'receipt') continue;
    if (one.kind === 'finished') {
      if (!done.has(one.task)) faults.push(`acknowledged as finished and lost: task ${one.task}`);
      continue;
    }
    if (!('caseId' in one) && one.kind !== 'decided') continue;
    const known = byId.get(one.kind === 'decided' ? one.number : one.caseId);
    const holds = {
      submitted: () => known?.number === (one.kind === 'submitted' && one.number),
      paid: () => known?.paid === true,
      decided: () => known?.outcome === (one.kind === 'decided' && one.outcome),
      refused: () => known?.outcome === 'refused' && Number(known.permits) === 0,
      permit: () => Number(known?.permits) === 1,
    }[one.kind]();
    if (!holds) faults.push(`acknowledged as ${one.kind} and lost: ${JSON.stringify(one)} is ${JSON.stringify(known)}`);
  }
  return faults;
}

/** Dead letters, and what still waits although nothing dies any more. */
async function leftWork(rows: Rows): Promise<string[]> {
  const schemas = await rows<{ schema: string }>(
    `select table_schema as schema from information_schema.tables where table_name = 'work' order by 1`,
  );
  const faults: string[] = [];
  for (const { schema } of schemas) {
    const dead = await rows<{ handler: string; last_error: string }>(
      `select handler, last_error from ${schema}.work where state = 'dead'`,
    );
    for (const one of dead) faults.push(`dead letter ${one.handler}: ${one.last_error}`);
    const waiting = await rows<{ handler: string; attempts: number; last_error: string }>(
      `select handler, attempts, last_error from ${schema}.work where state = 'waiting' and source_id <> 'periodic' and run_at < now() + interval '10 minutes'`,
    );
    for (const one of waiting)
      faults.push(`still waiting ${one.handler} after ${one.attempts} tries: ${one.last_error}`);
    const [outbox] = await rows<{ count: string }>(`select count(*) as count from ${schema}.outbox`);
    if (Number(outbox?.count) > 0) faults.push(`${outbox?.count} events of ${schema} were not passed on`);
  }
  return faults;
}

async function compareBank(told: readonly Acknowledgement[], dataDir: string, rows: Rows) {
  const lines = (await readFile(join(dataDir, 'demo', 'bank.jsonl'), 'utf8')).split('\n').filter(Boolean);
  const checkouts = new Map<string, { reference: string; state: string }>();
  for (const line of lines) {
    const { checkout } = JSON.parse(line) as BankEntry;
    if (checkout) checkouts.set(checkout.id, checkout);
  }
  const paidFor = new Map<string, number>();
  for (const { reference, state } of checkouts.values())
    if (state === 'paid') paidFor.set(reference.slice(0, 36), (paidFor.get(reference.slice(0, 36)) ?? 0) + 1);
  const invoices = await rows<{ invoice_id: string; case_id: string; paid: boolean }>(
    'select invoice_id, case_id, paid_at is not null as paid from cases.invoice',
  );
  const faults: string[] = [];
  for (const { invoice_id, case_id, paid } of invoices) {
    const times = paidFor.get(invoice_id) ?? 0;
    if (times > 1) faults.push(`case ${case_id} was charged ${times} times at the bank`);
    if (paid !== times > 0) faults.push(`case ${case_id}: paid here ${paid}, at the bank ${times} times`);
  }
  const acknowledged = told.filter((one) => one.kind === 'paid').length;
  return {
    faults,
    figures: { paymentsAcknowledged: acknowledged, paidAtBank: [...paidFor.values()].reduce((a, b) => a + b, 0) },
  };
}

/** A crash between sending and marking sends a second copy: same Message-ID and content, so that mail systems fold it. */
async function compareMail(mailUrl: string, rows: Rows) {
  const caught = (await (await fetch(`${mailUrl}/messages`)).json()) as {
    messageId?: string;
    to: string[];
    subject: string;
    text: string;
  }[];
  const copies = Map.groupBy(caught, (mail) => mail.messageId ?? '');
  // The history's year of messages is told of, never sent. A letter is named for the delivery it belongs to.
  const sent = await rows<{ id: string; state: string }>(
    `select d.id, d.state from notifications.delivery d join notifications.message m on m.id = d.message_id
     where d.channel = 'email' and m.key not like 'demo:%'`,
  );
  const faults: string[] = [];
  for (const { id, state } of sent) {
    const mine = copies.get(`<${id}@stoa>`) ?? [];
    if (['sent', 'delivered'].includes(state) && mine.length === 0)
      faults.push(`the e-mail of delivery ${id} is marked as ${state} and was lost`);
    if (!['sent', 'delivered'].includes(state)) faults.push(`the e-mail of delivery ${id} is ${state}`);
    const contents = new Set(
      mine.map(({ to, subject, text }) => hash('sha256', JSON.stringify({ to, subject, text }))),
    );
    if (contents.size > 1) faults.push(`delivery ${id} went out with different contents`);
  }
  if (copies.has('')) faults.push('an e-mail without Message-ID went out');
  return { faults, figures: { emails: copies.size, emailSecondCopies: caught.length - copies.size } };
}
