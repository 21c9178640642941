// SPDX-License-Identifier: Apache-2.0
/** What identity has to tell people: links that prove their address, and changes of their account and powers. */
import {
  codeOffered,
  linkOffered,
  personConcerned,
  personJoined,
  revealCode,
  revealLink,
} from '@stoa/identity/contract';
import { officialConcerned } from '@stoa/organisations/contract';
import { isRefusal, job, type ModuleRuntime, movePseudonym, on } from '@stoa/kernel';
import { languages, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { transportOf } from './channels/email.ts';
import texts from './identity-texts.json' with { type: 'json' };
import { notify } from './inbox.ts';

/** Goes by e-mail alone and is kept nowhere: who reads the message acts as the person. */
async function send(
  module: ModuleRuntime,
  id: string,
  what: keyof typeof texts,
  { to, lines }: { to: string; lines: readonly string[] },
): Promise<void> {
  const { subject, body } = texts[what];
  await transportOf(module)?.sendMail({
    to,
    messageId: `<${id}@stoa>`,
    subject: subject.en,
    text: [...languages.map((language) => body[language] ?? ''), ...lines].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
}

/** Used or replaced meanwhile: there is nothing left to send. */
const unlessGone = (error: unknown): undefined => {
  if (!isRefusal(error) || error.kind !== 'gone') throw error;
};

export const sendLink = job(
  'notifications.send-link',
  Type.Object({ linkId: Uuid }),
  async (module, { linkId }) => {
    const link = await module.call(revealLink, { id: linkId }).catch(unlessGone);
    if (!link?.to) return;
    const lines = [...(link.newEmail ? [link.newEmail] : []), module.publicUrl + link.path];
    await send(module, linkId, link.purpose, { to: link.to, lines });
  },
  { tx: false },
);

export const sendCode = job(
  'notifications.send-code',
  Type.Object({ codeId: Uuid }),
  async (module, { codeId }) => {
    const code = await module.call(revealCode, { id: codeId }).catch(unlessGone);
    if (code?.to) await send(module, codeId, 'code', { to: code.to, lines: [code.code] });
  },
  { tx: false },
);

/** Officials are told of what they have to look at, as everybody is of their own. */
export const fromOrganisations = [
  on(officialConcerned, (tx, { key, personKey, ...matter }) => notify(tx, { key, to: { personKey }, ...matter })),
];

export const fromIdentity = [
  on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['message', 'person_key']])),
  on(linkOffered, (tx, { linkId }) => sendLink.enqueue(tx, { linkId }, { key: linkId })),
  on(codeOffered, (tx, { codeId }) => sendCode.enqueue(tx, { codeId }, { key: codeId })),
  on(personConcerned, async (tx, { key, personKey, subject, body, email }) => {
    await notify(tx, { key, to: { personKey }, matter: 'account', subject, body });
    if (email) await notify(tx, { key: `${key}-before`, to: { personKey, email }, matter: 'account', subject, body });
  }),
];
