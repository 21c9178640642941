// SPDX-License-Identifier: Apache-2.0
/** PaymentIntents, their charges and disputes, in the words of the published API. Every step is on disk before it counts. */
import { randomBytes } from 'node:crypto';
import { type AppendFile, openAppendFile } from '../append-file.ts';
import type { Callback } from '../bank/checkouts.ts';

export type Outcome = 'pays' | 'fails' | 'disputes';
export interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly method: string | undefined;
  readonly status: 'requires_action' | 'requires_payment_method' | 'succeeded';
  readonly charge?: string;
  readonly refunded: number;
  readonly dispute?: {
    readonly id: string;
    readonly status: 'needs_response' | 'won' | 'lost';
    readonly dueBy: number;
  };
}
interface Answer {
  readonly said: string;
  readonly body: string;
}
type Entry =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'answer'; readonly key: string; readonly answer: Answer }
  | { readonly kind: 'owed'; readonly callback: Callback }
  | { readonly kind: 'settled'; readonly eventId: string };

const newId = (prefix: string) => `${prefix}_${randomBytes(18).toString('hex')}`;
const seconds = () => Math.floor(Date.now() / 1000);

export class Intents {
  readonly #file: AppendFile<Entry>;
  readonly #byId = new Map<string, Intent>();
  readonly #answers = new Map<string, Answer>();
  readonly #owed = new Map<string, Callback>();

  constructor(path: string) {
    this.#file = openAppendFile<Entry>(path);
    for (const entry of this.#file.earlier) this.#apply(entry);
  }

  get = (id: string): Intent | undefined => this.#byId.get(id);
  byDispute = (id: string): Intent | undefined => [...this.#byId.values()].find(({ dispute }) => dispute?.id === id);
  answered = (key: string): Answer | undefined => this.#answers.get(key);
  owed = (): readonly Callback[] => [...this.#owed.values()];
  close = (): void => this.#file.close();
  settle = (eventId: string): void => this.#write({ kind: 'settled', eventId });
  keepAnswer = (key: string, answer: Answer): void => this.#write({ kind: 'answer', key, answer });

  open(asked: Pick<Intent, 'amount' | 'currency' | 'description' | 'returnUrl' | 'method'>): Intent {
    return this.#keep({ ...asked, id: newId('pi'), status: 'requires_action', refunded: 0 });
  }
  pay = (intent: Intent): Intent => this.#keep({ ...intent, status: 'succeeded', charge: newId('py') });
  fail = (intent: Intent): Intent => this.#keep({ ...intent, status: 'requires_payment_method' });
  dispute = (intent: Intent): Intent =>
    this.#keep({ ...intent, dispute: { id: newId('du'), status: 'needs_response', dueBy: seconds() + 7 * 86_400 } });
  /** The same intent where it is over already. */
  endDispute(intent: Intent, status: 'won' | 'lost'): Intent {
    if (intent.dispute?.status !== 'needs_response') return intent;
    return this.#keep({ ...intent, dispute: { ...intent.dispute, status } });
  }
  /** Undefined where not so much is left. */
  refund(intent: Intent, amount: number): { id: string; intent: Intent } | undefined {
    if (intent.status !== 'succeeded' || intent.refunded + amount > intent.amount) return undefined;
    return { id: newId('re'), intent: this.#keep({ ...intent, refunded: intent.refunded + amount }) };
  }

  shown(intent: Intent, pageUrl: string, expanded: boolean): object {
    const { id, amount, currency, description, status, charge, returnUrl } = intent;
    return {
      ...{ id, object: 'payment_intent', amount, currency, description, status },
      amount_received: status === 'succeeded' ? amount : 0,
      latest_charge: charge ? (expanded ? this.chargeOf(intent) : charge) : null,
      next_action:
        status === 'requires_action'
          ? { type: 'redirect_to_url', redirect_to_url: { url: pageUrl, return_url: returnUrl } }
          : null,
    };
  }
  chargeOf = ({ id, amount, currency, charge, refunded, dispute }: Intent): object => ({
    ...{ id: charge, object: 'charge', amount, currency, payment_intent: id, paid: true, amount_refunded: refunded },
    ...{ refunded: refunded === amount, disputed: dispute !== undefined },
  });
  disputeOf = ({ id, amount, currency, charge, dispute }: Intent): object => ({
    ...{ id: dispute?.id, object: 'dispute', amount, currency, charge, payment_intent: id, reason: 'fraudulent' },
    ...{ status: dispute?.status, evidence_details: { due_by: dispute?.dueBy ?? null } },
  });

  /** An event to deliver, kept until it is. */
  event(type: string, object: object, url: string): Callback {
    const eventId = newId('evt');
    const body = JSON.stringify({
      id: eventId,
      object: 'event',
      api_version: '2024-06-20',
      created: seconds(),
      type,
      data: { object },
    });
    const callback = { eventId, url, body, dueAt: new Date().toISOString(), copies: 1 };
    this.#write({ kind: 'owed', callback });
    return callback;
  }

  #keep(intent: Intent): Intent {
    this.#write({ kind: 'intent', intent });
    return intent;
  }
  #write(entry: Entry): void {
    this.#file.append(entry);
    this.#apply(entry);
  }
  #apply(entry: Entry): void {
    if (entry.kind === 'intent') this.#byId.set(entry.intent.id, entry.intent);
    else if (entry.kind === 'answer') this.#answers.set(entry.key, entry.answer);
    else if (entry.kind === 'owed') this.#owed.set(entry.callback.eventId, entry.callback);
    else this.#owed.delete(entry.eventId);
  }
}
