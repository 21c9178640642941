// SPDX-License-Identifier: Apache-2.0
/** A register with owners, the integrator, and days and instants to look from. */
import { newId } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import architecture from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';
type Item = InputOf<typeof contract.askChange>['items'][number];
type Added = Partial<Extract<Item, { do: 'add' }>>;

export async function register() {
  const b = await bench(architecture);
  const owner = (organisationId: string, name: string) =>
    b.person({ id: newId(), name, duties: [{ code: contract.duties.owner, organisationId }] });
  const integrator = (name: string) => b.person({ id: newId(), name, duties: [contract.duties.integrator] });
  const [ofLabour, ofInterior] = [owner(labour, 'Owner of labour'), owner(interior, 'Owner of interior')];
  const [architect, chief] = [integrator('Architect'), integrator('Chief')];
  type Who = typeof architect;

  const ask = (items: Item[], as: Who = ofLabour, organisationId = labour) =>
    b.call(contract.askChange, { organisationId, title: 'A change', reason: 'It is so', items }, as);
  const decide = (id: string, approve = true, as: Who = chief) =>
    b.call(contract.decideChange, { id, approve, ...(approve ? {} : { reason: 'Not like this' }) }, as);
  const change = async (items: Item[], as: Who = ofLabour, organisationId = labour) =>
    decide((await ask(items, as, organisationId)).id);
  let codes = 0;
  const adding = (more: Added = {}): Extract<Item, { do: 'add' }> => ({
    ...{ do: 'add', id: newId(), kind: 'object', code: `IS-${++codes}`, name: { en: `System ${codes}` } },
    ...{ facts: {}, from: '2020-01-01', ...more },
  });
  /** Answers its id. */
  const added = async (more: Added = {}) => {
    const item = adding(more);
    await change([item]);
    return item.id;
  };
  const at = (id: string, when: { on?: string; known?: string } = {}, as: Who | undefined = architect) =>
    b.call(contract.getElement, { id, ...when }, as);
  return { b, ofLabour, ofInterior, architect, chief, ask, decide, change, adding, added, at };
}
