// SPDX-License-Identifier: Apache-2.0
/** Problem documents (RFC 9457); the one place that knows which status a refusal becomes. */
import type { Problem, RefusalKind } from '../contract.ts';
import { isRefusal, Refusal } from '../refusal.ts';

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
const titleOf: Record<RefusalKind, string> = {
  invalid: 'The request cannot be processed as it is',
  missing: 'Not found',
  conflict: 'In conflict with the present state',
  forbidden: 'Not permitted',
  unauthenticated: 'Sign-in required',
  gone: 'No longer available',
  limit: 'Too many requests',
  'too-large': 'Too large',
  unsupported: 'Unsupported format',
  unavailable: 'Temporarily unavailable',
  misdirected: 'Asked of the wrong server',
};
const kindOfStatus = new Map(Object.entries(statusOf).map(([kind, status]) => [status, kind as RefusalKind]));

export function toProblem(
  error: unknown,
  traceId: string,
): { status: number; problem: Problem; retryAfterSeconds?: number; challenge?: string } {
  const refusal = isRefusal(error) ? error : fromFastify(error);
  if (!refusal) {
    const problem = {
      type: 'about:blank',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'kernel.failed',
      detail: 'Please try again. If it keeps failing, tell support the trace id.',
      traceId,
    };
    return { status: 500, problem };
  }
  const status = statusOf[refusal.kind];
  const problem: Problem = {
    type: 'about:blank',
    title: titleOf[refusal.kind],
    status,
    code: refusal.code,
    detail: refusal.message,
    traceId,
  };
  if (refusal.errors) problem.errors = refusal.errors.map((e) => ({ ...e }));
  const { retryAfterSeconds, challenge } = refusal;
  return {
    status,
    problem,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(challenge ? { challenge } : {}),
  };
}

/** The refusal another process stated in its problem document. */
export function fromProblem(status: number, body: unknown): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const kind = kindOfStatus.get(status);
  if (!kind || !problem.code)
    return new Refusal(
      'unavailable',
      'kernel.module-failed',
      'A part of the platform did not answer properly. Please try again.',
    );
  return new Refusal(kind, problem.code, problem.detail, problem.errors ? { errors: problem.errors } : {});
}

/** What Fastify itself refuses: malformed JSON, too large a body, wrong content type, unknown route. */
function fromFastify(error: unknown): Refusal | undefined {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500 || !(error instanceof Error)) return undefined;
  if (status === 413)
    return new Refusal('too-large', 'kernel.body-too-large', 'The request is larger than this address accepts.');
  if (status === 415) return new Refusal('unsupported', 'kernel.media-type', 'Send application/json.');
  if (status === 429)
    return new Refusal('limit', 'kernel.rate-limited', 'Too many requests. Wait a little and try again.', {
      retryAfterSeconds: 60,
    });
  if (status === 404) return new Refusal('missing', 'kernel.no-such-address', 'There is nothing at this address.');
  return new Refusal(
    'invalid',
    'kernel.request-malformed',
    'The request could not be read. Check that the body is valid JSON.',
  );
}
