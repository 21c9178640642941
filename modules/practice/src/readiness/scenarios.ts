// SPDX-License-Identifier: Apache-2.0
/** The ten scenarios, each as it is told. */
import type { Scenario } from '../contract.ts';
import { changed, Fails, large, letter, type Trial } from './trial.ts';

export const play: Readonly<Record<Scenario, (trial: Trial) => Promise<void>>> = {
  send: async (trial) => {
    const { envelope, verdict } = await trial.theySend();
    if (verdict !== 'whole') throw new Fails(verdict);
    const number = `R-${envelope.id.slice(0, 6)}`;
    await trial.receipt('registered', envelope.id, { state: 'registered', number, date: envelope.date });
    await trial.isTaken('registered');
    await trial.theirCopyIs('registered', number);
  },
  receive: async (trial) => {
    await trial.sends();
    await trial.isTaken();
    await trial.theyRegister();
    const [receipt] = await trial.receipts('registered');
    if (!receipt?.number || !receipt.date) throw new Fails('number-missing');
  },
  refuse: async (trial) => {
    await trial.sends();
    await trial.isTaken();
    await trial.theyRefuse();
    const [receipt] = await trial.receipts('refused');
    if (!receipt?.reason?.text) throw new Fails('reason-missing');
  },
  recall: async (trial) => {
    await trial.sends();
    await trial.isTaken();
    await trial.recalls();
    await trial.isTaken('recall');
    await trial.receipts('recalled');
  },
  'damaged-signature': async (trial) => {
    await trial.sends({ file: letter, packed: changed });
    await trial.isRefused('signature-bad', 'tampered');
  },
  'too-large': async (trial) => {
    await trial.sends({ file: large });
    await trial.isRefused('too-large');
  },
  twice: async (trial) => {
    await trial.sends();
    await trial.sends({ key: 'again' });
    await trial.isTaken();
    await trial.isTaken('again');
    await trial.theyRegister();
    const receipts = await trial.receipts('registered');
    if (new Set(receipts.map(({ number }) => number)).size > 1 || ((await trial.documents()) ?? 1) > 1)
      throw new Fails('registered-twice');
  },
  'out-of-order': async (trial) => {
    await trial.recalls();
    await trial.isTaken('recall');
    await trial.sends();
    await trial.isTaken();
    await trial.receipts('recalled');
    if (((await trial.documents()) ?? 0) > 0) throw new Fails('taken-after-recall');
  },
  'late-receipt': async (trial) => {
    const { envelope } = await trial.theySend();
    const number = `L-${envelope.id.slice(0, 6)}`;
    await trial.receipt('executed', envelope.id, { state: 'executed' });
    await trial.isTaken('executed');
    await trial.receipt('registered', envelope.id, { state: 'registered', number, date: envelope.date });
    await trial.isTaken('registered');
    await trial.theirCopyIs('executed', number);
  },
  'unknown-kind': async (trial) => {
    await trial.sends({ kind: 'decree' });
    await trial.isRefused('kind-unknown');
  },
};
