// SPDX-License-Identifier: Apache-2.0
/** An example of a package, played by the real process: departments and officers do at once what the example says they do. */
import { answersIn, type ServicePackage, valueOf } from '@stoa/catalogue/contract';
import { idOf, newId, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { type Entered, Processes, tokensOf, type Work } from '@stoa/kernel/processes';
import {
  type DecisionFacts,
  findCase,
  note,
  type SentCase,
  sent,
  setDecision,
  setState,
  type Value,
} from '../case/index.ts';
import type { DemoCopy, DemoExample } from '../contract.ts';
import { putAnswer } from '../form/index.ts';
import { insertRequest, keepResponse, markSent, messagesOf } from '../messages/index.ts';
import { decides, outcomesOf, owner, resultOf } from '../process/index.ts';
import { putReading } from '../registers/index.ts';
import { contextOf, decisionOf, startClock } from '../rules/index.ts';
import { insertTask, setTask } from '../tasks/index.ts';
import { applicantRow } from './applicant.ts';
import { shiftedTo } from './dates.ts';
import * as store from './store.ts';

/** What the example says does not lead where it should. */
export class Unplayable extends Error {
  override name = 'Unplayable';
}

const officers = ['Daniyar Omarov', 'Zhanar Abenova', 'Olena Kovalenko', 'Marat Bekov', 'Aliya Nurlanova'];

/** Answers the id of the case; it has ended, or stands where it is decided. Throws Unplayable. */
export async function playExample(
  tx: Tx,
  pkg: ServicePackage,
  given: DemoExample,
  decided: boolean,
  copy: DemoCopy,
): Promise<string> {
  const then: Tx = { ...tx, now: new Date(copy.submittedAt) };
  const example = shiftedTo(then, given);
  const id = newId();
  await store.insertCase(then, { id, pkg, ...applicantRow(then, copy) });
  await fill(then, id, pkg, example);
  const file = await open(then, id, pkg);
  const processes = new Processes<SentCase>({
    ...owner,
    // Decided within one run: gateways see the decision only in the row as it is now.
    contextOf: async (inside, held) => owner.contextOf(inside, sent(await findCase(inside, held.id))),
    enter: player(pkg, example, decided),
  });
  await processes.start(then, file);
  // Days that are waited for come at once.
  const days = new Set(pkg.process.nodes.filter(({ kind }) => kind === 'timer').map((node) => node.id));
  const waiting = async () => (await tokensOf(then, id)).find(({ node }) => days.has(node));
  for (let at = await waiting(); at; at = await waiting()) await processes.complete(then, file, at.id);
  const left = sent(await findCase(then, id));
  const stands = (await store.openTasks(then, id)) > 0;
  if (decided ? left.state !== 'closed' : !stands || left.state !== 'submitted')
    throw new Unplayable(`it is ${left.state}${stands ? ' at a task' : ''} when the example has been played`);
  return id;
}

async function fill(tx: Tx, id: string, pkg: ServicePackage, example: DemoExample): Promise<void> {
  const answers = answersIn(pkg, example);
  for (const { name, source } of pkg.fields) {
    const value = answers[name];
    if (value === undefined || value === null) continue;
    const from =
      source.kind === 'register'
        ? { source: source.kind, register: source.register, messageId: null }
        : { source: source.kind };
    await putAnswer(tx, id, name, value as Value, from);
  }
  for (const [register, body] of Object.entries(example.registers))
    await putReading(tx, id, { register, path: '/', state: 'received', body, messageId: null });
}

/** As sending gives it its office; the number follows with each copy. */
async function open(tx: Tx, id: string, pkg: ServicePackage): Promise<SentCase> {
  const draft = await findCase(tx, id);
  if (!draft) throw new Unplayable('it was not written');
  const key = String(valueOf(pkg.facts.competence.by, await contextOf(tx, draft, pkg)));
  const office = pkg.facts.competence.offices[key];
  if (!office) throw new Unplayable(`no office decides for "${key}"`);
  await store.markSent(tx, id, {
    officeId: office.organisationId,
    regionCode: office.regionCode,
    officeName: office.name,
  });
  const file = sent(await findCase(tx, id));
  await note(tx, id, 'submitted', { number: file.number });
  if (!pkg.process.nodes.some(({ settings }) => settings.action === 'invoice')) await startClock(tx, file);
  return file;
}

const player =
  (pkg: ServicePackage, example: DemoExample, decided: boolean) =>
  async (tx: Tx, file: SentCase, work: Work): Promise<Entered> => {
    const { node } = work;
    switch (node.kind) {
      case 'service':
      case 'send':
      case 'throw':
        if (node.settings.action === 'invoice') await pay(tx, file, pkg, work);
        else if (node.settings.action === 'revoke') await ended(tx, file, work);
        else if (node.kind !== 'service' || node.settings.action === 'request') await ask(tx, file, example, work);
        return {};
      case 'receive':
      case 'catch':
        return node.settings.waitsFor === 'answer' ? answered(tx, file, work) : {};
      case 'user':
        return serve(tx, file, pkg, example, decided, work);
      default:
        return owner.enter(tx, file, work);
    }
  };

/** The money of the year is in the books of payments: here stands that it was asked for and came. */
async function pay(tx: Tx, file: SentCase, pkg: ServicePackage, { node }: Work): Promise<void> {
  const context = await contextOf(tx, file, pkg);
  const { outputs, reasons } = await decisionOf(tx.module, pkg, node.settings.decision ?? '', context);
  const facts = { amountMinor: Number(outputs.amountMinor), currency: pkg.facts.currency ?? '' };
  if (facts.amountMinor === 0) await note(tx, file.id, 'no-fee', { reasons });
  else {
    await note(tx, file.id, 'fee-asked', facts);
    await note(tx, file.id, 'fee-paid', facts);
  }
  await startClock(tx, file);
}

/** The papers that it names are nobody's in an example: here stands that they ended. */
const ended = async (tx: Tx, { id }: SentCase, { node, valueOf: value }: Work) =>
  note(tx, id, 'papers-ended', (await value(node.settings.content ?? '{}')) as Record<string, unknown>, {
    node: node.id,
  });

async function ask(
  tx: Tx,
  file: SentCase,
  example: DemoExample,
  { node, token, items, valueOf: value }: Work,
): Promise<void> {
  const { settings } = node;
  const card = settings.kind === 'card';
  const about = { node: node.id, internal: card };
  await insertRequest(tx, {
    ...{ id: token.id, caseId: file.id, kind: card ? 'card' : 'request', node: node.id, items },
    ...{ checkName: settings.name ?? null, type: settings.type ?? '', content: await value(settings.content ?? '{}') },
  });
  await markSent(tx, token.id);
  const asked = { messageId: token.id, type: settings.type ?? '' };
  await note(tx, file.id, card ? 'card-sent' : 'check-asked', asked, about);
  await keepResponse(tx, token.id, {
    ...{ state: 'answered', responseId: newId(), sender: settings.type ?? '', rejection: null },
    response: example.checks[settings.name ?? ''] ?? {},
  });
  const facts = { messageId: token.id, from: settings.type ?? '', rejected: false };
  await note(tx, file.id, card ? 'card-answered' : 'check-answered', facts, about);
}

async function answered(tx: Tx, file: SentCase, { node, items }: Work): Promise<Entered> {
  const answer = (await messagesOf(tx, file.id)).findLast(
    (message) => message.node === node.settings.of && message.items.join() === items.join(),
  );
  return { result: answer ? resultOf(answer) : { state: 'answered', content: {} } };
}

/** What a person found out or decided; what the example does not say is left to be done. */
async function serve(
  tx: Tx,
  file: SentCase,
  pkg: ServicePackage,
  example: DemoExample,
  decided: boolean,
  work: Work,
): Promise<Entered> {
  const { node, token, items } = work;
  const deciding = decides(node);
  const officer: Principal = {
    ...{ kind: 'person', id: idOf(`demo officer ${file.officeId}`), assurance: 2, duties: [] },
    name: officers[[...file.officeId].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % officers.length] ?? '',
  };
  const advice = async () => {
    const { decision } = node.settings;
    return decision ? decisionOf(tx.module, pkg, decision, { ...(await work.context()) }) : undefined;
  };
  if (deciding && !decided) return owner.enter(tx, file, work);
  const rule = deciding ? await advice() : undefined;
  const outcome = deciding ? String(rule?.outputs.outcome ?? outcomesOf(node)[0]) : saidOf(example, work);
  if (outcome === undefined) return owner.enter(tx, file, work);
  const by: Tx = { ...tx, principal: officer };
  const id = newId();
  await insertTask(tx, {
    ...{ id, caseId: file.id, tokenId: token.id, node: node.id, duty: node.settings.duty ?? '', items, about: null },
    ...{ officeId: file.officeId, regionCode: file.regionCode },
  });
  await note(tx, file.id, 'task-opened', {}, { node: node.id, internal: true });
  await note(by, file.id, 'task-claimed', {}, { node: node.id, internal: true });
  await setTask(tx, id, 'done', { id: officer.id, name: officer.name });
  if (!deciding) {
    await note(by, file.id, 'task-finished', { outcome }, { node: node.id, internal: true });
    return { result: outcome };
  }
  const decision: DecisionFacts = {
    ...{ outcome: String(outcome), reasons: rule?.reasons ?? [], officer: officer.name, at: tx.now.toISOString() },
  };
  await setDecision(tx, file.id, decision);
  await setState(tx, file.id, 'decided');
  await note(by, file.id, 'decided', { outcome }, { node: node.id });
  return { result: outcome };
}

/** By the name of the result; within a called process inside what came of the call; of what is done several times one of the list. */
function saidOf({ results }: DemoExample, { node, items }: Work): unknown {
  const [call, inside] = node.id.includes('.') ? node.id.split('.') : [];
  const name = node.settings.result ?? inside ?? node.id;
  const named = call && inside ? ((results[call] ?? {}) as Record<string, unknown>)[name] : results[name];
  const value = Array.isArray(named) ? (named[items.at(-1) ?? 0] ?? named[0]) : named;
  return value ?? undefined;
}
