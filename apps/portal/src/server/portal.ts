// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { constants, brotliCompressSync, gzipSync } from 'node:zlib';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import type { InputOf, Operation, OutputOf, Principal } from '@stoa/kernel/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Rendered } from '../app/entry-server.ts';
import type { Account, Country, PageData } from '../app/page-data.ts';
import { pages } from '../areas/pages.ts';
import { ensureBuilt } from './build.ts';
import { contentPolicy, documentWriter } from './document.ts';
import { readForm, sentValues } from './form-body.ts';
import { chooseLanguage, messagesOf, preferenceCookie, readCookies } from './locale.ts';
import { again, Elsewhere, type Form, type Outcome, type PageContext, type PageDefinition } from './page.ts';
import { errorPage, formErrors, isMendable, isRefusal, pageUnknown } from './problem.ts';
import { fromOwnPage, safeReturnPath } from './same-origin.ts';
import { SentOnce } from './sent-once.ts';

export type Call = <Op extends Operation>(
  operation: Op,
  input: InputOf<Op>,
  principal: Principal,
) => Promise<OutputOf<Op>>;

export interface PortalOptions {
  readonly call: Call;
  readonly session: {
    /** Who is signed in; undefined when nobody is, or the session ended. */
    resolve(request: FastifyRequest): Promise<{ principal: Principal & { kind: 'person' } } | undefined>;
  };
  /** Where to sign in; comes back to the path given. */
  signInUrl(returnTo: string): string;
  /** Address of the platform as the world sees it. */
  readonly publicUrl: string;
  readonly country: Country;
}

const anonymous: Principal = { kind: 'anonymous' };

/** Serves all pages of Stoa. Register it on the application that serves `/api`; it claims every other path. */
export async function portal(app: FastifyInstance, options: PortalOptions): Promise<void> {
  const bundles = await ensureBuilt();
  const { render } = (await import(pathToFileURL(bundles.server).href)) as {
    render(data: PageData): Promise<Rendered>;
  };
  const site = new Site(app, options, render, documentWriter(bundles));
  await app.register(async (own) => {
    await own.register(formbody, { bodyLimit: 256 * 1024 });
    await own.register(multipart, { limits: { fileSize: 10 * 1024 * 1024, files: 5, fields: 200 } });
    await own.register(fastifyStatic, {
      root: bundles.assets,
      prefix: '/assets/',
      decorateReply: false,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
    });
    own.setErrorHandler((error, request, reply) => site.fail(request, reply, error));
    own.get('/assets/emblem.svg', (_request, reply) => reply.type('image/svg+xml').send(emblem));
    for (const page of pages) {
      own.get(page.path, (request, reply) => site.show(page, request, reply));
      if (page.act) own.post(page.path, (request, reply) => site.act(page, request, reply));
    }
    own.get('/*', (request, reply) =>
      request.url.startsWith('/api/') ? reply.callNotFound() : site.fail(request, reply, pageUnknown()),
    );
  });
}

const emblem =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#12485a"/><path fill="#fff" d="M16 5 5 11v2h22v-2zM7 15h3v8H7zm5 0h3v8h-3zm5 0h3v8h-3zm5 0h3v8h-3zM5 25h22v2H5z"/></svg>';

interface FormState {
  readonly errors: PageData['form']['errors'];
  readonly values: PageData['form']['values'];
  readonly result?: unknown;
}

const noForm: FormState = { errors: [], values: {} };

/** Answers the requests for pages. */
class Site {
  private readonly app: FastifyInstance;
  private readonly options: PortalOptions;
  private readonly render: (data: PageData) => Promise<Rendered>;
  private readonly write: ReturnType<typeof documentWriter>;
  private readonly sent = new SentOnce();
  private readonly ownOrigin: string;

  constructor(app: FastifyInstance, options: PortalOptions, render: Site['render'], write: Site['write']) {
    this.app = app;
    this.options = options;
    this.render = render;
    this.write = write;
    this.ownOrigin = new URL(options.publicUrl).origin;
  }

  async show(page: PageDefinition, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (setPreference(request, reply)) return reply;
    const context = await this.context(request);
    const gate = this.gate(page, context);
    if (gate) return reply.redirect(gate, 303);
    try {
      if (page.file) return sendOutcome(reply, await page.file(context));
      return await this.send(request, reply, context, page.component, await page.load(context), 200, noForm);
    } catch (error) {
      return this.elsewhere(error, request, reply);
    }
  }

  async act(page: PageDefinition, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!fromOwnPage(request.headers, [this.ownOrigin]))
      throw Object.assign(new Error('form of another site'), { statusCode: 403, code: 'form-not-ours' });
    const context = await this.context(request);
    const gate = this.gate(page, context);
    if (gate) return reply.redirect(gate, 303);
    const form = await readForm(request);
    try {
      const who = context.principal.kind === 'person' ? context.principal.id : request.ip;
      const outcome = await this.sent.once(`${who} ${form.key}`, form.key !== '', () => actOn(page, context, form));
      if (outcome.kind !== 'again') return sendOutcome(reply, outcome);
      for (const cookie of outcome.setCookies) reply.header('set-cookie', cookie);
      const { errors, result } = outcome;
      const state = { errors, result, values: { ...sentValues(form), ...outcome.values } };
      const props = await page.load(context);
      return await this.send(request, reply, context, page.component, props, errors.length > 0 ? 422 : 200, state);
    } catch (error) {
      return this.elsewhere(error, request, reply);
    }
  }

  /** Sends the error page; an unexpected failure is logged and shown without its text. */
  async fail(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
    const props = errorPage(error, request.id);
    if (props.status >= 500 && !isRefusal(error)) request.log.error({ err: error }, 'page failed');
    const context = await this.context(request);
    return this.send(request, reply, context, 'shell/ErrorPage', props, props.status, noForm);
  }

  private elsewhere(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> | FastifyReply {
    if (error instanceof Elsewhere) return reply.redirect(error.to, 303);
    if (isRefusal(error) && error.kind === 'unauthenticated')
      return reply.redirect(this.options.signInUrl(returnPath(request)), 303);
    return this.fail(request, reply, error);
  }

  /** Where somebody without a session is sent first; a refusal for those without the duty. */
  private gate(page: PageDefinition, context: PageContext): string | undefined {
    if (!page.signIn && !page.duty) return undefined;
    if (context.principal.kind !== 'person') return this.options.signInUrl(safeReturnPath(context.url));
    const wanted = page.duty === undefined ? [] : [page.duty].flat();
    if (wanted.length === 0 || context.principal.duties.some((duty) => wanted.includes(duty.code))) return undefined;
    throw Object.assign(new Error('no such duty'), { statusCode: 403, code: 'duty-missing' });
  }

  private async context(request: FastifyRequest): Promise<PageContext> {
    const session = await this.options.session.resolve(request);
    const principal: Principal = session?.principal ?? anonymous;
    const language = chooseLanguage(readCookies(request.headers.cookie).lang, request.headers['accept-language']);
    return {
      params: request.params as Record<string, string>,
      query: queryOf(request),
      url: request.url,
      language,
      principal,
      call: (operation, input) => this.options.call(operation, input, principal),
      text: (text) => text[language] ?? text.en,
      publicUrl: this.options.publicUrl.replace(/\/$/, ''),
      readDocument: async (path) => (await this.app.inject({ method: 'GET', url: path })).json(),
      headers: request.headers,
    };
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    context: PageContext,
    component: string,
    props: unknown,
    status: number,
    form: FormState,
  ): Promise<FastifyReply> {
    const theme = readCookies(request.headers.cookie).theme;
    const path = request.url.split('?')[0] ?? '/';
    const data: PageData = {
      component,
      props,
      language: context.language,
      theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
      path,
      query: context.query,
      account: accountOf(context.principal),
      country: this.options.country,
      signInUrl: this.options.signInUrl(safeReturnPath(path)),
      form: { key: randomUUID(), ...form },
      notice: context.query.notice,
      messages: messagesOf(context.language),
    };
    const nonce = randomBytes(16).toString('base64');
    const html = this.write(data, await this.render(data), nonce);
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': contentPolicy(nonce),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'private, no-store',
        'content-language': context.language,
        vary: 'cookie, accept-language, accept-encoding',
      });
    return reply.send(compressed(html, request, reply));
  }
}

async function actOn(page: PageDefinition, context: PageContext, form: Form): Promise<Outcome> {
  try {
    if (!page.act) throw pageUnknown();
    return await page.act(context, form);
  } catch (error) {
    if (isMendable(error)) return again(formErrors(error));
    throw error;
  }
}

function sendOutcome(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.kind === 'download') {
    return reply
      .type(outcome.type)
      .headers({
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(outcome.fileName)}`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(outcome.body);
  }
  if (outcome.kind === 'again') throw new Error('a file page cannot show a form');
  for (const cookie of outcome.setCookies) reply.header('set-cookie', cookie);
  if (outcome.to.startsWith('/')) return reply.redirect(outcome.to, 303);
  return leave(reply, outcome.to);
}

/** A form may not redirect to another origin under `form-action 'self'`: a page in between goes there at once. */
function leave(reply: FastifyReply, to: string): FastifyReply {
  const target = new URL(to).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(
      `<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url=${target}"><p><a href="${target}">${target}</a>`,
    );
}

/** `?lang=` and `?theme=` set a cookie and come back to the same page without them. */
function setPreference(request: FastifyRequest, reply: FastifyReply): boolean {
  const url = new URL(request.url, 'http://portal.invalid');
  let found = false;
  for (const name of ['lang', 'theme'] as const) {
    const value = url.searchParams.get(name);
    if (value === null) continue;
    found = true;
    url.searchParams.delete(name);
    const cookie = preferenceCookie(name, value);
    if (cookie) reply.header('set-cookie', cookie);
  }
  if (found) reply.header('cache-control', 'no-store').redirect(safeReturnPath(`${url.pathname}${url.search}`), 303);
  return found;
}

const returnPath = (request: FastifyRequest) =>
  safeReturnPath(request.method === 'GET' ? request.url : request.url.split('?')[0]);

const queryOf = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, string | string[]>).map(([k, v]) => [
      k,
      Array.isArray(v) ? (v[0] ?? '') : v,
    ]),
  );

const accountOf = (principal: Principal): Account | undefined =>
  principal.kind === 'person'
    ? { name: principal.name, actingFor: principal.actingFor?.name, duties: principal.duties.map((duty) => duty.code) }
    : undefined;

function compressed(html: string, request: FastifyRequest, reply: FastifyReply): string | Buffer {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) {
    reply.header('content-encoding', 'br');
    return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  }
  if (/\bgzip\b/.test(accepted)) {
    reply.header('content-encoding', 'gzip');
    return gzipSync(html);
  }
  return html;
}
