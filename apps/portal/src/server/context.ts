// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { documentReader } from './known-documents.ts';
import { chooseLanguage, readCookies } from './locale.ts';
import type { PortalOptions } from './options.ts';
import type { PageContext } from './page.ts';

const queryOf = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value[0] ?? '') : value,
    ]),
  );

/**
 * What a page sees of a request. What names a form's sending travels with every call that changes something, so that the
 * kernel answers its repetition as the first time, in whichever process it arrives.
 */
export function contextMaker(app: FastifyInstance, options: PortalOptions) {
  const readDocument = documentReader(app);
  return async (request: FastifyRequest, sending?: () => string): Promise<PageContext> => {
    const principal = await options.session.resolve(request);
    const language = chooseLanguage(readCookies(request.headers.cookie).lang, request.headers['accept-language']);
    return {
      params: request.params as Record<string, string>,
      query: queryOf(request),
      url: request.url,
      language,
      principal,
      call: (operation, input) => {
        const key = operation.method === 'POST' && operation.audit !== 'none' ? sending?.() : undefined;
        return options.call(operation, input, {
          principal,
          traceId: request.id,
          ...(key ? { idempotencyKey: key } : {}),
        });
      },
      text: (text) => text[language] ?? text.en,
      publicUrl: options.publicUrl.replace(/\/$/, ''),
      circuit: options.circuit,
      modules: options.modules,
      retaining: options.retaining,
      readDocument,
      headers: request.headers,
    };
  };
}
