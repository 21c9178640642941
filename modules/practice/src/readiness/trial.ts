// SPDX-License-Identifier: Apache-2.0
/**
 * One scenario of one run. It is played again from its beginning at every look: what was done already is marked, what did not come
 * yet ends the look (`Waits`), what came wrongly ends the scenario (`Fails`).
 */
import {
  type Answer,
  type Delivery,
  type Envelope,
  largestContainer,
  listDeliveries,
  listPassages,
  type Message,
  practicePartner,
  type Receipt,
  refuseArrival,
  sendDocument,
} from '@stoa/correspondence/contract';
import * as papers from '@stoa/documents/contract';
import type { ConnectorClient } from '@stoa/exchange/contract';
import { idOf, type ModuleRuntime } from '@stoa/kernel';
import { practicePrefix } from '@stoa/kernel/contract';
import type { Evidence, Scenario } from '../contract.ts';
import { colleagueAt } from '../tasks/scene.ts';
import { containerOf, factsOf, type File, sendMessage } from './partner.ts';
import * as store from './store.ts';
import type { PartnerMessage, RunRow } from './store.ts';

/** A run that the platform has taken up. */
export type TakenUp = RunRow & { readonly played: boolean; readonly posts: NonNullable<RunRow['posts']> };

export class Waits extends Error {}
export class Fails extends Error {}
const system = { kind: 'system' } as const;

export const letter: File = {
  name: 'letter.pdf',
  content: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'),
};
export const changed: File = { ...letter, content: Buffer.concat([letter.content, Buffer.from('% changed')]) };
export const large: File = { ...letter, content: Buffer.concat([letter.content, Buffer.alloc(largestContainer, 7)]) };

export class Trial {
  readonly evidence: Evidence[] = [];
  readonly #marks: Record<string, string>;
  readonly #module: ModuleRuntime;
  readonly #client: ConnectorClient;
  readonly #run: TakenUp;
  readonly #scenario: Scenario;

  constructor(
    module: ModuleRuntime,
    client: ConnectorClient,
    run: TakenUp,
    scenario: Scenario,
    marks: Readonly<Record<string, string>>,
  ) {
    this.#module = module;
    this.#client = client;
    this.#run = run;
    this.#scenario = scenario;
    this.#marks = { ...marks };
  }

  /** The practice institution of the one that shows its readiness. */
  get own(): string {
    return `${practicePrefix}${this.#run.institutionId}`;
  }
  id(key: string): string {
    return idOf(`readiness ${this.#run.id} ${this.#scenario} ${key}`);
  }

  /** Done once; where the process ends in between it is done again, which changes nothing. */
  async once(key: string, work: () => Promise<string>): Promise<string> {
    const known = this.#marks[key];
    if (known !== undefined) return known;
    const value = await work();
    this.#marks[key] = value;
    await this.#module.tx(system, (tx) => store.mark(tx, this.#run.id, this.#scenario, key, value));
    return value;
  }

  #envelope(file: File, kind = 'outgoing'): Envelope {
    const { calendar } = this.#module.country;
    return {
      id: this.id('envelope'),
      sender: { institutionId: practicePartner, name: 'Practice partner' },
      addressee: { institutionId: this.own, name: this.own },
      ...{ number: `P-${this.id('envelope').slice(0, 8)}`, date: calendar.localDate(this.#run.startedAt), kind },
      ...{ subject: `Readiness ${this.id('envelope').slice(0, 8)}: ${this.#scenario}`, language: 'en', label: 0 },
      files: [factsOf(file)],
    };
  }
  /** The partner sends an envelope: `packed` is what is in the container instead of what was sealed. */
  async sends(more: { file?: File; packed?: File; kind?: string; key?: string } = {}): Promise<void> {
    const { file = letter, kind, key = 'message' } = more;
    const { packed = file } = more;
    const envelope = this.#envelope(packed, kind);
    this.evidence.push({ what: 'envelope', id: envelope.id });
    await this.says(key, { envelope }, () => containerOf(this.#module, file, packed));
  }
  async recalls(): Promise<void> {
    await this.says('recall', { recall: { envelopeId: this.id('envelope'), reason: 'Sent too early' } });
  }
  async says(key: string, content: Message, container?: () => Promise<Uint8Array>): Promise<void> {
    const id = this.id(key);
    await this.once(key, async () => {
      const { institutionId } = this.#run;
      await sendMessage(this.#client, institutionId, { id, content, container: await container?.() });
      return id;
    });
    this.evidence.push({ what: 'message', id });
  }

  async #kept(where: string, values: readonly unknown[]): Promise<PartnerMessage[]> {
    return this.#module.tx(system, (tx) => store.messagesWhere(tx, where, values));
  }
  async #answer(key: string): Promise<Answer> {
    const [message] = await this.#kept('request_id = $1', [this.id(key)]);
    if (!message) throw new Waits();
    const answer = message.content as Answer | { rejection?: unknown };
    const says = 'taken' in answer ? 'taken' : 'refused' in answer ? answer.refused.code : 'rejected';
    this.evidence.push({ what: 'answer', id: message.id, says });
    if (!('taken' in answer || 'refused' in answer)) throw new Fails('rejected');
    return answer as Answer;
  }
  async isTaken(key = 'message'): Promise<void> {
    const answer = await this.#answer(key);
    if (!('taken' in answer)) throw new Fails(answer.refused.code);
  }
  async isRefused(...codes: readonly string[]): Promise<void> {
    const answer = await this.#answer('message');
    if ('taken' in answer) throw new Fails('taken');
    if (!codes.includes(answer.refused.code)) throw new Fails(answer.refused.code);
  }
  /** Of the envelope that the partner sent. */
  async receipts(state: Receipt['state']): Promise<Receipt[]> {
    const all = await this.#kept(`what = 'receipt' and envelope_id = $1`, [this.id('envelope')]);
    const fitting = all.flatMap((one) => {
      const { receipt } = one.content as { receipt: Receipt };
      return receipt.state === state ? [{ one, receipt }] : [];
    });
    if (fitting.length === 0) throw new Waits();
    for (const { one, receipt } of fitting)
      this.evidence.push({ what: 'receipt', id: one.id, says: [state, receipt.number].filter(Boolean).join(' ') });
    return fitting.map(({ receipt }) => receipt);
  }

  get #colleague() {
    const place = { practiceId: this.own, posts: this.#run.posts };
    return { principal: colleagueAt(place, this.#module.clock.now()) };
  }
  /** The document that the envelope became there. */
  async #arrived(): Promise<string> {
    const asked = { institutionId: this.own, direction: 'came' as const, limit: 100 };
    const { items } = await this.#module.call(listPassages, asked, this.#colleague);
    const documentId = items.find(({ id }) => id === this.id('envelope'))?.documentId;
    if (!documentId) throw new Waits();
    return documentId;
  }
  /** Where the institution is served elsewhere its own people do it. */
  async theyRegister(): Promise<void> {
    if (!this.#run.played) return;
    await this.once('registered', async () => {
      const id = await this.#arrived();
      return (await this.#module.call(papers.registerDocument, { id, noDouble: true }, this.#colleague)).number;
    });
  }
  async theyRefuse(): Promise<void> {
    if (!this.#run.played) return;
    await this.once('refused', async () => {
      const documentId = await this.#arrived();
      await this.#module.call(refuseArrival, { documentId, reason: 'It came to the wrong place' }, this.#colleague);
      return documentId;
    });
  }
  /** How many documents of it there are. */
  async documents(): Promise<number | undefined> {
    if (!this.#run.played) return undefined;
    const search = `P-${this.id('envelope').slice(0, 8)}`;
    const asked = { institutionId: this.own, search };
    return (await this.#module.call(papers.listDocuments, asked, this.#colleague)).items.length;
  }

  /** The institution writes to the partner; answers the envelope that came. */
  async theySend(): Promise<{ envelope: Envelope; verdict: string }> {
    const copyId = this.#run.played ? await this.#sendOwn() : undefined;
    const all = await this.#kept(
      `what = 'envelope' and at >= $1 and content #>> '{envelope,sender,institutionId}' = $2 and ($3::uuid is null or envelope_id = $3)`,
      [this.#run.startedAt, this.own, copyId ?? null],
    );
    const [message] = all;
    if (!message) throw new Waits();
    const came = message.content as { envelope: Envelope; verdict: string };
    this.evidence.push({ what: 'envelope', id: came.envelope.id }, { what: 'message', id: message.id });
    return came;
  }
  async #sendOwn(): Promise<string> {
    const { call } = this.#module;
    const id = await this.once('document', async () => {
      const correspondents = [{ organisationId: practicePartner, name: 'Practice partner' }];
      const subject = `Readiness: ${this.#scenario}`;
      const card = { institutionId: this.own, kind: 'outgoing', subject, correspondents };
      const made = await call(papers.createDocument, card, this.#colleague);
      const content = letter.content.toString('base64');
      await call(papers.addFile, { id: made.id, name: letter.name, content, role: 'main' }, this.#colleague);
      await call(papers.moveDocument, { id: made.id, to: 'signed', what: 'signed', key: 'signed for practice' });
      await call(papers.registerDocument, { id: made.id }, this.#colleague);
      return made.id;
    });
    await this.once('sent', async () => {
      if (!(await this.#copy(id))) await call(sendDocument, { documentId: id }, this.#colleague);
      return id;
    });
    return (await this.#copy(id))?.id ?? '';
  }
  async #copy(documentId: string): Promise<Delivery | undefined> {
    return (await this.#module.call(listDeliveries, { documentId })).items[0];
  }
  async receipt(key: string, envelopeId: string, said: Omit<Receipt, 'envelopeId' | 'at'>): Promise<void> {
    const at = this.#run.startedAt.toISOString();
    await this.says(key, { receipt: { envelopeId, at, ...said } });
  }
  /** The institution's own copy got that far. */
  async theirCopyIs(state: Delivery['state'], theirNumber: string): Promise<void> {
    const documentId = this.#marks.document;
    if (!this.#run.played || !documentId) return;
    const copy = await this.#copy(documentId);
    if (copy?.state !== state || copy.theirNumber !== theirNumber) throw new Waits();
  }
}
