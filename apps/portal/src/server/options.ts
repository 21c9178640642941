// SPDX-License-Identifier: Apache-2.0
import type { InputOf, Operation, OutputOf, Principal } from '@stoa/kernel/contract';
import type { FastifyRequest } from 'fastify';
import type { Country } from '../app/page-data.ts';

/** The platform's own `call`: as the person who looks at the page. */
export type Call = <Op extends Operation>(
  operation: Op,
  input: InputOf<Op>,
  options: { principal: Principal; traceId?: string | undefined; idempotencyKey?: string | undefined },
) => Promise<OutputOf<Op>>;

/** A level, a proof of the last minutes, or what duties need. */
export interface SignInAsked {
  readonly level?: string | undefined;
  readonly minutes?: string | undefined;
  readonly duties?: '1' | undefined;
}

export interface PortalOptions {
  readonly call: Call;
  readonly session: {
    /** Who sends this request; anonymous when nobody is signed in, or the session ended. */
    resolve(request: FastifyRequest): Promise<Principal> | Principal;
  };
  /** Where to sign in, or to prove more; comes back to the path given. */
  signInUrl(returnTo: string, needed?: SignInAsked): string;
  /** Configuration of a route that has a limit of its own, requests a minute. */
  limit?(perMinute: number | undefined): object;
  /** Address of the platform as the world sees it. */
  readonly publicUrl: string;
  readonly country: Country;
  /** `production`, or the name of the circuit people must not mistake for it. */
  readonly circuit: string;
  /** Names of the modules of this circuit, for the operator's pages. */
  readonly modules: readonly string[];
  /** Those that keep something about a person, for the copy of it; and those that erase by age. */
  readonly ownData: readonly string[];
  readonly retaining: readonly string[];
}
