// SPDX-License-Identifier: Apache-2.0
/** What comes from outside and moves a case on: payments, answers from mailboxes, the clock. */
import type { ConnectorClient, DeliveredResponse } from '@stoa/exchange/contract';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import type { invoicePaid, invoiceRefunded } from '@stoa/payments/contract';
import { lockCase, note, tell, todayOf, markOverdue } from '../case/index.ts';
import { invoicesOf, markPaid, markRefunded } from '../fees/index.ts';
import { connector, findMessage, keepResponse, packagesWaiting } from '../messages/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { startClock } from '../rules/index.ts';
import { processes, resultOf } from './process.ts';

const system = { kind: 'system' } as const;
const invoiceReference = /^case:([0-9a-f-]{36}):/;

/** The fee arrived: counted once however often it is reported. */
export async function receivePayment(tx: Tx, data: DataOf<typeof invoicePaid>): Promise<void> {
  const [, caseId] = invoiceReference.exec(data.reference) ?? [];
  const file = caseId ? await lockCase(tx, caseId) : undefined;
  if (!file || file.state === 'draft') return;
  const invoice = (await invoicesOf(tx, file.id)).find((candidate) => candidate.invoiceId === data.invoiceId);
  if (!invoice && file.state !== 'closed') throw new Error(`invoice ${data.invoiceId} is not written yet: try again`);
  if (invoice && !(await markPaid(tx, data.invoiceId))) return;
  if (file.state === 'closed') {
    await note(tx, file.id, 'paid-after-end', { ...data }, { internal: true });
    return;
  }
  await note(tx, file.id, 'fee-paid', {
    amountMinor: data.amountMinor,
    currency: data.currency,
    receiptNo: data.receiptNo,
  });
  await tell(tx, file, 'fee-paid');
  await startClock(tx, file);
  await processes.receive(tx, file, ({ settings }) => settings.waitsFor === 'payment' && settings.of === invoice?.node);
}

/** The fee went back to the payer: a record; what the case decides stays as it is. */
export async function receiveRefund(tx: Tx, data: DataOf<typeof invoiceRefunded>): Promise<void> {
  const caseId = await markRefunded(tx, data.invoiceId);
  if (caseId) await note(tx, caseId, 'fee-refunded', { amountMinor: data.amountMinor, currency: data.currency });
}

/** An answer from a mailbox, correlated by the id of its request; a repeated one changes nothing. */
async function receiveAnswer(tx: Tx, answer: DeliveredResponse): Promise<void> {
  const message = await findMessage(tx, answer.requestId);
  const file = message ? await lockCase(tx, message.caseId) : undefined;
  if (!message || !file || file.state === 'draft') {
    tx.module.log.warn({ requestId: answer.requestId }, 'answer to a message no case has sent');
    return;
  }
  const refused =
    answer.rejection ??
    (answer.status && answer.status.code !== 0
      ? { code: String(answer.status.code), description: answer.status.description }
      : null);
  const first = await keepResponse(tx, message.id, {
    state: refused ? 'rejected' : 'answered',
    responseId: answer.messageId,
    sender: answer.from,
    response: answer.content ?? {},
    rejection: refused,
  });
  if (!first) return;
  const card = message.kind === 'card';
  await note(
    tx,
    file.id,
    card ? 'card-answered' : 'check-answered',
    { messageId: answer.messageId, from: answer.from, rejected: refused !== null },
    { node: message.node ?? undefined, internal: card },
  );
  if (!message.node || file.state === 'closed') return;
  await processes.receive(
    tx,
    file,
    ({ settings }, items) =>
      settings.waitsFor === 'answer' && settings.of === message.node && items.join() === message.items.join(),
    resultOf({ state: refused ? 'rejected' : 'answered', response: answer.content ?? {} }),
  );
}

const mostAnswersARound = 200;

/** Takes waiting answers; acknowledged after they are durable, so one may come twice. A mailbox that cannot be read fails the job. */
export async function takeAnswers(module: ModuleRuntime): Promise<void> {
  const unread: string[] = [];
  for (const subsystem of await waitingSubsystems(module)) {
    const client = connector(module, subsystem);
    if (!client) continue;
    await emptyMailbox(module, client).catch((error: unknown) => unread.push(`${subsystem}: ${String(error)}`));
  }
  if (unread.length > 0) throw new Error(`mailboxes not read: ${unread.join('; ')}`);
}

async function emptyMailbox(module: ModuleRuntime, client: ConnectorClient): Promise<void> {
  for (let taken = 0; taken < mostAnswersARound; taken++) {
    const answer = await client.nextResponse();
    if (!answer) return;
    await module.tx(system, (tx) => receiveAnswer(tx, answer));
    await client.acknowledge(answer.messageId);
  }
}

/** Subsystems in whose name messages wait for an answer. */
async function waitingSubsystems(module: ModuleRuntime): Promise<Set<string>> {
  const pinned = await module.tx(system, packagesWaiting);
  const packages = await Promise.all(pinned.map((at) => pinnedPackage(module, at)));
  return new Set(packages.map((pkg) => pkg.facts.subsystem));
}

/** Fires due timers, each in its own transaction, and notes deadlines that have passed. */
export async function sweep(module: ModuleRuntime): Promise<void> {
  await processes.fireDue(module);
  await module.tx(system, noteOverdue);
}

async function noteOverdue(tx: Tx): Promise<void> {
  for (const { id, dueOn } of await markOverdue(tx, todayOf(tx)))
    await note(tx, id, 'deadline-passed', { dueOn }, { internal: true });
}
