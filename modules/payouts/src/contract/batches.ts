// SPDX-License-Identifier: Apache-2.0
/** Batches: rows of one programme and period, their way to the bank and back. */
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Currency, MaskedIban, Month, Name, PayoutState, ProgrammeCode, Words } from './shared.ts';

/** A file of rows. */
export const batchLimits = { bytes: 10_000_000, rows: 100_000 } as const;
/** person (number) or organisation (id), amount in whole units, reason, reference */
export const batchColumns = ['person', 'organisation', 'amount', 'reason', 'reference'] as const;
export const batchStates = ['draft', 'submitted', 'approved', 'sent', 'done', 'refused'] as const;
export const BatchState = Type.Enum([...batchStates]);
export const Batch = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  programme: ProgrammeCode,
  period: Month,
  source: Type.Enum(['file', 'services', 'repeat']),
  state: BatchState,
  rows: Type.Integer(),
  sumMinor: Type.Integer(),
  currency: Currency,
  faulty: Type.Integer(),
  paid: Type.Integer(),
  back: Type.Integer({ description: 'came back or failed' }),
  fileName: Type.Optional(Type.String()),
  madeName: Name,
  madeAt: Instant,
  submittedName: Type.Optional(Name),
  submittedAt: Type.Optional(Instant),
  decidedName: Type.Optional(Name),
  decidedAt: Type.Optional(Instant),
  note: Type.Optional(Type.String()),
});
export type Batch = Static<typeof Batch>;

/** Every row is read; those that cannot be are told by their line, and the others stand in the batch. */
export const makeBatch = operation({
  name: 'payouts.make-batch',
  method: 'POST',
  path: '/payouts/batches',
  summary: 'Read a batch from a file of comma-separated values, and check it',
  input: Type.Object({
    programme: ProgrammeCode,
    period: Month,
    fileName: Type.String({ maxLength: 200 }),
    text: Type.String({ maxLength: batchLimits.bytes }),
  }),
  output: Type.Object({ id: Uuid, rows: Type.Integer(), bad: Type.Integer(), faulty: Type.Integer() }),
  permission: 'payouts:prepare',
  bodyMiB: 11,
  audit: 'payouts.batch-made',
  about: { type: 'batch', id: 'id', facts: ['programme', 'period', 'rows'] },
  refusals: ['payouts.programme-unknown', 'payouts.file-unreadable', 'payouts.file-too-large'],
});
export const listBatches = operation({
  name: 'payouts.list-batches',
  method: 'GET',
  path: '/payouts/batches',
  summary: 'Batches, newest first',
  input: Type.Object({
    programme: Type.Optional(ProgrammeCode),
    state: Type.Optional(BatchState),
    period: Type.Optional(Month),
    ...PageInput,
  }),
  output: pageOf(Batch),
  permission: 'payouts:read',
  audit: 'none',
});
export const getBatch = operation({
  name: 'payouts.get-batch',
  method: 'GET',
  path: '/payouts/batches/:id',
  summary: 'A batch, its files, the lines that could not be read',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Batch.properties,
    states: Type.Array(Type.Object({ state: PayoutState, count: Type.Integer(), sumMinor: Type.Integer() })),
    bad: Type.Array(Type.Object({ line: Type.Integer(), code: Type.String(), message: Type.String() })),
    files: Type.Array(
      Type.Object({
        messageId: Type.String(),
        rows: Type.Integer(),
        sumMinor: Type.Integer(),
        state: Type.Enum(['made', 'sent', 'answered', 'refused']),
        madeAt: Instant,
        bankReason: Type.Optional(Type.String()),
      }),
    ),
    may: Type.Array(Type.Enum(['check', 'leave-out', 'submit', 'approve', 'refuse'])),
  }),
  permission: 'payouts:read',
  audit: 'none',
  refusals: ['payouts.batch-unknown'],
});
export const Payout = Type.Object({
  id: Uuid,
  batchId: Uuid,
  programme: ProgrammeCode,
  period: Month,
  /** Of the person or organisation as the bank is told it. */
  name: Type.Optional(Type.String()),
  kind: Type.Enum(['person', 'organisation']),
  amountMinor: Type.Integer(),
  currency: Currency,
  reason: LocalText,
  reference: Type.String(),
  state: PayoutState,
  faults: Type.Array(Type.String()),
  bankReason: Type.Optional(Type.String()),
  endToEndId: Type.Optional(Type.String()),
  iban: Type.Optional(MaskedIban),
  repeats: Type.Optional(Uuid),
  paidOn: Type.Optional(CalendarDate),
  returnedOn: Type.Optional(CalendarDate),
});
export type Payout = Static<typeof Payout>;
export const listPayouts = operation({
  name: 'payouts.list-payouts',
  method: 'GET',
  path: '/payouts/rows',
  summary: 'Payouts, newest first: of a batch, in a state, by reference',
  input: Type.Object({
    batchId: Type.Optional(Uuid),
    programme: Type.Optional(ProgrammeCode),
    state: Type.Optional(Type.Enum([...PayoutState.enum, 'back'])),
    search: Type.Optional(Type.String({ maxLength: 100, description: 'end-to-end id, or beginning of the reference' })),
    ...PageInput,
  }),
  output: pageOf(Payout),
  permission: 'payouts:read',
  audit: 'payouts.rows-read',
});

const step = {
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, state: BatchState, faulty: Type.Integer() }),
  about: { type: 'batch', id: 'id', facts: ['state', 'faulty'] },
} as const;
const ofStep = ['payouts.batch-unknown', 'payouts.batch-elsewhere'] as const;
export const checkBatch = operation({
  ...{ name: 'payouts.check-batch', method: 'POST', path: '/payouts/batches/:id/check' },
  ...step,
  summary: 'Check the rows of a batch again: accounts, limits, budget, duplicates',
  permission: 'payouts:prepare',
  audit: 'payouts.batch-checked',
  refusals: ofStep,
});
export const leaveOut = operation({
  ...{ name: 'payouts.leave-out', method: 'POST', path: '/payouts/batches/:id/left-out' },
  ...step,
  summary: 'Leave the faulty rows of a batch out',
  permission: 'payouts:prepare',
  audit: 'payouts.rows-left-out',
  refusals: ofStep,
});
export const submitBatch = operation({
  ...{ name: 'payouts.submit-batch', method: 'POST', path: '/payouts/batches/:id/submission' },
  ...step,
  summary: 'Give a batch to a second person',
  permission: 'payouts:prepare',
  audit: 'payouts.batch-submitted',
  refusals: [...ofStep, 'payouts.batch-faulty', 'payouts.batch-empty'],
});
export const decideBatch = operation({
  ...{ name: 'payouts.decide-batch', method: 'POST', path: '/payouts/batches/:id/decision' },
  input: Type.Object({ id: Uuid, approve: Type.Boolean(), note: Type.Optional(Words) }),
  output: step.output,
  about: { type: 'batch', id: 'id', facts: ['state', 'approve'] },
  summary: 'Let a batch go that somebody else prepared, or refuse it',
  permission: 'payouts:approve',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'payouts.batch-decided',
  refusals: [...ofStep, 'payouts.own-batch', 'payouts.batch-changed', 'payouts.batch-faulty', 'payouts.note-missing'],
});
/** After the account was corrected: it goes into the batch of repetitions, which two persons let go. */
export const repeatPayout = operation({
  name: 'payouts.repeat-payout',
  method: 'POST',
  path: '/payouts/rows/:id/repetition',
  summary: 'Pay again what came back or failed',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, batchId: Uuid }),
  permission: 'payouts:prepare',
  audit: 'payouts.payout-repeated',
  about: { type: 'payout', id: 'id', facts: ['batchId'] },
  refusals: ['payouts.payout-unknown', 'payouts.payout-elsewhere'],
});
export const giveUp = operation({
  name: 'payouts.give-up',
  method: 'POST',
  path: '/payouts/rows/:id/end',
  summary: 'Give up what came back: its money returns to the budget',
  input: Type.Object({ id: Uuid, reason: Words }),
  output: Type.Object({ id: Uuid, state: PayoutState }),
  permission: 'payouts:approve',
  audit: 'payouts.payout-given-up',
  about: { type: 'payout', id: 'id', facts: ['reason'] },
  refusals: ['payouts.payout-unknown', 'payouts.payout-elsewhere'],
});
