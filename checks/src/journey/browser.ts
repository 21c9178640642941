// SPDX-License-Identifier: Apache-2.0
/** A browser without JavaScript: cookies, redirects, and the forms of server-rendered pages. */
import { patient } from '@stoa/kernel/patience';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", nbsp: ' ' };
export const decode = (text: string): string =>
  text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
/** Words of a piece of HTML without its tags. */
export const textOf = (html: string): string =>
  decode(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '))
    // Names in another script are isolated; nobody sees the signs.
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return match ? decode(match[1] ?? '') : undefined;
};

export class Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  constructor(url: string, status: number, html: string) {
    this.url = url;
    this.status = status;
    this.html = html;
  }

  get path(): string {
    const { pathname } = new URL(this.url);
    return pathname;
  }
  get text(): string {
    return textOf(/<main[\s\S]*<\/main>/.exec(this.html)?.[0] ?? this.html);
  }
  get title(): string {
    return textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.html)?.[1] ?? '');
  }
  /** Addresses of the links whose address matches. */
  links(pattern: RegExp): string[] {
    return [...this.html.matchAll(/<a\s[^>]*href="([^"]*)"/g)]
      .map((m) => decode(m[1] ?? ''))
      .filter((href) => pattern.test(href));
  }
  /** Forms with what they would send as they stand; `buttons` are the values of named submit buttons. */
  forms(): {
    action: string;
    method: string;
    fields: [string, string][];
    names: Set<string>;
    buttons: [string, string][];
  }[] {
    return [...this.html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([html]) => {
      const head = /<form\b[^>]*>/.exec(html)?.[0] ?? '';
      const fields: [string, string][] = [];
      const buttons: [string, string][] = [];
      const names = new Set<string>();
      for (const [tag] of html.matchAll(/<(?:input|button|textarea|select)\b[^>]*>/g)) {
        const name = attribute(tag, 'name');
        if (!name) continue;
        names.add(name);
        const type = attribute(tag, 'type');
        const value = attribute(tag, 'value') ?? '';
        if (tag.startsWith('<button')) buttons.push([name, value]);
        else if (type === 'radio' || type === 'checkbox') {
          if (attribute(tag, 'checked') !== undefined) fields.push([name, value]);
        } else if (tag.startsWith('<select')) {
          const inner = html.slice(html.indexOf(tag)).split('</select>')[0] ?? '';
          const chosen = [...inner.matchAll(/<option\b[^>]*>/g)].find(
            ([option]) => attribute(option, 'selected') !== undefined,
          );
          fields.push([name, chosen ? (attribute(chosen[0], 'value') ?? '') : '']);
        } else if (tag.startsWith('<textarea'))
          fields.push([name, decode(html.slice(html.indexOf(tag) + tag.length).split('</textarea>')[0] ?? '')]);
        else fields.push([name, value]);
      }
      return {
        action: attribute(head, 'action') ?? '',
        method: (attribute(head, 'method') ?? 'get').toLowerCase(),
        fields,
        names,
        buttons,
      };
    });
  }
}

interface Cookie {
  value: string;
  path: string;
}

export class Browser {
  readonly base: string;
  readonly #jars = new Map<string, Map<string, Cookie>>();

  readonly #fetch: typeof fetch;
  /** Who signed in here last. */
  #login = '';

  constructor(base: string, through: typeof fetch = fetch) {
    this.base = base;
    this.#fetch = through;
  }

  /** What another browser needs to be signed in as the same person. */
  cookies(origin: string): { name: string; value: string; domain: string; path: string }[] {
    const { hostname } = new URL(origin);
    return [...(this.#jars.get(new URL(origin).origin) ?? [])].map(([key, { value, path }]) => ({
      name: key.split(' ')[0] ?? '',
      value,
      domain: hostname,
      path,
    }));
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const jar = this.#jars.get(url.origin) ?? new Map<string, Cookie>();
    this.#jars.set(url.origin, jar);
    const cookie = [...jar]
      .filter(([, c]) => url.pathname.startsWith(c.path))
      .map(([key, c]) => `${key.split(' ')[0]}=${c.value}`)
      .join('; ');
    const response = await this.#fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { 'accept-language': 'en', ...init.headers, cookie },
      signal: AbortSignal.timeout(patient(60_000)),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = rest.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      if (value === '' || rest.some((part) => /^max-age=0$/i.test(part))) jar.delete(`${name} ${path}`);
      else jar.set(`${name} ${path}`, { value, path });
    }
    return response;
  }

  /** Follows redirects, also those a page makes by `<meta http-equiv="refresh">`. */
  async #follow(url: URL, init: RequestInit): Promise<Page> {
    let at = url;
    let response = await this.#send(at, init);
    for (let hops = 0; hops < 20; hops++) {
      const location = response.headers.get('location');
      const html = location ? '' : await response.text();
      const meta = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1];
      const next = location ?? (meta && decode(meta));
      if (!next) return new Page(at.href, response.status, html);
      at = new URL(next, at);
      response = await this.#send(at, {});
    }
    throw new Error(`too many redirects at ${at.href}`);
  }

  get = (path: string): Promise<Page> => this.#follow(new URL(path, this.base), {});

  async bytes(path: string): Promise<{ status: number; type: string; body: Buffer }> {
    const response = await this.#send(new URL(path, this.base), {});
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: Buffer.from(await response.arrayBuffer()),
    };
  }

  /**
   * Fills the first form of the page that has all these fields (or a button of that value) and sends it.
   * @param press name and value of the button pressed
   */
  async submit(page: Page, values: Record<string, string> = {}, press?: [string, string], has?: string): Promise<Page> {
    // The forms of every page's header are none of the page's own; whoever means them posts there.
    const own = new Page(page.url, page.status, /<main[\s\S]*<\/main>/.exec(page.html)?.[0] ?? page.html);
    const form = own
      .forms()
      .find(
        (one) =>
          one.method === 'post' &&
          (has === undefined || one.names.has(has)) &&
          Object.keys(values).every((name) => one.names.has(name)) &&
          (!press || one.buttons.some(([n, v]) => n === press[0] && v === press[1])),
      );
    if (!form)
      throw new Error(
        `no form on ${page.path} takes ${[...Object.keys(values), ...(press ?? [])].join(', ') || 'anything'}: ${page.text.slice(0, 300)}`,
      );
    const fields = form.fields.filter(([name]) => !(name in values));
    for (const [name, value] of Object.entries(values)) fields.push([name, value]);
    if (press) fields.push(press);
    return this.post(new URL(form.action || page.url, page.url).href, fields, page.url);
  }

  /** A form POST as a browser sends it. */
  post = (url: string, fields: readonly (readonly [string, string])[], from: string = url): Promise<Page> => {
    const target = new URL(url, this.base);
    return this.#follow(target, {
      method: 'POST',
      headers: { origin: new URL(from, this.base).origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
    });
  };

  /** The form of the page that takes this file, sent with it and with further values. */
  sendFile(
    page: Page,
    field: string,
    file: { readonly name: string; readonly content: Buffer },
    values: Record<string, string> = {},
  ): Promise<Page> {
    const form = page.forms().find(({ names }) => names.has(field));
    if (!form) throw new Error(`no form on ${page.path} takes ${field}: ${page.text.slice(0, 300)}`);
    const body = new FormData();
    for (const [name, value] of [...form.fields, ...Object.entries(values)]) body.set(name, value);
    body.set(field, new Blob([Uint8Array.from(file.content)]), file.name);
    const target = new URL(form.action || page.url, page.url);
    return this.#follow(target, { method: 'POST', headers: { origin: target.origin }, body });
  }

  /** Signs in at the OpenID provider with login and password, where they are not signed in still; answers the page it ends on. */
  async signIn(login: string, password = 'meridia', returnTo = '/cabinet'): Promise<Page> {
    const page = await this.get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    if (this.#login === login && !page.path.startsWith('/sign-in')) return page;
    this.#login = login;
    return this.prove(await this.submit(page, { login, password }));
  }

  /** The first page of a new application; where a password is not enough the rest is proven, and one comes back. */
  async startService(id: string): Promise<Page> {
    const page = await this.submit(await this.get(`/services/${id}/start`));
    return page.path.startsWith('/sign-in/') ? this.submit(await this.prove(page)) : page;
  }

  /** Gives the second factor where a page asks for it, by the code that the demo shows; a code works once, so the next is waited for. */
  async prove(asked: Page): Promise<Page> {
    let page = asked;
    if (page.path.startsWith('/sign-in/') && page.forms().some((form) => form.names.has('send')))
      page = await this.submit(page, {}, undefined, 'send');
    for (const until = Date.now() + patient(60_000); page.path.startsWith('/sign-in/') && Date.now() < until; ) {
      const code = /data-demo-code[^>]*>(\d{6})</.exec(page.html)?.[1];
      if (code) page = await this.submit(page, { code });
      else {
        await new Promise((resolve) => setTimeout(resolve, 500));
        page = await this.get(page.url);
      }
    }
    return page;
  }
}
