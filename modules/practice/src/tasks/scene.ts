// SPDX-License-Identifier: Apache-2.0
/** What a task begins with: the practice colleague and the module lay it onto the desks of the practice institution. */
import { listDeliveries } from '@stoa/correspondence/contract';
import * as papers from '@stoa/documents/contract';
import * as work from '@stoa/execution/contract';
import { idOf, type ModuleRuntime } from '@stoa/kernel';
import type { Language, Principal } from '@stoa/kernel/contract';
import type { Finding, FindingCode } from '../contract.ts';
import { colleague, type Matter, sender, subjectOf, workTexts } from './materials.ts';

export const postNames = ['clerk', 'head', 'executor'] as const;
export type PostName = (typeof postNames)[number];
export const dutyOf = { clerk: papers.duties.clerk, head: papers.duties.leader, executor: papers.duties.executor };

export interface Place {
  readonly personId: string;
  readonly practiceId: string;
  readonly posts: Readonly<Record<PostName, string>>;
}
export type Facts = Readonly<Record<string, string>>;
export interface Tried {
  readonly id: string;
  readonly facts: Facts;
  readonly startedAt: Date;
}
/** How a task begins, and what a check finds. */
export interface Task {
  start(scene: Scene): Promise<Facts>;
  check(scene: Scene, tried: Tried, answer: string | undefined): Promise<Finding[]>;
}

export const found = (code: FindingCode, right: unknown): Finding => ({ code, right: Boolean(right) });
type Page = papers.DocumentPage;

/** Somebody on every post, who does what people of the institution would. */
export const colleagueAt = (
  { practiceId: organisationId, posts }: Pick<Place, 'practiceId' | 'posts'>,
  now: Date,
  language: Language = 'en',
): Principal => ({
  ...({ kind: 'person', id: idOf('practice colleague'), name: colleague[language], practises: true } as const),
  ...{ assurance: 3, authenticatedAt: now.toISOString() },
  duties: postNames.map((name) => ({ code: dutyOf[name], organisationId, postId: posts[name] })),
});

export class Scene {
  readonly #module: ModuleRuntime;
  readonly #place: Place;
  readonly language: Language;
  readonly #number = 1000 + Math.floor(Math.random() * 9000);

  constructor(module: ModuleRuntime, place: Place, language: Language) {
    this.#module = module;
    this.#place = place;
    this.language = language;
  }
  get posts(): Place['posts'] {
    return this.#place.posts;
  }
  get personId(): string {
    return this.#place.personId;
  }
  get now(): Date {
    return this.#module.clock.now();
  }
  get sender(): string {
    return sender[this.language];
  }
  /** Of the sender; another one in each try. */
  theirs(offset = 0): { theirNumber: string; theirDate: string } {
    const { calendar } = this.#module.country;
    const theirDate = calendar.addWorkingDays(calendar.localDate(this.now), -3 - offset);
    return { theirNumber: `12-${this.#number + offset}/45`, theirDate };
  }
  workingDay(days: number): string {
    const { calendar } = this.#module.country;
    return calendar.addWorkingDays(calendar.localDate(this.now), days);
  }
  subject(matter: Matter, offset = 0): string {
    return subjectOf(matter, this.#number + offset, this.language);
  }

  readonly #as: ModuleRuntime['call'] = (operation, input) =>
    this.#module.call(operation, input, { principal: colleagueAt(this.#place, this.now, this.language) });

  async arrive(subject: string, more: { theirNumber?: string; theirDate?: string } = {}): Promise<string> {
    const { id } = await this.#module.call(papers.takeIn, {
      ...{ institutionId: this.#place.practiceId, source: 'scan', kind: 'incoming', label: 0, language: this.language },
      key: `practice:${subject}:${more.theirNumber ?? ''}:${this.now.getTime()}:${Math.random()}`,
      ...{ subject, correspondents: [{ name: this.sender }], ...more },
      files: [textFile(subject)],
    });
    return id;
  }
  async register(id: string): Promise<string> {
    return (await this.#as(papers.registerDocument, { id, noDouble: true })).number;
  }
  async registered(matter: Matter, offset = 0): Promise<{ id: string; number: string }> {
    const id = await this.arrive(this.subject(matter, offset), this.theirs(offset));
    return { id, number: await this.register(id) };
  }
  async drafted(kind: 'outgoing' | 'internal', matter: Matter): Promise<string> {
    const subject = this.subject(matter);
    const { practiceId: institutionId } = this.#place;
    const to = kind === 'outgoing' ? { correspondents: [{ name: this.sender }] } : {};
    const { id } = await this.#as(papers.createDocument, { institutionId, kind, subject, ...to });
    const { name, content } = textFile(subject);
    await this.#as(papers.addFile, { id, name, content, role: 'main' });
    return id;
  }
  async askHead(documentId: string): Promise<void> {
    const stages = [{ mode: 'all' as const, hours: 8, posts: [this.posts.head] }];
    await this.#as(work.startApproval, { documentId, stages });
  }
  async instruct(documentId: string, dueOn: string): Promise<void> {
    const text = workTexts.instruction[this.language];
    await this.#as(work.giveResolution, { documentId, text, responsible: this.posts.executor, dueOn, control: true });
  }
  async reportNothing(documentId: string): Promise<void> {
    const [resolution] = (await this.work(documentId)).resolutions;
    const id = resolution?.assignments[0]?.id ?? '';
    await this.#as(work.report, { id, text: workTexts.emptyReport[this.language] });
  }
  /** As the head would, once a draft is ready. */
  async signForHead(id: string): Promise<void> {
    const said = { byName: colleague[this.language], key: 'signed for practice' };
    await this.#module.call(papers.moveDocument, { id, to: 'signed', what: 'signed', ...said });
  }

  async document(id: string | undefined): Promise<Page> {
    return (await this.#module.call(papers.exportDocument, { id: id ?? '' })).document;
  }
  work(documentId: string | undefined): Promise<work.Work> {
    return this.#module.call(work.getWork, { documentId: documentId ?? '' });
  }
  async isSent(documentId: string): Promise<boolean> {
    return (await this.#module.call(listDeliveries, { documentId })).items.length > 0;
  }
  /** What came to be in the practice institution since then. */
  async since(at: Date, direction: papers.Direction): Promise<Page[]> {
    const { items } = await this.#module.call(papers.listDocuments, {
      ...{ institutionId: this.#place.practiceId, direction, limit: 50 },
    });
    const pages = await Promise.all(items.map(({ id }) => this.document(id)));
    return pages.filter(({ createdAt }) => new Date(createdAt) >= at);
  }
}

const textFile = (subject: string) => ({
  ...({ name: 'letter.txt', mimeType: 'text/plain', role: 'main' } as const),
  content: Buffer.from(`${subject}\n`).toString('base64'),
});
