// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { listOwnPowers } from '@stoa/identity/contract';
import type { Principal } from '@stoa/kernel/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account, PageData, Rendered } from '../app/page-data.ts';
import { compressed, sendOutcome, setPreference } from './answers.ts';
import { contextMaker } from './context.ts';
import { contentPolicy, type WriteDocument } from './document.ts';
import { readForm, sentValues } from './form-body.ts';
import { KeptForms, keptCookie, isFor, isForSide, newFormKey } from './kept-forms.ts';
import { messagesOf, readCookies } from './locale.ts';
import type { PortalOptions } from './options.ts';
import { otherApplicant } from './other-applicant.ts';
import { again, Elsewhere, type Form, type Outcome, type PageContext, type PageDefinition } from './page.ts';
import { errorPage, formErrors, isMendable, isOfAddress, isRefusal, pageUnknown, provenMore } from './problem.ts';
import { fromOwnPage, safeReturnPath } from './same-origin.ts';
import { SentOnce } from './sent-once.ts';

type FormState = Omit<PageData['form'], 'key'>;
const noForm: FormState = { errors: [], values: {} };

/** A page as it is sent: what it shows, how its form stands, with which status. */
interface Shown {
  readonly component: string;
  readonly connectsNowhere?: boolean | undefined;
  readonly props: unknown;
  readonly status: number;
  readonly form: FormState;
  readonly notice?: string | undefined;
}

/** Answers the requests for pages. */
export class Site {
  private readonly options: PortalOptions;
  private readonly render: (data: PageData) => Promise<Rendered>;
  private readonly write: WriteDocument;
  private readonly context: ReturnType<typeof contextMaker>;
  private readonly sent = new SentOnce();
  private readonly kept: KeptForms;

  constructor(app: FastifyInstance, options: PortalOptions, render: Site['render'], write: WriteDocument) {
    this.options = options;
    this.render = render;
    this.write = write;
    this.context = contextMaker(app, options);
    this.kept = new KeptForms(options.publicUrl);
  }

  async show(page: PageDefinition, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (setPreference(request, reply)) return reply;
    const context = await this.context(request);
    const gate = this.gate(page, context);
    if (gate) return reply.redirect(gate, 303);
    try {
      const props = await page.load(context);
      const { component, connectsNowhere } = page;
      return await this.send(request, reply, context, {
        ...{ component, connectsNowhere, props, status: 200 },
        ...this.givenBack(request, reply, context),
      });
    } catch (error) {
      return this.elsewhere(error, request, reply, page, context);
    }
  }

  async act(page: PageDefinition, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { publicUrl } = this.options;
    const host = request.headers.host ?? '';
    if (!fromOwnPage(request.headers, [new URL(publicUrl).origin, `http://${host}`, `https://${host}`]))
      throw Object.assign(new Error('form of another site'), { statusCode: 403, code: 'form-not-ours' });
    const read = await readForm(request);
    let sendingKey = read.sending;
    const context = await this.context(request, () => sendingKey);
    const gate = this.gate(page, context);
    if (gate) {
      reply.header('set-cookie', this.kept.keep(pathOf(request), read));
      return reply.redirect(gate, 303);
    }
    // Somebody else has signed in at this browser since the page was opened, or acts for somebody else, perhaps in another tab.
    const { principal } = context;
    // A case is of one side: what is sent of it for another is refused there, with the offer to change sides and go on.
    const ofOneSide = page.anySide ?? page.path.startsWith('/cases/:id');
    const isTheirs = () =>
      principal.kind !== 'person' || (ofOneSide ? isFor(read.key, principal.id) : isForSide(read.key, principal));
    if (!isTheirs())
      throw Object.assign(new Error('form of another person'), { statusCode: 409, code: 'form-of-another' });
    try {
      const who = context.principal.kind === 'person' ? context.principal.id : request.ip;
      const outcome = await this.sent.once(`${who} ${read.key}`, read.sending, (key) => {
        sendingKey = key;
        return actOn(page, context, read);
      });
      if (outcome.kind === 'redirect') return sendOutcome(reply, outcome);
      for (const cookie of outcome.setCookies) reply.header('set-cookie', cookie);
      const { errors, result } = outcome;
      return await this.send(request, reply, context, {
        component: page.component,
        props: await page.load(context),
        status: errors.length > 0 ? 422 : 200,
        form: { errors, result, values: { ...sentValues(read), ...outcome.values } },
      });
    } catch (error) {
      return this.elsewhere(error, request, reply, page, context, read);
    }
  }

  /** Sends the error page; an unexpected failure is logged and shown without its text. */
  async fail(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
    const props = errorPage(error, request.id);
    if (props.status >= 500 && !isRefusal(error)) request.log.error({ err: error }, 'page failed');
    const context = await this.context(request);
    return this.send(request, reply, context, {
      component: 'shell/ErrorPage',
      props,
      status: props.status,
      form: noForm,
    });
  }

  /** What was typed before a sign-in came in between. */
  private givenBack(
    request: FastifyRequest,
    reply: FastifyReply,
    { principal }: PageContext,
  ): Pick<Shown, 'form' | 'notice'> {
    const kept = this.kept.take(pathOf(request), keptCookie(readCookies(request.headers.cookie)), principal);
    if (!kept) return { form: noForm };
    reply.header('set-cookie', kept.cookie);
    const { values, whole } = kept.form;
    return { form: { errors: [], values }, notice: whole ? 'form-kept' : 'form-kept-part' };
  }

  /** Where a page that cannot be shown leads: to sign in, to act for somebody, or to an error; a sent form is kept. */
  private async elsewhere(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
    page: PageDefinition,
    context: PageContext,
    form?: Form,
  ): Promise<FastifyReply> {
    if (error instanceof Elsewhere) return reply.redirect(error.to, 303);
    const signIn = isRefusal(error) && error.kind === 'unauthenticated';
    const more = provenMore(error, context.principal);
    const props = signIn || more ? undefined : await otherApplicant(page, context, error);
    if (form && (signIn || more || props)) reply.header('set-cookie', this.kept.keep(pathOf(request), form));
    if (signIn) return reply.redirect(this.options.signInUrl(returnPath(request)), 303);
    if (more) return reply.redirect(this.options.signInUrl(returnPath(request), more), 303);
    if (!props) return this.fail(request, reply, isOfAddress(error, context.params) ? pageUnknown() : error);
    return this.send(request, reply, context, { component: 'identity/ActForPage', props, status: 403, form: noForm });
  }

  /** Where somebody without a session is sent first; a refusal for those without the duty. */
  private gate(page: PageDefinition, context: PageContext): string | undefined {
    if (!page.signIn && !page.duty) return undefined;
    if (context.principal.kind !== 'person') return this.options.signInUrl(safeReturnPath(context.url));
    const wanted = page.duty === undefined ? [] : [page.duty].flat();
    if (wanted.length === 0 || context.principal.duties.some((duty) => wanted.includes(duty.code))) return undefined;
    if (context.principal.dutiesWait)
      return this.options.signInUrl(safeReturnPath(context.url), { level: '2', duties: '1' });
    throw Object.assign(new Error('no such duty'), { statusCode: 403, code: 'duty-missing' });
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    context: PageContext,
    shown: Shown,
  ): Promise<FastifyReply> {
    const data = this.pageData(request, context, shown, await othersOf(context));
    const nonce = randomBytes(16).toString('base64');
    const html = this.write(data, await this.render(data), nonce);
    reply
      .status(shown.status)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': contentPolicy(nonce, shown.connectsNowhere),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'private, no-store',
        'content-language': context.language,
        vary: 'cookie, accept-language, accept-encoding',
      });
    return reply.send(compressed(html, request, reply));
  }

  private pageData(request: FastifyRequest, context: PageContext, shown: Shown, others: Account['others']): PageData {
    const { theme } = readCookies(request.headers.cookie);
    const path = pathOf(request);
    return {
      component: shown.component,
      props: shown.props,
      language: context.language,
      theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
      path,
      query: context.query,
      account: accountOf(context.principal, others),
      country: this.options.country,
      circuit: this.options.circuit,
      signInUrl: this.options.signInUrl(returnPath(request)),
      form: { key: newFormKey(context.principal), ...shown.form },
      notice: shown.notice ?? context.query.notice,
      messages: messagesOf(context.language),
      formats: {},
    };
  }
}

async function actOn(page: PageDefinition, context: PageContext, form: Form): Promise<Outcome> {
  try {
    if (!page.act) throw pageUnknown();
    // The search step of a choice of many, where no JavaScript runs: nothing is sent yet.
    if (form.get('_find')) return again([]);
    return await page.act(context, form);
  } catch (error) {
    if (isMendable(error)) return again(formErrors(error));
    throw error;
  }
}

const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? '/';
const returnPath = (request: FastifyRequest) =>
  safeReturnPath(request.method === 'GET' ? request.url : pathOf(request));

/** A page is shown without the choice where identity does not answer. */
async function othersOf({ principal, call }: PageContext): Promise<Account['others']> {
  // A visit is ended before one acts for somebody else.
  if (principal.kind !== 'person' || principal.actingFor?.visit) return [];
  const { actingFor } = principal;
  try {
    return (await call(listOwnPowers, {})).items.map(({ id, kind, onBehalfOf, name, role }) => ({
      value: kind === 'organisation' ? onBehalfOf : id,
      ...{ name, role, current: actingFor?.kind === kind && actingFor.id === onBehalfOf },
    }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [];
  }
}

const accountOf = (principal: Principal, others: Account['others']): Account | undefined =>
  principal.kind === 'person'
    ? {
        ...{ name: principal.name, actingFor: principal.actingFor?.name, others },
        visit: principal.actingFor?.visit && {
          id: principal.actingFor.visit.id,
          until: principal.actingFor.visit.until,
        },
        duties: principal.duties.map((duty) => duty.code),
        dutiesWait: principal.dutiesWait !== undefined,
        practises: principal.practises === true,
      }
    : undefined;
