// SPDX-License-Identifier: Apache-2.0
/** Kinds of matter and channels: what a person may choose about, and how a message can reach them. */
import { languages, LocalText } from '@stoa/kernel/contract';
import { Type } from 'typebox';

/** Ways out of the cabinet, in the order in which they are tried: the cheapest and quickest first. */
export const channels = ['push', 'email', 'sms', 'letter'] as const;
export type Channel = (typeof channels)[number];

interface MatterRules {
  /** One's duty to know: always brought to somebody, by another channel where the chosen one fails; none unsubscribes from it. */
  readonly mustKnow: boolean;
  /** Neither quiet hours nor a digest hold it back. */
  readonly urgent: boolean;
}
export const matters = {
  account: { mustKnow: true, urgent: true },
  case: { mustKnow: true, urgent: false },
  payment: { mustKnow: true, urgent: false },
  reminder: { mustKnow: false, urgent: false },
  survey: { mustKnow: false, urgent: false },
  news: { mustKnow: false, urgent: false },
} as const satisfies Readonly<Record<string, MatterRules>>;
export type MatterKind = keyof typeof matters;
export const matterKinds = Object.keys(matters) as MatterKind[];

/**
 * Which channels may carry what is personal: none, those that only the person reads (cabinet, e-mail, letter), or also the
 * text on a locked screen (SMS, push), where the law that the template serves asks for it.
 */
export const templateClasses = ['open', 'closed', 'everywhere'] as const;

export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed-permanent',
  'failed-temporary',
] as const;

export const ChannelName = Type.Enum([...channels]);
export const MatterName = Type.Enum([...matterKinds]);
export const DeliveryState = Type.Enum([...deliveryStates]);
/** `service.event`, such as `work-permit.issued`. */
export const TemplateCode = Type.String({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+$', maxLength: 80 });
/** Values of placeholders by name. */
export const Personalisation = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 2000 }), {
  maxProperties: 40,
});
/** The same, each in as many languages as it has. */
export const LocalPersonalisation = Type.Record(
  Type.String({ maxLength: 40 }),
  Type.Union([Type.String({ maxLength: 2000 }), LocalText]),
  { maxProperties: 40 },
);
export const LanguageName = Type.Enum([...languages]);
/** Of an organisation of the directory, or a company by its number. */
export const SenderId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
