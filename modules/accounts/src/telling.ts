// SPDX-License-Identifier: Apache-2.0
/** Messages to people and to addresses. Sent by a job: nobody learns from the time of an answer who is known. */
import { notify } from '@stoa/notifications/contract';
import { job, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { type LinkKind, pathOf } from './links.ts';
import { texts } from './texts.ts';

const Link = Type.Object({
  kind: Type.Union([Type.Literal('register'), Type.Literal('invitation'), Type.Literal('recover')]),
  id: Uuid,
});

/** The link's secret is made here, when the message is written. */
export const send = job(
  'accounts.send',
  Type.Object({
    key: Type.String(),
    matter: Type.String(),
    personKey: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    link: Type.Optional(Link),
  }),
  async (module, { key, matter, personKey, email, link }) => {
    const text = texts[matter as keyof typeof texts];
    await module.call(notify, {
      key: `accounts-${key}`,
      // Who has no account has no inbox that anybody opens: the message is the mail.
      to: { personKey: personKey ?? `address:${key}`, ...(email ? { email } : {}) },
      ...text,
      ...(link ? { link: pathOf(module, link.kind, link.id) } : {}),
    });
  },
  { tx: false },
);

export interface Message {
  /** The same matter is told once. */
  readonly key: string;
  readonly matter: keyof typeof texts;
  readonly personKey?: string | undefined;
  readonly email?: string | undefined;
  readonly link?: { readonly kind: LinkKind; readonly id: string };
}

export const tell = (tx: Tx, { personKey, email, ...message }: Message): Promise<void> =>
  send.enqueue(tx, { ...message, ...(personKey ? { personKey } : {}), ...(email ? { email } : {}) });
