// SPDX-License-Identifier: Apache-2.0
/** Checkouts of the bank: open → paid → refunded (at once or in parts), or open → abandoned. Every step is on disk before it counts. */
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
  /** Given back so far. */
  readonly refundedMinor?: number;
  /** What the merchant calls its refunds, each with its amount: one asked twice is given back once. */
  readonly refunds?: Readonly<Record<string, number>>;
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

  /**
   * Gives back a part of what was paid, the rest of it without an amount. A refund of that reference is not made twice: undefined, as
   * where there is not so much left.
   */
  refund(id: string, amountMinor?: number, reference?: string): Callback | undefined {
    const checkout = this.#byId.get(id);
    if (checkout?.state !== 'paid' || (reference && checkout.refunds?.[reference] !== undefined)) return undefined;
    const before = checkout.refundedMinor ?? 0;
    const given = amountMinor ?? checkout.amountMinor - before;
    const refundedMinor = before + given;
    if (refundedMinor > checkout.amountMinor) return undefined;
    const state = refundedMinor === checkout.amountMinor ? ('refunded' as const) : ('paid' as const);
    const refunds = { ...checkout.refunds, ...(reference ? { [reference]: given } : {}) };
    return this.#change('checkout.refunded', { ...checkout, state, refundId: newId('re'), refundedMinor, refunds });
  }

  /** The callback is delivered or given up. */
  settle = (eventId: string): void => this.#write({ kind: 'settled', eventId });

  close = (): void => this.#file.close();

  #change(type: string, checkout: Checkout, delayMs = 0, copies = 1): Callback {
    const eventId = newId('evt');
    const { id, reference, amountMinor, currency, state, paymentId, refundId, refundedMinor } = checkout;
    const now = Date.now();
    const data = {
      checkoutId: id,
      reference,
      amountMinor,
      currency,
      state,
      ...(paymentId && { paymentId }),
      ...(refundId && { refundId }),
      ...(refundedMinor && { refundedMinor }),
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
