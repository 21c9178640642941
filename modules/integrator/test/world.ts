// SPDX-License-Identifier: Apache-2.0
/** Bodies with what the register has of them, their owners, two architects and the authorised body. */
import architecture from '@stoa/architecture';
import { importElements, listElements } from '@stoa/architecture/contract';
import { localDate } from '@stoa/country-xm';
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import norms from '@stoa/norms';
import organisations from '@stoa/organisations';
import upkeep from '@stoa/upkeep';
import * as contract from '../src/contract.ts';
import integrator from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';
export const demo = { kind: 'service', id: 'demo' } as const;

export async function integratorWorld() {
  const b = await benchWith({ STOA_DEMO: '0' }, integrator, architecture, norms, organisations, identity, upkeep);
  const having = (name: string, code: string, organisationId = 'XM-SERVICE-INTEGRATOR') =>
    b.person({ id: newId(), name, duties: [{ code, organisationId }] });
  const owner = having('Owner of labour', 'architecture.owner', labour);
  const stranger = having('Owner of interior', 'architecture.owner', interior);
  const architect = having('Architect', 'architecture.integrator');
  const chief = having('Chief', 'architecture.integrator');
  const approver = having('Approver', 'architecture.approver', 'XM-DIGITAL-MINISTRY');
  type Elements = InputOf<typeof importElements>['elements'];
  const enter = async (elements: Elements, relations: InputOf<typeof importElements>['relations'] = []) => {
    const input = { dryRun: false, provenance: 'imported' as const, elements, relations };
    const { refused } = await b.call(importElements, input, architect);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  };
  let serial = 0;
  const element = (more: Partial<Elements[number]> = {}): Elements[number] => ({
    ...{ kind: 'object', code: `IS-${++serial}`, name: { en: `System ${serial}` }, ownerId: labour },
    ...{ facts: { stage: 'industrial', users: 10 }, from: '2020-01-01', ...more },
  });
  const registered = async (kind = 'object', ownerId = labour) =>
    (await b.call(listElements, { kind, ownerId, limit: 100 }, architect)).items;

  const today = () => localDate(b.clock.now());
  /** A campaign that is filled in, and the questionnaire of the ministry of labour. */
  const campaign = async (organisationsAsked: string[] = [labour, interior]) => {
    const { id } = await b.call(
      contract.openCampaign,
      { title: 'Inventory', opens: today(), due: '2099-12-31', organisations: organisationsAsked },
      architect,
    );
    await b.drain();
    const { answers } = await b.call(contract.getCampaign, { id }, architect);
    const answerId = answers.find(({ organisationId }) => organisationId === labour)?.id ?? '';
    return { id, answerId, answers };
  };
  const read = (id: string, section?: string, as = owner) =>
    b.call(contract.getAnswer, { id, limit: 100, ...(section ? { section } : {}) }, as);
  const rest = async (id: string, as = owner) => {
    for (const { code } of (await read(id)).sections)
      await b.call(contract.answerItems, { id, items: [], restOfSection: code }, as);
  };
  return { b, today, owner, stranger, architect, chief, approver, enter, element, registered, campaign, read, rest };
}
