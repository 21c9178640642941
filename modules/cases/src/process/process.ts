// SPDX-License-Identifier: Apache-2.0
/** A case's process: what the work at each step is. Callers hold the lock on the case; guard, step, event and audit share their transaction. */
import { knownValueOf, valueOf } from '@stoa/catalogue/contract';
import { emit, newId, type Tx } from '@stoa/kernel';
import { type Entered, Processes, type ProcessOwner, type Work } from '@stoa/kernel/processes';
import { type SentCase, closeCase, factsOf, lockCase, note, tell } from '../case/index.ts';
import { caseClosed } from '../contract.ts';
import { invoicesOf } from '../fees/index.ts';
import { insertRequest, type Message, messagesOf } from '../messages/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { contextOf, decisionOf } from '../rules/index.ts';
import { cancelTasks, dropClarifications, insertTask } from '../tasks/index.ts';

/** What the work at each step is, for cases that live and for those that are played from an example. */
export const owner: ProcessOwner<SentCase> = {
  planOf: async (tx, file) => (await pinnedPackage(tx.module, file)).process,
  contextOf: async (tx, file) => contextOf(tx, file, await pinnedPackage(tx.module, file)),
  valueOf,
  enter,
  // What decides the case, and what is owed.
  needed: ({ kind, settings: { action, waitsFor, result } }) =>
    action === 'invoice' || waitsFor === 'payment' || (kind === 'user' && !result),
  drop: async (tx, file, tokens) => {
    for (const { id } of tokens) await cancelTasks(tx, file.id, id);
  },
  end: (tx, file, last) => close(tx, file, last?.settings.outcome ?? last?.id ?? ''),
  lock: async (tx, id) => {
    const file = await lockCase(tx, id);
    return file && file.state !== 'draft' && file.state !== 'closed' ? file : undefined;
  },
  timerFired: async (tx, file, { id }) => {
    await note(tx, file.id, 'timer-fired', {}, { node: id, internal: true });
  },
};
export const processes = new Processes<SentCase>(owner);

async function enter(tx: Tx, file: SentCase, work: Work): Promise<Entered> {
  const { node, token, items } = work;
  const { duty = '', about } = node.settings;
  switch (node.kind) {
    case 'service':
    case 'send':
    case 'throw':
      if (node.kind !== 'service' || node.settings.action === 'request') await prepareRequest(tx, file, work);
      await tx.enqueue('cases.run-step', { caseId: file.id, tokenId: token.id }, { key: token.id });
      return undefined;
    case 'user':
      await insertTask(tx, {
        ...{ id: newId(), caseId: file.id, tokenId: token.id, node: node.id, duty, items },
        ...{ officeId: file.officeId, regionCode: file.regionCode },
        about: about ? textOf(knownValueOf(about, await work.context())) : null,
      });
      await note(tx, file.id, 'task-opened', {}, { node: node.id, internal: true });
      return undefined;
    case 'receive':
    case 'catch':
      return arrived(tx, file, work);
    case 'rule': {
      const pkg = await pinnedPackage(tx.module, file);
      return { result: (await decisionOf(tx.module, pkg, node.settings.decision ?? '', await work.context())).outputs };
    }
    default:
      // What is done by hand, outside, is done when it is come to (BPMN 2.0, 13.2.3).
      return {};
  }
}

const textOf = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));

/** The message is written before it is sent: its id makes sending it twice harmless. */
async function prepareRequest(tx: Tx, file: SentCase, { node, token, items, valueOf: value }: Work): Promise<void> {
  const { settings } = node;
  await insertRequest(tx, {
    id: token.id,
    caseId: file.id,
    kind: settings.kind === 'card' ? 'card' : 'request',
    node: node.id,
    items,
    checkName: settings.name ?? null,
    type: settings.type ?? '',
    content: await value(settings.content ?? '{}'),
  });
}

/** What a step waits for may have come before the process did. */
async function arrived(tx: Tx, file: SentCase, { node: { settings }, items }: Work): Promise<Entered> {
  if (settings.waitsFor === 'payment') {
    const asked = (await invoicesOf(tx, file.id)).find((invoice) => invoice.node === settings.of);
    // A fee of nothing is not asked for.
    return !asked || asked.paidAt !== null ? {} : undefined;
  }
  const answer = (await messagesOf(tx, file.id)).findLast(
    (message) => message.node === settings.of && message.items.join() === items.join(),
  );
  return answer?.answeredAt ? { result: resultOf(answer) } : undefined;
}

/** What later steps know of an answer, as `results.<step>`. */
export const resultOf = ({ state, response }: Pick<Message, 'state' | 'response'>) => ({
  state,
  content: response ?? {},
});

/** Ends the case; what nobody will do any more is called off. */
export async function close(tx: Tx, file: SentCase, outcome: string): Promise<void> {
  await processes.stop(tx, file);
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
