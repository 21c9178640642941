// SPDX-License-Identifier: Apache-2.0
import type { Principal, RefusalKind } from '@stoa/kernel/contract';
import type { SignInAsked } from './options.ts';
import type { FieldError } from './page.ts';

/** A refusal of the kernel as the portal sees it: by name, whichever process threw it. */
export interface SeenRefusal {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly message: string;
  readonly errors?:
    | readonly { pointer: string; code: string; message: string; params?: Readonly<Record<string, string>> }[]
    | undefined;
}

export const isRefusal = (error: unknown): error is SeenRefusal & Error =>
  error instanceof Error && error.name === 'Refusal';

/** For `catch`: what is refused is left out of the page, whatever else fails is not. */
export function unlessRefused(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}

const statusOf: Record<RefusalKind, number> = {
  invalid: 422,
  missing: 404,
  conflict: 409,
  forbidden: 403,
  unauthenticated: 401,
  gone: 410,
  limit: 429,
  'too-large': 413,
  unsupported: 415,
  unavailable: 503,
  misdirected: 421,
};

export interface ErrorPageProps {
  readonly status: number;
  readonly code: string;
  /** Sentence of the refusal; absent when the page's own text says it all. */
  readonly detail?: string | undefined;
  readonly correlationId: string;
}

/** What must be proven once more before this goes on, where that is all that lacks. */
export function provenMore(error: unknown, principal: Principal): SignInAsked | undefined {
  const { level, minutes } = (isRefusal(error) && error.kind === 'forbidden' && error.errors?.[0]?.params) || {};
  if (!level && !minutes) return undefined;
  const duties = principal.kind === 'person' && principal.dutiesWait ? '1' : undefined;
  return { level, minutes, duties };
}

/** What a person sees of an error: the refusal's own code and sentence, nothing of an unexpected failure. */
export function errorPage(error: unknown, correlationId: string): ErrorPageProps {
  if (isRefusal(error)) return { status: statusOf[error.kind], code: error.code, detail: error.message, correlationId };
  const status = (error as { statusCode?: unknown }).statusCode;
  const code = (error as { code?: unknown }).code;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { status, code: `portal.${String(code ?? 'request-invalid').toLowerCase()}`, correlationId };
  return { status: 500, code: 'portal.failed', correlationId };
}

/** Refusals a person can mend on the form they sent. */
export const isMendable = (error: unknown): error is SeenRefusal & Error =>
  isRefusal(error) &&
  (error.kind === 'invalid' || error.kind === 'conflict' || error.kind === 'limit' || error.kind === 'unavailable');

/** `/answers/occupation` becomes an error at the field `occupation`; a refusal without fields one of the whole form. */
export function formErrors(refusal: SeenRefusal): FieldError[] {
  const fields = (refusal.errors ?? []).map((one) => ({
    field: one.pointer.split('/').pop() ?? '',
    code: one.code,
    message: one.message,
    params: one.params,
  }));
  return fields.length > 0 ? fields : [{ field: '', code: refusal.code, message: refusal.message }];
}

/** Whether what cannot be understood is a part of the address, such as an id that is none: nobody typed it into a form. */
export const isOfAddress = (error: unknown, params: Readonly<Record<string, string>>): boolean =>
  isRefusal(error) &&
  error.code === 'kernel.input-invalid' &&
  ((error.errors ?? []).some(({ pointer }) => Object.hasOwn(params, pointer.slice(1))) ||
    Object.values(params).some((value) => !isText(value)));
/** No control sign, no half of a surrogate pair. */
const isText = (value: string): boolean => !/\p{Cc}|\p{Cs}/u.test(value);

export const pageUnknown = (): Error =>
  Object.assign(new Error('no such page'), { statusCode: 404, code: 'page-unknown' });
