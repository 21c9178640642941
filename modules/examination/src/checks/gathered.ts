// SPDX-License-Identifier: Apache-2.0
/** What rules are asked over. Numbers that nobody knows are null; every name is always there. */
import type { EvidenceLine, Kind } from '../contract.ts';

export interface Facts {
  readonly kind: Kind;
  readonly today: string;
  /** Parts that a dossier of its kind lacks. */
  readonly missing: readonly string[];
  readonly functions: readonly { readonly found: boolean }[];
  /** From 0 to 1, without what it replaces. */
  readonly objects: readonly { readonly score: number }[];
  /** How much of the functions each would cover, without those it uses already. */
  readonly solutions: readonly { readonly covers: number }[];
  readonly services: readonly { readonly covers: number }[];
  readonly masters: readonly { readonly elsewhere: number }[];
  readonly gateway: boolean | null;
  readonly securityTest: boolean | null;
  readonly technologies: readonly { readonly radar: string; readonly endOfLife: string }[];
  readonly mbits: number;
  readonly gigabytes: number;
  readonly headroom: {
    readonly known: boolean;
    readonly mbits: number;
    readonly gigabytes: number;
    readonly load: number;
  };
  readonly perUser: number | null;
  readonly peers: { readonly sample: number; readonly p90: number };
  readonly goals: number;
  /** Of its functions those that lead to one of its goals. */
  readonly linked: number;
  readonly budget: number;
  readonly parent: boolean;
  readonly drift: { readonly scope: number; readonly cost: number };
  readonly clashes: readonly { readonly share: number }[];
}
export interface Gathered {
  readonly facts: Facts;
  /** What people are shown with a result, by the name that rules show. */
  readonly lines: Readonly<Record<string, readonly EvidenceLine[]>>;
  /** SHA-256 over all that the register said. */
  readonly digest: string;
}
