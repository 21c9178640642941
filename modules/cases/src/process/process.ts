// SPDX-License-Identifier: Apache-2.0
/** A case's process over SQL. Callers hold the lock on the case; guard, step, event and audit share their transaction. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { emit, newId, timerDueAt, type Tx } from '@stoa/kernel';
import { advance, type Token } from '@stoa/process';
import { addTaken, type SentCase, closeCase, factsOf, note, tell } from '../case/index.ts';
import { caseClosed } from '../contract.ts';
import { invoicesOf } from '../fees/index.ts';
import { insertRequest, messagesOf } from '../messages/index.ts';
import { valueOf, processOf } from '../packages/index.ts';
import { contextOf } from '../rules/index.ts';
import { cancelTasks, dropClarifications, insertTask } from '../tasks/index.ts';
import * as store from './store.ts';

/** Leaves `node` and runs on until every token waits; closes the case when none is left. */
export async function leave(tx: Tx, file: SentCase, pkg: ServicePackage, node: string): Promise<void> {
  const context = await contextOf(tx, file, pkg);
  const step = advance(
    processOf(pkg),
    await store.tokensOf(tx, file.id),
    node,
    (condition) => valueOf(condition, context) === true,
    newId,
  );
  await addTaken(tx, file.id, step.taken);
  for (const token of step.removed) await store.removeToken(tx, token.id);
  for (const token of step.added) await store.insertToken(tx, file.id, token);
  for (const token of step.added) await enter(tx, file, pkg, token);
  const [end] = step.ended.slice(-1);
  if (end && (await store.tokensOf(tx, file.id)).length === 0) await close(tx, file, end.settings.outcome ?? end.id);
}

/** Completes the work at a token once; answers whether it was still there. */
export async function complete(
  tx: Tx,
  file: SentCase,
  pkg: ServicePackage,
  token: Pick<Token, 'id' | 'node'>,
): Promise<boolean> {
  if (!(await store.removeToken(tx, token.id))) return false;
  await leave(tx, file, pkg, token.node);
  return true;
}

async function enter(tx: Tx, file: SentCase, pkg: ServicePackage, token: Token): Promise<void> {
  const index = processOf(pkg);
  const node = index.node(token.node);
  for (const timer of [...index.boundaryOf(node.id), ...(node.kind === 'timer' ? [node] : [])]) {
    const dueAt = timerDueAt(tx.module.country.calendar, timer.duration ?? '', tx.now);
    await store.insertTimer(tx, { id: newId(), caseId: file.id, tokenId: token.id, node: timer.id }, dueAt);
  }
  if (node.kind === 'service') {
    if (node.settings.action === 'request') await prepareRequest(tx, file, pkg, node.id);
    await tx.enqueue('cases.run-step', { caseId: file.id, tokenId: token.id }, { key: token.id });
  }
  if (node.kind === 'user') {
    const task = { id: newId(), caseId: file.id, tokenId: token.id, node: node.id, duty: node.settings.duty ?? '' };
    await insertTask(tx, { ...task, officeId: file.officeId, regionCode: file.regionCode });
    await note(tx, file.id, 'task-opened', {}, { node: node.id, internal: true });
  }
  if (node.kind === 'receive' && (await hasArrived(tx, file, node.settings))) await complete(tx, file, pkg, token);
}

/** The message is written before it is sent: its id makes sending it twice harmless. */
async function prepareRequest(tx: Tx, file: SentCase, pkg: ServicePackage, nodeId: string): Promise<void> {
  const { settings } = processOf(pkg).node(nodeId);
  const content = valueOf(settings.content ?? '{}', await contextOf(tx, file, pkg));
  const kind = settings.kind === 'card' ? 'card' : 'request';
  await insertRequest(tx, {
    id: newId(),
    caseId: file.id,
    kind,
    node: nodeId,
    checkName: settings.name ?? null,
    type: settings.type ?? '',
    content,
  });
}

/** Whether what a receive task waits for came before the process did. */
async function hasArrived(tx: Tx, file: SentCase, settings: Record<string, string>): Promise<boolean> {
  if (settings.waitsFor === 'payment') {
    const asked = await wasAsked(tx, file, settings.of);
    return (
      !asked ||
      (await invoicesOf(tx, file.id)).some((invoice) => invoice.node === settings.of && invoice.paidAt !== null)
    );
  }
  return (await messagesOf(tx, file.id)).some((message) => message.node === settings.of && message.answeredAt !== null);
}

/** A fee of nothing is not asked for. */
const wasAsked = async (tx: Tx, file: SentCase, node: string | undefined): Promise<boolean> =>
  (await invoicesOf(tx, file.id)).some((invoice) => invoice.node === node);

/** The token waiting at the receive task for what `of` has asked for, if the process is there. */
export async function waitingFor(
  tx: Tx,
  file: SentCase,
  pkg: ServicePackage,
  waitsFor: 'payment' | 'answer',
  of: string,
): Promise<store.TokenRow | undefined> {
  const index = processOf(pkg);
  return (await store.tokensOf(tx, file.id)).find((token) => {
    const { kind, settings } = index.node(token.node);
    return kind === 'receive' && settings.waitsFor === waitsFor && settings.of === of;
  });
}

/** A timer fired: the task it interrupts is given up, a waiting event goes on. */
export async function fire(
  tx: Tx,
  file: SentCase,
  pkg: ServicePackage,
  timer: { tokenId: string; node: string },
): Promise<void> {
  if (!(await store.removeToken(tx, timer.tokenId))) return;
  await cancelTasks(tx, file.id, timer.tokenId);
  await note(tx, file.id, 'timer-fired', {}, { node: timer.node, internal: true });
  await leave(tx, file, pkg, timer.node);
}

/** Ends the case; what nobody will do any more is called off. */
export async function close(tx: Tx, file: SentCase, outcome: string): Promise<void> {
  await store.removeAllTokens(tx, file.id);
  await cancelTasks(tx, file.id, null);
  await dropClarifications(tx, file.id);
  await closeCase(tx, file.id, outcome);
  for (const invoice of await invoicesOf(tx, file.id)) {
    if (!invoice.paidAt)
      await tx.enqueue(
        'cases.void-invoice',
        { caseId: file.id, invoiceId: invoice.invoiceId },
        { key: invoice.invoiceId },
      );
  }
  await note(tx, file.id, 'closed', { outcome });
  await emit(tx, caseClosed, { ...factsOf(file), outcome, closedAt: tx.now.toISOString() }, { subject: file.id });
  await tell(tx, file, outcome);
}
