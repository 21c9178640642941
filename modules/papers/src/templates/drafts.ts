// SPDX-License-Identifier: Apache-2.0
/** Drafts from templates: prefilled from the directory, typeset on the institution's blank or filled into a DOCX. */
import { addFile, createDocument, duties, getDocument } from '@stoa/documents/contract';
import { authorise, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type LocalText, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { getOrganisation, getStructure, type Post } from '@stoa/organisations/contract';
import { chanceryOf, nameOf } from '../access/chancery.ts';
import type * as contract from '../contract.ts';
import { made } from '../thread/thread.ts';
import { wordsIn } from '../words.ts';
import { contentOf } from './store.ts';
import { templatesFor, unknownTemplate, withDocx } from './templates.ts';
import { paragraphsOf } from './text.ts';

const leads = ({ duties: held, holdings }: Post) =>
  holdings.length > 0 && held.some(({ code }) => code === duties.leader);

/** Who is on a post, as papers name them. */
function onPost(posts: readonly Post[], text: (text: LocalText) => string, postId?: string) {
  const post = posts.find((one) => (postId ? one.id === postId : leads(one)));
  return post ? { name: post.holdings[0]?.name ?? '', post: text(post.title) } : undefined;
}

/** Refuses: papers.template-unknown. */
export async function prefillDraft(
  tx: Tx,
  { institutionId, id, to, signerPostId, replyTo }: InputOf<typeof contract.prefillDraft>,
): Promise<OutputOf<typeof contract.prefillDraft>> {
  const template = (await templatesFor(tx, institutionId)).find((one) => one.id === id) ?? unknownTemplate();
  const words = wordsIn(template.language);
  const institution = await tx.call(getOrganisation, { id: institutionId });
  const signer = onPost((await tx.call(getStructure, { id: institutionId })).posts, words.text, signerPostId);
  const replied = replyTo ? await tx.call(getDocument, { id: replyTo }) : undefined;
  const addressedId = to ?? replied?.correspondents[0]?.organisationId;
  const addressed = addressedId ? await tx.call(getOrganisation, { id: addressedId }) : undefined;
  const head = addressed && onPost((await tx.call(getStructure, { id: addressed.id })).posts, words.text);
  const known: Readonly<Record<string, string | undefined>> = {
    institution: words.text(institution.name),
    address: institution.address && words.text(institution.address),
    date: words.date(tx.module.country.calendar.localDate(tx.now)),
    subject: replied?.subject,
    executor: nameOf(tx),
    signer: signer?.name,
    'signer-post': signer?.post,
    addressee: head?.name || replied?.correspondents[0]?.name || (addressed && words.text(addressed.name)),
    'addressee-post': head && [head.post, addressed && words.text(addressed.name)].filter(Boolean).join(', '),
    'addressee-address': addressed?.address ? words.text(addressed.address) : replied?.correspondents[0]?.address,
    'reply-number': replied?.theirNumber ?? replied?.number,
    'reply-date': replied?.theirDate
      ? words.date(replied.theirDate)
      : replied?.numberedOn && words.date(replied.numberedOn),
  };
  const values = Object.fromEntries(template.fields.map((name) => [name, known[name] ?? '']));
  return { values, ...(addressedId ? { to: addressedId } : {}) };
}

/** The blank: the institution's name in each language it has one in, that of the paper first, and where it is. */
async function blankOf(module: ModuleRuntime, institutionId: string, language: string) {
  const { name, address } = await module.call(getOrganisation, { id: institutionId });
  const others = Object.entries(name).filter(([one]) => one !== language && one !== 'ar');
  const names = [inLanguage(name, language), ...others.map(([, text]) => text)];
  return { names: [...new Set(names)].slice(0, 3), address: address ? inLanguage(address, language) : '' };
}

async function fileOf(
  module: ModuleRuntime,
  template: contract.Template,
  kept: { body: string | null; content: Buffer | null },
  institutionId: string,
  values: Record<string, string>,
): Promise<{ ending: string; bytes: Uint8Array }> {
  if (kept.content) return { ending: 'docx', bytes: (await withDocx(kept.content, values)).bytes };
  const data = {
    ...{ title: values.subject || template.title, language: template.language },
    ...(await blankOf(module, institutionId, template.language)),
    paragraphs: paragraphsOf(kept.body ?? '', values),
  };
  return { ending: 'pdf', bytes: await made('typeset', { template: 'letter', data }) };
}

/** Refuses: papers.template-not-in-force, papers.field-unknown, and what documents refuses of the draft. */
export async function startDraft(
  module: ModuleRuntime,
  { institutionId, id, subject, values, replyTo, ...asked }: InputOf<typeof contract.startDraft>,
  principal: Principal,
): Promise<OutputOf<typeof contract.startDraft>> {
  const { template, kept } = await module.tx(principal, async (tx) => {
    authorise(tx, chanceryOf(institutionId));
    const found = (await templatesFor(tx, institutionId)).find((one) => one.id === id) ?? unknownTemplate();
    return { template: found, kept: (await contentOf(tx, id)) ?? unknownTemplate() };
  });
  if (!template.current)
    refuse('conflict', 'papers.template-not-in-force', 'This version is not in force now. Start from the one that is.');
  const unheard = Object.keys(values).find((name) => !template.fields.includes(name));
  if (unheard) refuse('invalid', 'papers.field-unknown', `The template has no field ${unheard}. Leave it out.`);
  const file = await fileOf(module, template, kept, institutionId, { ...values, subject });
  const { id: documentId } = await module.call(
    createDocument,
    { institutionId, kind: template.kind, subject, ...asked, ...(replyTo ? { replyTo } : {}) },
    { principal },
  );
  const content = Buffer.from(file.bytes).toString('base64');
  const name = `${template.title}.${file.ending}`;
  await module.call(addFile, { id: documentId, name, content, role: 'main' }, { principal });
  return { documentId };
}
