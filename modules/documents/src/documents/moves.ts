// SPDX-License-Identifier: Apache-2.0
/** The one table of states: which follows which, and in which of them a card may still be changed. */
import { refuse } from '@stoa/kernel';
import type { DocumentState } from '../contract.ts';

const moves: Readonly<Record<DocumentState, readonly DocumentState[]>> = {
  draft: ['in-approval', 'approved', 'signed', 'registered', 'cancelled'],
  'in-approval': ['draft', 'approved', 'cancelled'],
  approved: ['draft', 'signed', 'registered', 'cancelled'],
  signed: ['registered', 'cancelled'],
  received: ['registered', 'refused', 'cancelled'],
  registered: ['in-execution', 'executed', 'filed'],
  'in-execution': ['executed'],
  executed: ['in-execution', 'filed'],
  filed: ['in-execution'],
  refused: [],
  cancelled: [],
};

export const mayMove = (from: DocumentState, to: DocumentState): boolean => moves[from].includes(to);
export const changeable: readonly DocumentState[] = ['draft', 'received'];
/** Refuses: documents.state-forbids. */
export function demandMove(from: DocumentState, to: DocumentState): void {
  if (!mayMove(from, to)) stateForbids(from);
}

export const stateForbids = (state: DocumentState): never =>
  refuse('conflict', 'documents.state-forbids', `The document is ${state}: this is not done now. Load the page again.`);
