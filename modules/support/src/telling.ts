// SPDX-License-Identifier: Apache-2.0
/** Who reported something learns that there is an answer; a line learns what has become late. */
import { job } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import { entriesOf, findTicket } from './tickets/store.ts';
import texts from './texts.json' with { type: 'json' };

const filled = (text: Record<string, string>, values: Readonly<Record<string, string>>): LocalText =>
  Object.fromEntries(
    Object.entries(text).map(([language, words]) => [
      language,
      words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
    ]),
  ) as unknown as LocalText;

/** The answer itself stands in the cabinet; who has none gets it in the mail. It is read here, not kept in the job. */
export const tellReporter = job(
  'support.tell-reporter',
  Type.Object({
    ticketId: Type.String(),
    /** Of the step that is told, once. */
    entryId: Type.String(),
    what: Type.Enum(['answered', 'asked', 'solved', 'mended']),
  }),
  async (module, { ticketId, entryId, what }) => {
    const { row, answer } = await module.tx({ kind: 'service', id: module.name }, async (tx) => ({
      row: await findTicket(tx, ticketId),
      answer: (await entriesOf(tx, ticketId, true)).find(({ id }) => id === entryId)?.text ?? '',
    }));
    if (!row || !(row.personKey || row.email)) return;
    const number = String(row.number);
    const { subject, body, mail } = texts[what];
    await module.call(notify, {
      key: `support ${entryId}`,
      ...(row.personKey
        ? { to: { personKey: row.personKey }, body: filled(body, { number }), link: `/support/mine/${ticketId}` }
        : {
            to: { personKey: `address:support ${ticketId}`, email: row.email ?? '' },
            body: filled(mail, { number, answer }),
          }),
      subject: filled(subject, { number }),
    });
  },
  { tx: false },
);

export const tellLine = job(
  'support.tell-line',
  Type.Object({ line: Type.Integer(), key: Type.String(), count: Type.Integer() }),
  async (module, { line, key, count }) => {
    const code = ['support.first-line', 'support.second-line', 'support.third-line'][line - 1] ?? '';
    const { items } = await module.call(listHolders, { code });
    const posts = [...new Set(items.map(({ postId }) => postId))];
    if (posts.length === 0) return module.alarm('support-line-unheld', { line, count });
    await module.call(tellPosts, {
      ...{ key: `support late ${key}`, posts, subject: texts.late.subject },
      body: filled(texts.late.body, { count: String(count) }),
      link: `/operations/support?line=${line}&late=true`,
    });
  },
  { tx: false },
);
