// SPDX-License-Identifier: Apache-2.0
/** Checkouts of the bank: open → paid → refunded, or open → abandoned. Every step is on disk before it counts. */
import { randomBytes } from 'node:crypto';
import { type AppendFile, openAppendFile } from '../append-file.ts';

export interface CheckoutRequest {
  readonly amountMinor: number;
  readonly currency: string;
  /** The merchant's name for the payment; a second checkout of the same reference is the first one. */
  readonly reference: string;
  readonly description?: string;
  readonly returnUrl: string;
  readonly callbackUrl: string;
}

export interface Checkout extends CheckoutRequest {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'abandoned' | 'refunded';
  readonly createdAt: string;
  readonly paymentId?: string;
  readonly paidAt?: string;
  readonly refundId?: string;
}

/** A message owed to the merchant. */
export interface Callback {
  readonly eventId: string;
  readonly url: string;
  readonly body: string;
  /** Earliest instant of the first delivery. */
  readonly dueAt: string;
  /** How many times it is delivered although the first delivery succeeded. */
  readonly copies: number;
}

export type Entry =
  | { readonly kind: 'checkout'; readonly checkout: Checkout; readonly callback?: Callback }
  | { readonly kind: 'settled'; readonly eventId: string };

const newId = (prefix: string) => `${prefix}_${randomBytes(18).toString('base64url')}`;

export class Checkouts {
  readonly #file: AppendFile<Entry>;
  readonly #byId = new Map<string, Checkout>();
  readonly #byReference = new Map<string, string>();
  readonly #owed = new Map<string, Callback>();

  constructor(path: string) {
    this.#file = openAppendFile<Entry>(path);
    for (const entry of this.#file.earlier) this.#apply(entry);
  }

  get = (id: string): Checkout | undefined => this.#byId.get(id);

  /** Callbacks not yet settled, such as those of an earlier run. */
  owed = (): readonly Callback[] => [...this.#owed.values()];

  /** The open checkout, the earlier one of that reference, or undefined when the earlier one differs. */
  open(request: CheckoutRequest): Checkout | undefined {
    const earlier = this.#byId.get(this.#byReference.get(request.reference) ?? '');
    if (earlier) return sameRequest(earlier, request) ? earlier : undefined;
    const checkout: Checkout = { ...request, id: newId('co'), state: 'open', createdAt: new Date().toISOString() };
    this.#write({ kind: 'checkout', checkout });
    return checkout;
  }

  /** Marks an open checkout paid; undefined when it was not open. */
  pay(id: string, delivery: { readonly delayMs: number; readonly copies: number }): Callback | undefined {
    const checkout = this.#byId.get(id);
    if (checkout?.state !== 'open') return undefined;
    const paid: Checkout = { ...checkout, state: 'paid', paymentId: newId('pay'), paidAt: new Date().toISOString() };
    return this.#change('checkout.paid', paid, delivery.delayMs, delivery.copies);
  }

  /** Marks an open checkout abandoned; undefined when it was not open. */
  abandon(id: string): Callback | undefined {
    const checkout = this.#byId.get(id);
    if (checkout?.state !== 'open') return undefined;
    return this.#change('checkout.abandoned', { ...checkout, state: 'abandoned' });
  }

  /** Gives the whole amount of a paid checkout back; undefined when it was not paid. */
  refund(id: string): Callback | undefined {
    const checkout = this.#byId.get(id);
    if (checkout?.state !== 'paid') return undefined;
    return this.#change('checkout.refunded', { ...checkout, state: 'refunded', refundId: newId('re') });
  }

  /** The callback is delivered or given up. */
  settle = (eventId: string): void => this.#write({ kind: 'settled', eventId });

  close = (): void => this.#file.close();

  #change(type: string, checkout: Checkout, delayMs = 0, copies = 1): Callback {
    const eventId = newId('evt');
    const { id, reference, amountMinor, currency, state, paymentId, refundId } = checkout;
    const now = Date.now();
    const data = {
      checkoutId: id,
      reference,
      amountMinor,
      currency,
      state,
      ...(paymentId && { paymentId }),
      ...(refundId && { refundId }),
    };
    const body = JSON.stringify({ id: eventId, type, createdAt: new Date(now).toISOString(), data });
    const callback = { eventId, url: checkout.callbackUrl, body, dueAt: new Date(now + delayMs).toISOString(), copies };
    this.#write({ kind: 'checkout', checkout, callback });
    return callback;
  }

  #write(entry: Entry): void {
    this.#file.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'settled') {
      this.#owed.delete(entry.eventId);
      return;
    }
    this.#byId.set(entry.checkout.id, entry.checkout);
    this.#byReference.set(entry.checkout.reference, entry.checkout.id);
    if (entry.callback) this.#owed.set(entry.callback.eventId, entry.callback);
  }
}

/** Same money for the same purpose; the addresses may differ, since a merchant may have moved in between. */
const sameRequest = (a: CheckoutRequest, b: CheckoutRequest) =>
  a.amountMinor === b.amountMinor && a.currency === b.currency;
