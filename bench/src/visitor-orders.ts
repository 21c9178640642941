// SPDX-License-Identifier: Apache-2.0
/** What visitors are told to do, and what they report. */
export interface VisitorSettings {
  /** The platform's public address. */
  readonly url: string;
  readonly sessionCookie: string;
  readonly password: string;
  /** Those of the first half sign in by password, the others by passkey. */
  readonly logins: readonly string[];
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
}

export type Paced = 'mix' | 'nothing';
/** By all: to sign in, where half of them add a passkey; to let the client act for them, as long as this sign-in lasts. */
export type Once = 'settle' | 'consent';
/** Again and again, by some at once. */
export type Repeated = 'password' | 'passkey' | 'renewal';

export type VisitorOrder =
  | { readonly kind: Once; readonly atOnce: number }
  | { readonly kind: Repeated; readonly atOnce: number; readonly seconds: number }
  /** Requests of all kinds, or of one that asks for nothing, at this pace. */
  | { readonly kind: Paced; readonly perMinute: number; readonly seconds: number };

export interface VisitorResult {
  readonly done: number;
  readonly failed: number;
  readonly perSecond: number;
  /** HTTP requests of visitors. */
  readonly requests: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** 95 of a hundred take no longer, by what is asked. */
  readonly p95MsOf: Readonly<Record<string, number>>;
  /** Of those who are signed in. */
  readonly sessions: readonly string[];
  /** Given to the client last. */
  readonly accessTokens: readonly string[];
  /** The first thing that went wrong. */
  readonly trouble?: string | undefined;
}
