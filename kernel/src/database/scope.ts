// SPDX-License-Identifier: Apache-2.0
/** What runs at this moment, along all its asynchronous calls: an operation outside a transaction, or a transaction. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Duty, Operation, Principal } from '../contract.ts';

/** What the kernel remembers of a transaction, or of all transactions of one operation. */
export interface Notes {
  authorised: boolean;
  readonly audited: Set<string>;
  /** By which duty the person was last found to be let. */
  duty?: Duty | undefined;
}

interface Scope {
  readonly inTransaction: boolean;
  readonly operation?: Operation;
  readonly principal?: Principal;
  readonly notes?: Notes;
}

const scopes = new AsyncLocalStorage<Scope>();

export const newNotes = (): Notes => ({ authorised: false, audited: new Set() });

/** Transactions opened by `work` for the same principal belong to the operation, and their notes are kept together. */
export const insideOperation = <R>(operation: Operation, principal: Principal, notes: Notes, work: () => Promise<R>) =>
  scopes.run({ inTransaction: false, operation, principal, notes }, work);

export const insideTransaction = <R>(work: () => Promise<R>): Promise<R> => scopes.run({ inTransaction: true }, work);

/** The operation that a transaction of this principal belongs to where it was not told. */
export function operationUnderWay(principal: Principal): { operation: Operation; notes: Notes } | undefined {
  const { inTransaction, operation, notes, principal: whose } = scopes.getStore() ?? {};
  return !inTransaction && operation && notes && whose === principal ? { operation, notes } : undefined;
}

/**
 * Guards work that takes long (hashing of passwords, waiting for others): within a transaction it would hold a connection
 * and locks for that time, and a few callers would stop everybody.
 */
export function demandNoTransaction(what: string): void {
  if (scopes.getStore()?.inTransaction)
    throw new Error(`${what} must not run inside a transaction: do it before or after`);
}
