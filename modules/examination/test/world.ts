// SPDX-License-Identifier: Apache-2.0
/** A register, owners, examiners and a chief with keys of their own, and a dossier on its way. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import architecture from '@stoa/architecture';
import * as register from '@stoa/architecture/contract';
import { newId } from '@stoa/kernel';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { listActs } from '@stoa/norms/contract';
import { getOrganisation, type HeldDuty, listDuties } from '@stoa/organisations/contract';
import signing from '@stoa/signing';
import * as keys from '@stoa/signing/contract';
import * as contract from '../src/contract.ts';
import examination from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';
export const integrator = 'XM-SERVICE-INTEGRATOR';
type Item = register.ChangeItem;
type Act = OutputOf<typeof listActs>['items'][number];
const normsAct = (code: string, title: string, clauses: Readonly<Record<string, LocalText>>): Act => ({
  ...{ code, kind: 'rules', title: { en: title }, adopted: '2016-04-01', steps: [] },
  clauses: Object.entries(clauses).map(([number, text]) => ({ id: newId(), number, text, from: '2016-04-01' })),
});

export async function textOfPdf(bytes: Uint8Array): Promise<string[]> {
  const library = await PDFiumLibrary.init();
  const pages = [...(await library.loadDocument(bytes)).pages()].map((page) => page.getText());
  library.destroy();
  return pages;
}

export async function world() {
  const b = await bench(examination, architecture, signing);
  type Person = ReturnType<typeof b.person>;
  const on = (name: string, organisationId: string, ...codes: string[]) =>
    b.person({ id: newId(), name, duties: codes.map((code) => ({ code, organisationId })), assurance: 2 });
  const owner = on('Owner of labour', labour, contract.duties.owner);
  const stranger = on('Owner of interior', interior, contract.duties.owner);
  const [first, second, third] = (['First', 'Second', 'Third'] as const).map((name) =>
    on(`${name} examiner`, integrator, contract.duties.examiner),
  ) as [Person, Person, Person];
  const chief = on('Chief', integrator, contract.duties.chief);
  const otherChief = on('Other chief', integrator, contract.duties.chief);
  const architect = on('Architect', integrator, register.duties.integrator);
  const architect2 = on('Second architect', integrator, register.duties.integrator);

  const post = { en: 'Examiner' };
  b.stub(
    listDuties,
    async ({ personId }): Promise<{ items: HeldDuty[] }> => ({
      items: [
        {
          ...{
            code: contract.duties.examiner,
            organisationId: integrator,
            postId: personId,
            post,
            as: 'holder' as const,
          },
          from: '2020-01-01T00:00:00.000Z',
        },
      ],
    }),
  );
  b.stub(getOrganisation, async ({ id }) => ({
    ...{ id, kind: 'central' as const, name: { en: 'Service integrator' }, from: '2020-01-01', revision: 1 },
  }));

  /** Of the rules of examinations, and of another act. */
  b.stub(listActs, async () => ({
    items: [
      normsAct(contract.rulesAct, 'Rules of the examination', {
        '7.1': {
          en: `All parts that the rules ask for are there. ${'They are read one by one. '.repeat(12)}`,
          ar: 'جميع الأجزاء موجودة',
        },
        '8.1': { en: 'The functions stand in the reference model' },
        '99.9': { en: 'What nothing here rests on' },
      }),
      normsAct('budget-law', 'On the budget', { '12': { en: 'What is asked for is compared with what there is' } }),
    ],
  }));

  let codes = 0;
  type Added = Extract<Item, { do: 'add' }>;
  const adding = (kind: string, name: string, more: Partial<Added> = {}): Added => ({
    ...{ do: 'add', id: newId(), kind, code: `C-${++codes}`, name: { en: name }, facts: {}, from: '2020-01-01' },
    ...more,
  });
  const relating = (kind: string, from: { id: string }, to: { id: string }, facts?: Record<string, string>): Item => ({
    ...{ do: 'relate', kind, fromId: from.id, toId: to.id, from: '2020-01-01' },
    ...(facts ? { facts } : {}),
  });
  const change = async (items: Item[]) => {
    const asked = { organisationId: labour, title: 'A change', reason: 'It is so', items };
    const { id } = await b.call(register.askChange, asked, architect);
    await b.call(register.decideChange, { id, approve: true }, architect2);
  };

  const enter = (person: Person, more: object = {}) =>
    b.call(
      contract.putExaminer,
      {
        ...{ personId: person.id, name: person.name, organisationId: integrator, certificates: [], interests: [] },
        ...{ competences: ['enterprise-architecture'], active: true, ...more },
      },
      chief,
    );
  for (const one of [first, second, third]) await enter(one);

  type Content = Partial<contract.Content>;
  const content = (more: Content = {}): contract.Content => ({
    ...{ title: 'System of permits', purpose: 'Permits are given sooner', touches: {}, planned: {} },
    ...more,
  });
  const draft = (
    more: Content & { kind?: contract.Kind; parentId?: string } = {},
    as = owner,
    organisationId = labour,
  ) => {
    const { kind = 'proposal', parentId, ...rest } = more;
    return b.call(
      contract.draftDossier,
      { kind, organisationId, ...content(rest), ...(parentId ? { parentId } : {}) },
      as,
    );
  };
  const goal = adding('goal', 'Work for everybody');
  const permits = adding('function', 'Granting permits');
  await change([goal, permits, relating('influences', permits, goal)]);
  const whole: Content = {
    touches: { functions: [permits.id], goals: [goal.id] },
    planned: { class: 'registry', users: 100, costMake: 1_000_00, costYear: 100_00 },
  };
  const get = (id: string, as: Person = chief) => b.call(contract.getDossier, { id }, as);
  const stateOf = async (id: string) => (await get(id)).state;
  const submitted = async (more: Parameters<typeof draft>[0] = {}) => {
    const { id } = await draft({ ...whole, ...more });
    await b.call(contract.submitDossier, { id }, owner);
    await b.drain();
    return id;
  };
  const assign = (id: string, people: Person[] = [first, second]) =>
    b.call(contract.assignExaminers, { id, people: people.map((one) => one.id) }, chief);
  const reviewed = async (more: Parameters<typeof draft>[0] = {}) => {
    const id = await submitted(more);
    await assign(id);
    for (const one of [first, second]) await b.call(contract.acceptAssignment, { id }, one);
    return id;
  };
  const opine = (id: string, as: Person, outcome: contract.Outcome = 'positive') =>
    b.call(contract.giveOpinion, { id, outcome, text: 'It is sound' }, as);
  const conclude = (id: string, more: object = {}) =>
    b.call(
      contract.consolidate,
      { id, outcome: 'positive', text: 'It may be built.', conditions: [], language: 'en', ...more },
      chief,
    );
  const concluded = async (more: object = {}) => {
    const id = await reviewed();
    for (const one of [first, second]) await opine(id, one);
    await conclude(id, more);
    return id;
  };

  const made = new Map<string, { certificateId: string; privateKey: KeyObject }>();
  const valueOf = (key: KeyObject, data: Buffer) =>
    sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const keyOf = async (as: Person) => {
    const known = made.get(as.id);
    if (known) return known;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const asked = { personId: as.id, organisationId: integrator, publicKey: spki };
    const proof = valueOf(privateKey, Buffer.from(keys.possessionText(asked)));
    const { id } = await b.call(
      keys.issueCertificate,
      { organisationId: integrator, custody: 'browser', publicKey: spki, proof },
      as,
    );
    const key = { certificateId: id, privateKey };
    made.set(as.id, key);
    return key;
  };
  const prepare = async (id: string, as: Person) => {
    const { certificateId, privateKey } = await keyOf(as);
    const { signatureId, toSign } = await b.call(contract.prepareConclusionSignature, { id, certificateId }, as);
    return { id, signatureId, value: valueOf(privateKey, Buffer.from(toSign, 'base64')) };
  };
  const signAs = async (id: string, as: Person) =>
    b.call(contract.finishConclusionSignature, await prepare(id, as), as);
  const decided = async (more: object = {}) => {
    const id = await concluded(more);
    await signAs(id, first);
    await signAs(id, chief);
    return id;
  };
  return {
    ...{
      b,
      owner,
      stranger,
      first,
      second,
      third,
      chief,
      otherChief,
      architect,
      adding,
      relating,
      change,
      enter,
      content,
    },
    ...{ draft, whole, goal, permits, get, stateOf, submitted, assign, reviewed, opine, conclude, concluded, prepare },
    ...{ signAs, decided, on },
  };
}
