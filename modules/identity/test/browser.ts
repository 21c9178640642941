// SPDX-License-Identifier: Apache-2.0
/** A browser reduced to cookies and redirects. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  cookie = (name: string) => this.#cookies.get(name)?.value;

  /** Drops the portal's cookies whose names match; the provider's stay. */
  forget(name: RegExp): void {
    for (const key of this.#cookies.keys()) if (name.test(key) && !key.includes('oidc')) this.#cookies.delete(key);
  }

  /** One request; cookies are sent and kept by name and path. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.base);
    const cookies = [...this.#cookies]
      .filter(([, c]) => target.pathname.startsWith(c.path))
      .map(([key, c]) => `${key.split(' ')[0]}=${c.value}`);
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: cookies.join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = attributes.find((a) => /^path=/i.test(a))?.slice(5) ?? '/';
      const key = path === '/' ? name : `${name} ${path}`;
      if (value === '' || attributes.some((a) => /^max-age=0$/i.test(a))) this.#cookies.delete(key);
      else this.#cookies.set(key, { value, path });
    }
    return response;
  }

  /** Follows redirects until something else comes, or one leads to a path that `stop` matches. */
  async follow(url: string, stop?: RegExp, init: RequestInit = {}): Promise<{ response: Response; url: string }> {
    let at = new URL(url, this.base).href;
    let response = await this.send(at, init);
    for (let hops = 0; hops < 15; hops++) {
      const meta = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(
        response.headers.get('location') ? '' : await response.clone().text(),
      );
      const location = response.headers.get('location') ?? meta?.[1]?.replaceAll('&amp;', '&');
      if (!location) break;
      at = new URL(location, at).href;
      if (stop?.test(at)) break;
      response = await this.send(at);
    }
    return { response, url: at };
  }

  form = (url: string, fields: Record<string, string>, stop?: RegExp) =>
    this.follow(url, stop, { method: 'POST', body: new URLSearchParams(fields) });
}
