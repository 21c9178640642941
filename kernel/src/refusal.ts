// SPDX-License-Identifier: Apache-2.0
import type { RefusalKind } from './contract.ts';

export interface FieldError {
  /** JSON Pointer of the field in the input. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** What a sentence in the reader's language names: the character that cannot be printed. */
  readonly params?: Readonly<Record<string, string>>;
}

/** A use case's typed "no". Recognised by name, so that it survives a call to another process. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly kind: RefusalKind;
  /** Stable, `module.reason`. */
  readonly code: string;
  readonly errors: readonly FieldError[] | undefined;
  /** Seconds after which trying again makes sense (`limit`, `unavailable`). */
  readonly retryAfterSeconds: number | undefined;
  /** `WWW-Authenticate` of the answer (RFC 6750 section 3, RFC 9449 section 7.1). */
  readonly challenge: string | undefined;

  constructor(kind: RefusalKind, code: string, detail?: string, extra: RefusalExtra = {}) {
    super(detail ?? code);
    this.kind = kind;
    this.code = code;
    this.errors = extra.errors;
    this.retryAfterSeconds = extra.retryAfterSeconds;
    this.challenge = extra.challenge;
  }
}

export interface RefusalExtra {
  errors?: readonly FieldError[];
  retryAfterSeconds?: number;
  challenge?: string;
}

/** Ends the use case with a refusal; `detail` is one sentence for people that says what to do. */
export function refuse(kind: RefusalKind, code: string, detail?: string, extra?: RefusalExtra): never {
  throw new Refusal(kind, code, detail, extra);
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && error.name === 'Refusal';
