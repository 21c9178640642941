// SPDX-License-Identifier: Apache-2.0
/** Somebody with a browser and a device, each at an address of their own: goes through sign-in without looking at its pages. */
import { createHash, randomUUID } from 'node:crypto';
import { authenticator } from '../../modules/identity/test/authenticator.ts';
import { Browser } from '../../modules/identity/test/browser.ts';
import type { VisitorSettings } from './visitor-orders.ts';

class Window extends Browser {
  readonly address: string;
  readonly watch: (ms: number) => void;

  constructor(url: string, address: string, watch: (ms: number) => void) {
    super(url);
    this.address = address;
    this.watch = watch;
  }

  override async send(url: string, init: RequestInit = {}): Promise<Response> {
    const begin = performance.now();
    const response = await super.send(url, { ...init, headers: { ...init.headers, 'x-forwarded-for': this.address } });
    // Else its connection is not used again.
    if (response.headers.has('location')) await response.arrayBuffer();
    this.watch(performance.now() - begin);
    return response;
  }

  async json<T>(path: string, body?: object): Promise<T> {
    const post = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    const response = await this.send(path, post);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

const atSignIn = /\/sign-in\/[A-Za-z0-9_-]{21,}$/;
const signedIn = /\/cabinet$|refused=|notice=|\/sign-in\/[A-Za-z0-9_-]{21,}$/;

export class Visitor {
  readonly #settings: VisitorSettings;
  readonly #login: string;
  readonly #address: string;
  readonly #device: ReturnType<typeof authenticator>;
  #window: Window;
  accessToken: string | undefined;
  requests = 0;
  /** Told how long each request took. */
  watch: (ms: number) => void = () => {};

  constructor(settings: VisitorSettings, index: number) {
    this.#settings = settings;
    this.#login = settings.logins[index] ?? '';
    this.#address = `10.1.${index >> 8}.${index & 255}`;
    this.#device = authenticator(settings.url, new URL(settings.url).hostname);
    this.#window = this.#newWindow();
  }

  #count = (ms: number) => {
    this.requests += 1;
    this.watch(ms);
  };

  #newWindow = () => new Window(this.#settings.url, this.#address, this.#count);

  get session(): string | undefined {
    return this.#window.cookie(this.#settings.sessionCookie);
  }

  async #begin(window: Window, level = ''): Promise<string> {
    const { url } = await window.follow(`/sign-in?returnTo=/cabinet${level}`, atSignIn);
    return new URL(url).pathname.split('/').at(-1) ?? '';
  }

  /** From now on the visitor looks through this window. */
  async #finish(window: Window, uid: string, fields: Record<string, string>): Promise<void> {
    const { url } = await window.form(`/sign-in/${uid}/continue`, fields, signedIn);
    if (!url.endsWith('/cabinet') || !window.cookie(this.#settings.sessionCookie)) throw new Error(`refused: ${url}`);
    this.#window = window;
  }

  async byPassword(): Promise<void> {
    const window = this.#newWindow();
    const uid = await this.#begin(window);
    await this.#finish(window, uid, { login: this.#login, password: this.#settings.password });
  }

  async byPasskey(): Promise<void> {
    const window = this.#newWindow();
    const uid = await this.#begin(window);
    const waits = await window.json<{ passkey: { challenge: string } }>(`/api/identity/interactions/${uid}`);
    await this.#finish(window, uid, { passkey: this.#device.give(waits.passkey.challenge) });
  }

  /** A passkey is added by somebody who has proven more than a password: by a code, which the demo shows. */
  async addPasskey(): Promise<void> {
    await this.byPassword();
    const uid = await this.#begin(this.#window, '&level=2');
    await this.#window.form(`/sign-in/${uid}/continue`, { send: 'mail' }, /sent=1/);
    const { demoCode = '' } = await this.#window.json<{ demoCode?: string }>(`/api/identity/interactions/${uid}`);
    await this.#finish(this.#window, uid, { by: 'mail', code: demoCode });
    const { options } = await this.#window.json<{ options: { challenge: string } }>(
      '/api/identity/me/passkeys/options',
    );
    const response = this.#device.make(options.challenge);
    await this.#window.json('/api/identity/me/passkeys', { name: 'Phone', response });
  }

  /** The client asks again, and gets an answer without a question where consent and session live. */
  async renew(prompt = 'none'): Promise<void> {
    const { client, url: issuer } = this.#settings;
    const verifier = randomUUID() + randomUUID();
    const resource = `${issuer}/api`;
    const query = new URLSearchParams({
      ...{ client_id: client.id, response_type: 'code', redirect_uri: client.redirectUri, resource, state: 's' },
      ...{ scope: 'openid profile identity:self', code_challenge_method: 'S256' },
      ...(prompt ? { prompt } : {}),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    const back = /:9\/cb/;
    let { url } = await this.#window.follow(`/oidc/auth?${query}`, /:9\/cb|\/sign-in\/[A-Za-z0-9_-]{21,}$/);
    if (!back.test(url))
      url = (await this.#window.form(`${new URL(url).pathname}/continue`, { consent: 'yes' }, back)).url;
    const code = new URL(url).searchParams.get('code');
    if (!code) throw new Error(`no code: ${url}`);
    // Sent by the client, whose requests bring no cookies.
    const begin = performance.now();
    const response = await fetch(`${issuer}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{
          grant_type: 'authorization_code',
          code,
          redirect_uri: client.redirectUri,
          code_verifier: verifier,
          resource,
        },
      }),
    });
    const answer = (await response.json()) as { access_token?: string };
    this.#count(performance.now() - begin);
    if (!answer.access_token) throw new Error(`no token: ${JSON.stringify(answer)}`);
    this.accessToken = answer.access_token;
  }

  /** One request of somebody who is signed in. */
  async look(path: string): Promise<void> {
    const response = await this.#window.send(path);
    await response.arrayBuffer().catch(() => undefined);
    if (response.status >= 400) throw new Error(`${path}: ${response.status}`);
  }
}
