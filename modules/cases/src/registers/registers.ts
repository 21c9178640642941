// SPDX-License-Identifier: Apache-2.0
/** Values the state already has: asked through the exchange, kept with source, time and message id. */
import { type Register, registerPath, type ServicePackage, says, valueOf, type Given } from '@stoa/catalogue/contract';
import { check } from '@stoa/consent/contract';
import { ExchangeError, inCircuit } from '@stoa/exchange/contract';
import { type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { noteAsked, peopleInPath, reachable, uncountAsked } from '../asked/index.ts';
import { asPerson, auditCase, type CaseFile, found, lockCase, type Scalar, touch, todayOf } from '../case/index.ts';
import { answersOf, type Form, formOf, putAnswer, removeAnswers, subjectKeys } from '../form/index.ts';
import { connector, keepSyncMessage } from '../messages/index.ts';
import * as store from './store.ts';

interface Question {
  readonly register: Register;
  readonly path: string;
  /** Pseudonyms of the people it is about. */
  readonly people: readonly string[];
}

/**
 * Registers whose question is complete and not answered yet, and the form over the answers given; values of an older
 * question are taken away.
 */
export async function openQuestions(
  tx: Tx,
  file: CaseFile,
  pkg: ServicePackage,
  given: readonly Given[],
): Promise<{ open: Question[]; form: Form }> {
  const form = formOf(pkg, given, todayOf(tx));
  const readings = await store.readingsOf(tx, file.id);
  const open: Question[] = [];
  const outdated: string[] = [];
  for (const register of pkg.registers) {
    const path = registerPath(register, file, form);
    const reading = readings.find((candidate) => candidate.register === register.name);
    if (reading && reading.path !== path) {
      await store.removeReading(tx, file.id, register.name);
      outdated.push(...fieldsFrom(pkg, register));
    }
    if (path !== undefined && (reading?.path !== path || isDueAgain(tx, reading)))
      open.push({ register, path, people: peopleInPath(tx, pkg, register, form.answers) });
  }
  if (outdated.length === 0) return { open, form };
  await removeAnswers(tx, file.id, outdated);
  return {
    open,
    form: formOf(
      pkg,
      given.filter(({ field }) => !outdated.includes(field)),
      todayOf(tx),
    ),
  };
}

/** A register that was away is asked again by itself, but not on every page of a minute; one that lacked consent at once. */
const isDueAgain = (tx: Tx, { state, at }: store.Reading): boolean =>
  state === 'needs-consent' || (state === 'failed' && tx.now.getTime() - at.getTime() >= 60_000);

const fieldsFrom = (pkg: ServicePackage, register: Register): string[] =>
  pkg.fields.flatMap(({ name, source }) =>
    source.kind === 'register' && source.register === register.name ? [name] : [],
  );

interface Reply extends Question {
  readonly state: store.Reading['state'];
  readonly body: Record<string, unknown> | null;
  readonly messageId: string | null;
}

/** The register itself says that it has no such entry, or that there can be none; a fault of the exchange says neither. */
const knowsNobody = ({ status, code }: ExchangeError): boolean =>
  [400, 404, 410, 422].includes(status) && !/^(client|server)\./i.test(code);

/** What keeps a register from being asked by consent: somebody whom it is about does not agree now, or that cannot be told. */
async function barTo(module: ModuleRuntime, { register: { consent }, people }: Question) {
  if (consent === undefined) return undefined;
  if (people.length === 0) return 'needs-consent';
  const found = await reachable(() => module.call(check, { code: consent, people: [...people] }));
  if (!found) return 'failed';
  return found.items.every(({ given }) => given) ? undefined : 'needs-consent';
}

/** Asks through the connector; a register that is away is a state, not an error. Holds no transaction. */
export async function ask(
  module: ModuleRuntime,
  pkg: ServicePackage,
  question: Question,
  caseId: string,
  principal: Principal,
): Promise<Reply> {
  const client = connector(module, pkg.facts.subsystem);
  const id = newId();
  if (!client || asksUnproven(pkg, question.register))
    return { ...question, state: 'failed', body: null, messageId: null };
  const bar = await barTo(module, question);
  if (bar) return { ...question, state: bar, body: null, messageId: null };
  const target = inCircuit(question.register.service, module.config.circuit);
  await module.tx({ kind: 'system' }, (tx) =>
    noteAsked(tx, pkg, { messageId: id, target, caseId, people: question.people }, asPerson(principal)),
  );
  try {
    const reply = await client.call(target, question.path.replace(/#.*/s, ''), { id, issue: caseId });
    return {
      ...question,
      state: 'received',
      body: reply.body as Record<string, unknown>,
      messageId: reply.messageId || id,
    };
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    module.log.warn({ register: question.register.name, code: error.code }, 'register did not answer');
    const state = knowsNobody(error) ? 'not-found' : 'failed';
    // Nothing was told: the day's questions are not spent by an outage.
    if (state === 'failed') await module.tx({ kind: 'system' }, (tx) => uncountAsked(tx, id));
    return { ...question, state, body: null, messageId: id };
  }
}

/** Values of the fields that come from the register; undefined when its answer is not what the package expects. */
function valuesOf(tx: Tx, pkg: ServicePackage, reply: Reply): Map<string, Scalar> | undefined {
  const values = new Map<string, Scalar>();
  try {
    for (const { name, source } of pkg.fields) {
      if (source.kind !== 'register' || source.register !== reply.register.name) continue;
      values.set(name, valueOf(source.value, reply.body ?? {}) as Scalar);
    }
    return values;
  } catch (error) {
    tx.module.log.error(
      { register: reply.register.name, reason: String(error) },
      'register answered otherwise than agreed',
    );
    return undefined;
  }
}

/** Whether who asks knows of the person what the package asks for. */
const isProven = (register: Register, body: Record<string, unknown>, answers: Readonly<Record<string, unknown>>) =>
  Object.entries(register.matches ?? {}).every(([field, expression]) => says(expression, body, answers[field]));

/** A package published before a second fact was asked for: the number of somebody else alone opens nothing any more. */
const asksUnproven = (pkg: ServicePackage, { path, matches }: Register): boolean =>
  !matches && pkg.facts.subjects.some(({ role, field }) => role !== 'applicant' && path.includes(`{answers.${field}}`));

/** Keeps what a register said and fills the fields that come from it; each person learns that their data were read. */
async function keepReply(tx: Tx, caseId: string, pkg: ServicePackage, given: Reply): Promise<void> {
  const file = found(await lockCase(tx, caseId));
  if (file.state !== 'draft') return;
  const form = formOf(pkg, await answersOf(tx, caseId), todayOf(tx));
  // Answered in the meantime with another number: this reply is about somebody else.
  if (registerPath(given.register, file, form) !== given.path) return;
  const proven = !given.body || isProven(given.register, given.body, form.answers);
  const reply: Reply = proven ? given : { ...given, state: 'not-found', body: null };
  const { name: register, service } = reply.register;
  const { body, messageId, path } = reply;
  const values = body ? valuesOf(tx, pkg, reply) : new Map<string, Scalar>();
  await store.putReading(tx, caseId, {
    register,
    path,
    state: values ? reply.state : 'failed',
    body: values ? body : null,
    messageId,
  });
  if (messageId && body) {
    const provider = service.split('/').slice(0, 4).join('/');
    await keepSyncMessage(tx, caseId, messageId, service, provider);
  }
  for (const [field, value] of values ?? []) {
    if (value !== null) await putAnswer(tx, caseId, field, value, { source: 'register', register, messageId });
  }
  await touch(tx, caseId);
  if (reply.state === 'needs-consent') return;
  await auditCase(tx, file, 'cases.register-read', subjectKeys(tx, file, pkg, await answersOf(tx, caseId)));
}

export async function keepReplies(tx: Tx, caseId: string, pkg: ServicePackage, replies: readonly Reply[]) {
  for (const reply of replies) await keepReply(tx, caseId, pkg, reply);
}

/** Asks every question through the connector, outside of any transaction. */
export const askAll = (
  module: ModuleRuntime,
  pkg: ServicePackage,
  open: readonly Question[],
  caseId: string,
  principal: Principal,
): Promise<Reply[]> => Promise.all(open.map((question) => ask(module, pkg, question, caseId, principal)));
