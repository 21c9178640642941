// SPDX-License-Identifier: Apache-2.0
/** Service tasks: jobs whose effects outside carry idempotency keys, and whose failure is a state that can be resumed. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { isRefusal, job, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { failToken, resumeToken, tokensOf } from '@stoa/kernel/processes';
import type { PlanNode } from '@stoa/process';
import { createInvoice, voidInvoice } from '@stoa/payments/contract';
import { Type } from 'typebox';
import { noteAsked, peopleInContent } from '../asked/index.ts';
import { type SentCase, findCase, found, lockCase, note, setState, tell, sent } from '../case/index.ts';
import type { resumeStep } from '../contract.ts';
import { insertInvoice, invoicesOf } from '../fees/index.ts';
import { connector, findMessage, markSent, messagesOf } from '../messages/index.ts';
import { endPapers, issueOutput } from '../outputs/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { contextOf, decisionOf, startClock } from '../rules/index.ts';
import { processes } from './process.ts';

interface Step {
  readonly file: SentCase;
  readonly pkg: ServicePackage;
  readonly node: PlanNode;
  readonly tokenId: string;
}

const system = { kind: 'system' } as const;

export const runStep = job(
  'cases.run-step',
  Type.Object({ caseId: Type.String(), tokenId: Type.String(), again: Type.Optional(Type.String()) }),
  async (module, { caseId, tokenId }) => {
    const step = await module.tx(system, (tx) => stepAt(tx, caseId, tokenId));
    if (!step) return;
    try {
      const { kind, settings } = step.node;
      const sends = kind === 'send' || kind === 'throw';
      await (effects[sends ? 'request' : (settings.action ?? '')] ?? lookAgain)(module, step);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await module.tx(system, async (tx) => {
        await failToken(tx, caseId, tokenId, reason);
        await note(tx, caseId, 'step-failed', { reason }, { node: step.node.id, internal: true });
      });
      throw error;
    }
  },
  { tx: false },
);

/** What is to be done at the token; undefined when it was done, or the case has ended. */
async function stepAt(tx: Tx, caseId: string, tokenId: string): Promise<Step | undefined> {
  const file = await findCase(tx, caseId);
  const token = (await tokensOf(tx, caseId)).find((candidate) => candidate.id === tokenId);
  if (!token || !file || file.state === 'draft') return undefined;
  const pkg = await pinnedPackage(tx.module, file);
  return { file, pkg, node: (await processes.indexOf(tx, sent(file))).node(token.node), tokenId };
}

type Effect = (module: ModuleRuntime, step: Step) => Promise<void>;
const effects: Readonly<Record<string, Effect>> = {
  invoice: askFee,
  request: sendRequest,
  output: (module, step) => issueOutput(module, step, finish),
  revoke: (module, step) => endPapers(module, step, finish),
};

/** Under the lock, and only while the token is there: `write` and the way on happen once, whoever else tried. The step may have another id by now. */
async function finish(
  module: ModuleRuntime,
  step: Step,
  write: (tx: Tx, file: SentCase, node: string) => Promise<void>,
): Promise<boolean> {
  return module.tx(system, async (tx) => {
    const file = sent(await lockCase(tx, step.file.id));
    const token = (await tokensOf(tx, file.id)).find(({ id }) => id === step.tokenId);
    if (!token) return false;
    await write(tx, file, token.node);
    return processes.complete(tx, file, step.tokenId);
  });
}

/** What came could not move the case on; it may now. */
async function lookAgain(module: ModuleRuntime, { file, tokenId }: Step): Promise<void> {
  await module.tx(system, async (tx) => processes.again(tx, sent(await lockCase(tx, file.id)), tokenId));
}

/** Asks for the fee of the decision table; the reference makes a second attempt answer with the same invoice. */
async function askFee(module: ModuleRuntime, step: Step): Promise<void> {
  const { file, pkg, node } = step;
  const context = await module.tx(system, (tx) => contextOf(tx, file, pkg));
  const { outputs, reasons } = await decisionOf(module, pkg, node.settings.decision ?? '', context);
  const amountMinor = Number(outputs.amountMinor);
  if (amountMinor === 0) {
    await finish(module, step, async (tx, current) => {
      await note(tx, file.id, 'no-fee', { reasons });
      await startClock(tx, current);
    });
    return;
  }
  const currency = pkg.facts.currency ?? '';
  const invoice = await module.call(createInvoice, {
    // The step may have another id when it is tried again; its token has not.
    reference: `case:${file.id}:${step.tokenId}`,
    payerId: file.applicantId,
    lines: [{ code: pkg.serviceId, title: pkg.facts.title, amountMinor }],
    currency,
    returnPath: `/cases/${file.id}/paid`,
  });
  const asked = await finish(module, step, async (tx, _, at) => {
    await insertInvoice(tx, file.id, { node: at, invoiceId: invoice.id, amountMinor, currency, reasons });
    await setState(tx, file.id, 'payment');
    await note(tx, file.id, 'fee-asked', { amountMinor, currency, number: invoice.number });
    await tell(tx, file, 'fee-asked');
  });
  if (!asked) await giveUpUnusedInvoice(module, step, invoice.id);
}

/** The case ended while the invoice was made: nobody owes it. */
async function giveUpUnusedInvoice(module: ModuleRuntime, { file }: Step, invoiceId: string): Promise<void> {
  await module.tx(system, async (tx) => {
    if ((await invoicesOf(tx, file.id)).some((invoice) => invoice.invoiceId === invoiceId)) return;
    await voidUnpaid.enqueue(tx, { caseId: file.id, invoiceId }, { key: invoiceId });
  });
}

/** Sends the prepared message; the mailbox takes the same id once. */
async function sendRequest(module: ModuleRuntime, step: Step): Promise<void> {
  const { file, pkg, node } = step;
  // The release before gave messages ids of their own.
  const message = await module.tx(
    system,
    async (tx) =>
      (await findMessage(tx, step.tokenId)) ?? (await messagesOf(tx, file.id)).find(({ node: at }) => at === node.id),
  );
  if (!message) throw new Error(`the message of ${node.id} was not prepared`);
  const client = connector(module, pkg.facts.subsystem);
  if (!client) throw new Error('STOA_CONNECTOR_URL is not set: the case cannot reach the exchange');
  await client.sendRequest({
    messageId: message.id,
    type: message.type,
    content: message.content,
    ...(file.number ? { issue: file.number } : {}),
  });
  await finish(module, step, async (tx) => {
    await markSent(tx, message.id);
    if (message.kind === 'request') {
      const people = await peopleInContent(tx, file, pkg, message.content);
      await noteAsked(tx, pkg, { messageId: message.id, target: message.type, caseId: file.id, people });
    }
    await note(
      tx,
      file.id,
      message.kind === 'card' ? 'card-sent' : 'check-asked',
      { messageId: message.id, type: message.type },
      { node: node.id, internal: message.kind === 'card' },
    );
  });
}

export const voidUnpaid = job(
  'cases.void-invoice',
  Type.Object({ caseId: Type.String(), invoiceId: Type.String() }),
  async (module, { invoiceId }) => {
    try {
      await module.call(voidInvoice, { id: invoiceId });
    } catch (error) {
      // Paid in the same moment: the payment's event is noted in the case, for a refund.
      if (!isRefusal(error) || error.code !== 'payments.invoice-closed') throw error;
    }
  },
  { tx: false },
);

/** Refuses: cases.case-unknown, cases.step-not-failed. */
export async function resume(tx: Tx, input: InputOf<typeof resumeStep>): Promise<{ tokenId: string }> {
  found(await lockCase(tx, input.id));
  if (!(await resumeToken(tx, input.id, input.tokenId))) {
    refuse('conflict', 'cases.step-not-failed', 'This step has not failed: there is nothing to run again.');
  }
  await note(tx, input.id, 'step-resumed', {}, { internal: true });
  await runStep.enqueue(tx, { caseId: input.id, tokenId: input.tokenId, again: tx.traceId });
  return { tokenId: input.tokenId };
}
