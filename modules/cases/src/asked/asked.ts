// SPDX-License-Identifier: Apache-2.0
/** Calls on the exchange that were about a person: noted as they are made, told to that person alone. */
import type { Register, ServicePackage } from '@stoa/catalogue/contract';
import { explainCalls, type ExplainedCall, inCircuit, listCallsAbout } from '@stoa/exchange/contract';
import { isRefusal, type ModuleRuntime, newId, refuse, type Tx, pageOfRows } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { applicantIdOf, asPerson, type CaseFile, keyOf, type PersonPrincipal } from '../case/index.ts';
import type { CallAboutMe, listCallsAboutMe, listCurious } from '../contract.ts';
import { answersOf } from '../form/index.ts';
import * as store from './store.ts';

/** Pseudonyms of the people whose numbers stand in the path a register is asked at. */
export const peopleInPath = (
  tx: Tx,
  pkg: ServicePackage,
  register: Register,
  answers: Readonly<Record<string, unknown>>,
): string[] =>
  pkg.facts.subjects.flatMap(({ scheme, field }) =>
    register.path.includes(`.${field}}`) && answers[field] ? [keyOf(tx, scheme, String(answers[field]))] : [],
  );

/** Pseudonyms of the people whose numbers a request says. */
export async function peopleInContent(tx: Tx, file: CaseFile, pkg: ServicePackage, content: unknown) {
  const said = new Set(leavesOf(content));
  const answers = await answersOf(tx, file.id);
  return pkg.facts.subjects.flatMap(({ scheme, field }) => {
    const number = String(answers.find((answer) => answer.field === field)?.value ?? '');
    return said.has(number) ? [keyOf(tx, scheme, number)] : [];
  });
}

const leavesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)];

/** From so many different people a day on, asked about by one person for one applicant, operators are told. */
const manyPeople = 20;

/** A person's questions about others are counted, in one mandate. Refuses: cases.register-quota. */
async function countQuestion(tx: Tx, asker: PersonPrincipal, people: readonly string[]): Promise<string | undefined> {
  const others = people.filter((key) => key !== asker.personKey);
  if (others.length === 0) return undefined;
  const askedBy = `${asker.id} ${applicantIdOf(asker)}`;
  const most = Number(tx.module.config.env.STOA_REGISTER_QUESTIONS_A_DAY ?? 50);
  const before = await store.askedSince(tx, askedBy, new Date(tx.now.getTime() - dayMs));
  if (before.questions >= most)
    refuse(
      'limit',
      'cases.register-quota',
      'Too many questions about other people today. Your answers are saved: go on tomorrow.',
      { retryAfterSeconds: 3600 },
    );
  const count = new Set([...before.people, ...others]).size;
  if (count >= manyPeople && count > before.people.length)
    tx.module.alarm('many-people-asked-about', { askedBy, people: count });
  return askedBy;
}
const dayMs = 86_400_000;

/** The same call again is one. */
export async function noteAsked(
  tx: Tx,
  pkg: ServicePackage,
  call: { messageId: string; target: string; caseId: string; people: readonly string[] },
  asker?: PersonPrincipal,
): Promise<void> {
  const { people, ...rest } = call;
  const askedBy = asker && (await countQuestion(tx, asker, people));
  const clientId = inCircuit(pkg.facts.subsystem, tx.module.config.circuit);
  for (const personKey of people)
    await store.putAsked(tx, { id: newId(), ...rest, clientId, personKey, title: pkg.facts.title, askedBy });
}

/** Holds no transaction while the exchange is asked; without it the calls are listed as far as cases knows them. */
export async function callsAboutMe(
  module: ModuleRuntime,
  input: InputOf<typeof listCallsAboutMe>,
  principal: Principal,
): Promise<OutputOf<typeof listCallsAboutMe>> {
  const { personKey } = asPerson(principal);
  if (!personKey) return { items: [], exchangeAway: false };
  const own = applicantIdOf(principal);
  let exchangeAway = false;
  const page = await pageOfRows(
    input,
    async (count) => {
      const asked = await module.tx(principal, (tx) => store.listAsked(tx, personKey, input.cursor, count));
      const end = asked.length === count ? asked.at(-1)?.id : undefined;
      const said = await reachable(async () => ({
        // The one that is not shown is not explained.
        explained: await explain(module, asked.slice(0, count - 1)),
        outside: await outsideOfCases(module, personKey, input.cursor, count, end),
      }));
      exchangeAway = said === undefined;
      const inCases = asked.map((row) => callAboutMe(row, own, said?.explained.get(row.messageId)));
      // Both kinds of ids begin with the time.
      return [...inCases, ...(said?.outside ?? [])].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, count);
    },
    (call) => call,
  );
  return { ...page, exchangeAway };
}

/** What the exchange has logged about the person and cases do not know: as much as a page may need, down to where it ends. */
async function outsideOfCases(
  module: ModuleRuntime,
  personKey: string,
  cursor: string | undefined,
  count: number,
  end = '',
): Promise<CallAboutMe[]> {
  const found: CallAboutMe[] = [];
  for (let from = cursor, more = true; more && found.length < count; ) {
    const page = await module.call(listCallsAbout, { personKey, limit: 100, ...(from ? { cursor: from } : {}) });
    const known = await module.tx({ kind: 'system' }, (tx) => store.knownAsked(tx, personKey, page.items));
    const others = page.items.filter((call) => !known.has(store.callKey(call)));
    found.push(...others.map(({ messageId: _, ...call }) => call));
    from = page.nextCursor;
    more = from !== undefined && from > end;
  }
  return found;
}

async function explain(module: ModuleRuntime, asked: readonly store.AskedRow[]) {
  const calls = asked.map(({ messageId, clientId }) => ({ messageId, clientId }));
  const { items } = calls.length > 0 ? await module.call(explainCalls, { calls }) : { items: [] };
  return new Map(items.map((call) => [call.messageId, call]));
}

/** Undefined while who is asked is away. */
export async function reachable<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error) && error.kind === 'unavailable') return undefined;
    throw error;
  }
}

const callAboutMe = (row: store.AskedRow, own: string, call: ExplainedCall | undefined): CallAboutMe => ({
  ...{ id: row.id, at: call?.at ?? row.at.toISOString(), clientId: row.clientId, target: row.target },
  ...(call ? { clientName: call.clientName } : {}),
  ...(call?.targetName ? { targetName: call.targetName } : {}),
  ...(call?.providerName ? { providerName: call.providerName } : {}),
  ...(call?.purpose ? { purpose: call.purpose } : {}),
  ...(call ? { outcome: call.outcome } : {}),
  case: {
    title: row.title,
    ...(row.number ? { number: row.number } : {}),
    ...(row.caseId && row.applicantId === own ? { id: row.caseId } : {}),
  },
});

/** Who asked about unusually many people since yesterday: for operators, who do not learn about whom. */
export async function curious(tx: Tx): Promise<OutputOf<typeof listCurious>> {
  return { items: await store.manyAsked(tx, manyPeople, new Date(tx.now.getTime() - dayMs)) };
}
