// SPDX-License-Identifier: Apache-2.0
/** The connector's way to the exchange: one link to each hub that runs, calls spread over them. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Body,
  bodyOf,
  contentDigest,
  leave,
  parseServicePath,
  readSignature,
  responseBase,
  signRequestHead,
  wholeOf,
} from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { Credentials } from './credentials.ts';
import { type HubAnswer, type HubStream, SessionRefused } from './hub-answer.ts';
import { HubLink } from './hub-link.ts';
import { HubUnreachable } from './line.ts';
import { type LeafJournal, signLeft } from './leaf-journal.ts';
import { type FindSigner, signerDirectory } from './signers.ts';

export interface HubRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer | Body;
}

export interface CheckedStream extends HubStream {
  /**
   * Whether the hub's MAC of a session stands over status, headers and digest; otherwise the answer's own signature is
   * still to be checked. Whether the body has that digest is for the reader to see.
   */
  readonly inSession: boolean;
}

export interface HubClient {
  /** Names this process to the hubs. */
  readonly instance: string;
  /** Signs and sends; throws when no hub can be reached. */
  open(request: HubRequest, timeoutMs: number): Promise<CheckedStream>;
  /** The same with the answer read whole. */
  send(request: HubRequest, timeoutMs: number): Promise<HubAnswer>;
  /**
   * The same with a streamed body either way, signed with the connector's own key: a stream cannot be sent again in
   * another session. What is signed is the Content-Digest the request brings, or that of no body.
   */
  stream(request: Omit<HubRequest, 'body'>, body: Readable | undefined, timeoutMs: number): Promise<HubStream>;
  readonly signer: FindSigner;
  readonly links: () => readonly HubLink[];
  /** Called with each link there is and each that comes. */
  onLink(listener: (link: HubLink) => void): void;
  close(): Promise<void>;
}

const lookForHubsMs = 5000;
/** A hub that could not be reached is tried again, beside the calls, this often. */
const probeMs = 2000;
/** How long a service is signed for at once after it asked for that. */
const immediateMs = 600_000;

/** @param journal of what is sent in sessions, where that is to outlive this process */
export function hubClient(credentials: Credentials, log: Log, journal?: LeafJournal): HubClient {
  const instance = randomUUID();
  const links = new Map<string, HubLink>();
  const resting = new Set<HubLink>();
  const immediateUntil = new Map<string, number>();
  const listeners: ((link: HubLink) => void)[] = [];
  let turn = 0;
  let closed = false;

  const signer = signerDirectory(credentials.authority, async (keyId) => {
    let lost: unknown;
    for (const link of inTurn()) {
      try {
        const answer = await link.request('GET', `/directory/certificates/${keyId}`, {}, undefined, 10_000);
        if (answer.status === 200) return answer.body;
      } catch (error) {
        lost = error;
        rest(link);
      }
    }
    if (lost) throw lost;
    return undefined;
  });

  function add(url: string): void {
    if (links.has(url)) return;
    const link = new HubLink(url, instance, credentials, signer, log, journal);
    links.set(url, link);
    for (const listener of listeners) listener(link);
  }

  /** Links in the order to try them: those that answered lately first, beginning with another one each time. */
  function inTurn(): HubLink[] {
    const all = [...links.values()];
    if (all.length === 1) return all;
    const turned = all.map((_, index) => all[(index + turn) % all.length] as HubLink);
    turn = (turn + 1) % all.length;
    return [...turned.filter((link) => !resting.has(link)), ...turned.filter((link) => resting.has(link))];
  }

  /** It is passed over until it answers again: a hub that swallows what it is sent is to hold no call up twice. */
  function rest(link: HubLink): void {
    if (resting.has(link)) return;
    resting.add(link);
    void (async () => {
      for (let away = true; away && !closed && links.get(link.url) === link; ) {
        await wait(probeMs, undefined, { ref: false });
        away = await link.request('GET', '/directory/hubs', {}, undefined, 10_000).then(
          () => false,
          () => true,
        );
      }
      resting.delete(link);
    })();
  }

  async function lookForHubs(): Promise<void> {
    while (!closed) {
      await wait(lookForHubsMs, undefined, { ref: false });
      try {
        const [link] = inTurn();
        const answer = await link?.request('GET', '/directory/hubs', {}, undefined, 10_000);
        if (answer?.status !== 200) continue;
        const { hubs } = JSON.parse(answer.body.toString()) as { hubs: string[] };
        // Where the way to the hub was given by hand, it leads through something that names no other hubs.
        if (!hubs.includes(credentials.hubUrl)) continue;
        for (const url of hubs) add(url);
        for (const [url, gone] of links)
          if (!hubs.includes(url) && url !== credentials.hubUrl) {
            links.delete(url);
            void settle(gone);
          }
      } catch (err) {
        log.debug({ err: describeError(err) }, 'the list of hubs could not be read');
      }
    }
  }

  /** What was sent to a hub that is gone is signed for at another, as soon as one takes that. */
  async function settle(gone: HubLink): Promise<void> {
    await gone.close();
    for (let settled = false; !settled && !closed; ) {
      try {
        const [heir] = inTurn();
        if (heir) await gone.bequeath(heir);
        settled = heir !== undefined;
      } catch (err) {
        log.debug({ err: describeError(err), hub: gone.url }, 'the last roots for a hub that is gone wait');
        await wait(probeMs, undefined, { ref: false });
      }
    }
  }

  async function sendOver(link: HubLink, request: HubRequest, timeoutMs: number, again = true): Promise<CheckedStream> {
    const service = parseServicePath(request.target)?.service ?? '';
    const immediate = (immediateUntil.get(service) ?? 0) > Date.now();
    const session = immediate ? undefined : await link.session();
    const own = { keyId: credentials.signingKeyId, key: credentials.signingKey };
    const headers = present(request.headers);
    const body = Buffer.isBuffer(request.body) ? bodyOf(request.body) : request.body;
    headers['content-digest'] = body.digest;
    if (!body.bytes) headers['content-length'] = String(body.size);
    const head = { ...request, headers, authority: link.authority };
    const signature = signRequestHead(session?.sent.signer ?? own, head, new Date());
    const answer = await link.stream(request.method, request.target, { ...headers, ...signature }, body, timeoutMs);
    const refusal = answer.headers['x-road-error'];
    // Both refusals say that nothing was done with the message.
    if (again && session && refusal === 'client.session_unknown') {
      leave(answer.body);
      link.drop(session.id);
      return sendOver(link, request, timeoutMs, false);
    }
    if (again && refusal === 'client.immediate_signature_required') {
      leave(answer.body);
      immediateUntil.set(service, Date.now() + immediateMs);
      return sendOver(link, request, timeoutMs, false);
    }
    const mac = readSignature(answer.headers);
    const inSession =
      session !== undefined &&
      mac?.keyId === session.id &&
      session.received.take(mac, responseBase(answer, mac), Date.now()) === 'good';
    return { ...answer, inSession };
  }

  async function open(request: HubRequest, timeoutMs: number): Promise<CheckedStream> {
    let last: unknown;
    const order = inTurn();
    for (const [index, link] of order.entries()) {
      try {
        const answer = await sendOver(link, request, timeoutMs);
        // A hub that has just begun may know no connector of the provider yet, while another one does.
        if (answer.headers['x-road-error'] !== notSent || index === order.length - 1) return answer;
        leave(answer.body);
      } catch (error) {
        if (error instanceof SessionRefused) return { ...error.answer, inSession: false };
        last = error;
        if (!(error instanceof HubUnreachable)) throw error;
        rest(link);
      }
    }
    throw last;
  }

  /** Any hub takes them: they stand for sessions of one that may be gone. */
  async function signAllLeft(): Promise<void> {
    for (const leaves of journal?.left ?? []) {
      for (let signed = false; !signed && !closed; ) {
        try {
          const [link] = inTurn();
          if (link) await signLeft(leaves, credentials, link);
          signed = link !== undefined;
        } catch (err) {
          log.warn(
            { err: describeError(err), session: leaves.sessionId },
            'what was sent before a crash is not signed',
          );
          await wait(lookForHubsMs, undefined, { ref: false });
        }
      }
    }
  }

  add(credentials.hubUrl);
  void lookForHubs();
  void signAllLeft();
  return {
    instance,
    signer,
    links: () => [...links.values()],
    onLink: (listener) => {
      listeners.push(listener);
      for (const link of links.values()) listener(link);
    },
    open,
    send: async (request, timeoutMs) => {
      const { status, headers, body } = await open(request, timeoutMs);
      return { status, headers, body: await wholeOf(body) };
    },
    stream: async (request, body, timeoutMs) => {
      const [link] = inTurn();
      if (!link) throw new Error('there is no hub');
      const headers = { 'content-digest': contentDigest(Buffer.alloc(0)), ...present(request.headers) };
      const own = { keyId: credentials.signingKeyId, key: credentials.signingKey };
      const signature = signRequestHead(own, { ...request, headers, authority: link.authority }, new Date());
      return link.stream(request.method, request.target, { ...headers, ...signature }, body, timeoutMs);
    },
    close: async () => {
      closed = true;
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}

/** The fault of a hub that handed the call to nobody. */
const notSent = 'server.serverproxy.service_unavailable';

const present = (headers: HubRequest['headers']): Record<string, string> => {
  const given: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) given[name] = value;
  }
  return given;
};
