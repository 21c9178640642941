// SPDX-License-Identifier: Apache-2.0
/** One hub as a connector knows it: the mutual TLS channel, the session on it, and the roots both sides sign. */
import { generateKeyPairSync, hash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Body,
  leavesOf,
  Outgoing,
  rawShare,
  Received,
  readSignature,
  responseHolds,
  rootDueMs,
  rootEveryMs,
  rootHolds,
  type SignedRoot,
  sessionKeys,
  sessionOverlapMs,
  type Signer,
  signRequest,
  wholeOf,
} from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { Credentials } from './credentials.ts';
import { type HubAnswer, type HubStream, rootSettled, SessionRefused } from './hub-answer.ts';
import type { LeafJournal, SessionJournal } from './leaf-journal.ts';
import { HubLine, openLine } from './line.ts';
import type { FindSigner } from './signers.ts';

export interface Session {
  readonly id: string;
  readonly renewAt: number;
  readonly sent: Outgoing;
  readonly received: Received;
  /** Signs the roots: the key that opened the session, also after a renewal. */
  readonly signer: Signer;
  /** Signed and not yet taken by the hub. */
  untaken: SignedRoot | undefined;
  readonly journal: SessionJournal | undefined;
  /** Milliseconds; undefined while no other has taken its place. */
  replacedAt?: number;
}

export const handshakeMs = 10_000;
/** Tunnels also end one by one, when a call takes too long: sessions are not to follow each time. */
const renewAgainMs = 5000;

export class HubLink {
  readonly url: string;
  readonly authority: string;
  readonly #credentials: Credentials;
  /** Names this connector process to the hub: its tunnels belong to its session. */
  readonly #instance: string;
  readonly #findSigner: FindSigner;
  readonly #log: Log;
  readonly #journal: LeafJournal | undefined;
  #line: HubLine;
  readonly #stop: () => void;
  readonly #sessions = new Map<string, Session>();
  /** Certificates of the hub that channels to it were opened with, SHA-256 in hex: a new one comes when it renews. */
  readonly #hubCertificates = new Set<string>();
  #current: Promise<Session> | undefined;
  #opened: Session | undefined;
  #openedAt = 0;
  #always = false;
  #closed = false;
  /** Sessions that are over, over whose last messages no root was taken yet. */
  readonly #over = new Set<Session>();

  constructor(
    url: string,
    instance: string,
    credentials: Credentials,
    findSigner: FindSigner,
    log: Log,
    journal?: LeafJournal,
  ) {
    this.#journal = journal;
    this.url = url;
    this.authority = new URL(url).host;
    this.#instance = instance;
    this.#credentials = credentials;
    this.#findSigner = findSigner;
    this.#log = log;
    this.#line = this.#newLine();
    this.#stop = credentials.onRenewed(() => this.#renew());
    void this.#keepRoots();
  }

  /** What is under way ends on the old line and in the old session. */
  #renew(): void {
    this.#line.end();
    this.#line = this.#newLine();
    if (this.#opened) this.drop(this.#opened.id);
    this.#current = undefined;
    if (this.#always) this.session().catch(() => undefined);
  }

  #newLine = (): HubLine =>
    new HubLine(async () => {
      const socket = await openLine(this.#credentials, this.url, '/line', this.#instance);
      this.#hubCertificates.add(hash('sha256', socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0), 'hex'));
      return socket;
    });

  /** @param timeoutMs longest wait for the answer's beginning, milliseconds */
  stream(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Body | Readable | undefined,
    timeoutMs: number,
  ): Promise<HubStream> {
    return this.#line.ask({ method, target: path, headers, body }, timeoutMs);
  }

  async request(...call: Parameters<HubLink['stream']>): Promise<HubAnswer> {
    const { status, headers, body } = await this.stream(...call);
    return { status, headers, body: await wholeOf(body) };
  }

  /** The session in force; opened, or opened anew before it ends. Throws when the hub cannot be reached or is not one. */
  session(): Promise<Session> {
    if (this.#opened && Date.now() > this.#opened.renewAt) this.drop(this.#opened.id);
    if (this.#current) return this.#current;
    const opening = this.#open().then(
      (session) => {
        if (this.#current === opening) {
          this.#opened = session;
          this.#openedAt = Date.now();
        } else session.replacedAt = Date.now();
        return session;
      },
      (error: unknown) => {
        if (this.#current === opening) this.#current = undefined;
        throw error;
      },
    );
    this.#current = opening;
    return opening;
  }

  /** The same, and from now on there is always one: the hub speaks in it too. */
  keepSession(): Promise<Session> {
    this.#always = true;
    return this.session();
  }

  /** A session of this link by its id, also one that was replaced and still has messages under way. */
  known = (id: string): Session | undefined => this.#sessions.get(id);

  /** The same for one that the hub may speak in before its answer to the handshake is here. */
  async awaited(id: string): Promise<Session | undefined> {
    await this.#current?.catch(() => undefined);
    return this.known(id);
  }

  /** A hub that ended a tunnel may be another process by now, which knows none of its predecessor's sessions. */
  renewSession(): void {
    if (this.#opened && Date.now() - this.#openedAt > renewAgainMs) this.drop(this.#opened.id);
  }

  /** The next message opens another session. */
  drop(id: string): void {
    if (this.#opened?.id !== id) return;
    this.#opened.replacedAt = Date.now();
    this.#opened = undefined;
    this.#current = undefined;
  }

  async #open(): Promise<Session> {
    const { signingKeyId, signingKey, subsystem, tlsCertificateId } = this.#credentials;
    const signer = { keyId: signingKeyId, key: signingKey };
    const own = generateKeyPairSync('x25519');
    const connectorShare = rawShare(own.publicKey);
    const headers = { 'x-road-client': subsystem, 'x-road-id': randomUUID(), 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify({ share: connectorShare, instance: this.#instance }));
    const request = { method: 'POST', authority: this.authority, target: '/session', headers, body };
    const signature = signRequest(signer, request, new Date());
    const answer = await this.request('POST', '/session', { ...headers, ...signature }, body, handshakeMs);
    if (answer.status !== 200) throw new SessionRefused(answer);
    const opened = JSON.parse(answer.body.toString()) as {
      sessionId: string;
      share: string;
      hubCertificate: string;
      expiresAt: string;
    };
    const hub = await this.#findSigner(readSignature(answer.headers)?.keyId ?? '');
    if (hub?.name !== 'hub' || !responseHolds(answer, hub.publicKey))
      throw new Error('the answer to the handshake is not signed by a hub of this exchange');
    if (!this.#hubCertificates.has(opened.hubCertificate))
      throw new Error('the answer to the handshake is of another channel');
    const binding = {
      sessionId: opened.sessionId,
      connectorShare,
      hubShare: opened.share,
      connectorCertificate: tlsCertificateId,
      hubCertificate: opened.hubCertificate,
    };
    const keys = sessionKeys(own.privateKey, opened.share, binding);
    const life = Date.parse(opened.expiresAt) - Date.now();
    const journal = this.#journal?.begin(opened.sessionId);
    const session: Session = {
      id: opened.sessionId,
      renewAt: Date.now() + life * 0.8,
      sent: new Outgoing(opened.sessionId, 'connector', keys.connector, journal),
      received: new Received(keys.hub),
      signer,
      untaken: undefined,
      journal,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Each second: signs what was sent, takes the hub's root over what it sent; forgets sessions that went wrong. */
  async #keepRoots(): Promise<void> {
    while (!this.#closed) {
      await wait(rootEveryMs, undefined, { ref: false });
      if (this.#always) await this.session().catch(() => undefined);
      for (const session of this.#sessions.values())
        await this.#exchangeRoots(session).catch((err: unknown) => {
          this.#log.debug({ err: describeError(err), hub: this.url }, 'roots could not be exchanged; trying again');
        });
      for (const session of this.#over)
        await this.#signRest(session).catch((err: unknown) => {
          this.#log.debug({ err: describeError(err), hub: this.url }, 'a last root was not taken; trying again');
        });
    }
  }

  async #exchangeRoots(session: Session): Promise<void> {
    const { sent, received } = session;
    const { oldest } = received;
    if (oldest !== undefined && Date.now() - oldest > rootDueMs) return this.#forget(session, 'its roots stayed away');
    session.untaken ??= sent.root(session.signer.keyId, session.signer.key);
    if (!session.untaken && received.uncovered === 0) {
      if (session.replacedAt && Date.now() - session.replacedAt > sessionOverlapMs) {
        this.#sessions.delete(session.id);
        await session.journal?.end();
      }
      return;
    }
    const answer = await this.#send(session, session.untaken);
    const refusal = answer.headers['x-road-error'];
    if (refusal?.startsWith('client.')) return this.#forget(session, `the hub answered ${refusal}`);
    if (answer.status !== 200) throw new Error(`the hub answered ${refusal ?? answer.status}`);
    session.untaken = undefined;
    await session.journal?.taken();
    for (const signed of (JSON.parse(answer.body.toString()) as { roots: SignedRoot[] }).roots) {
      if (signed.first + leavesOf(signed.leaves).length <= received.covered) continue;
      const hub = await this.#findSigner(signed.keyId);
      const good = hub?.name === 'hub' && rootHolds(session.id, 'hub', signed, hub.publicKey);
      if (!good || !received.cover(signed)) return this.#forget(session, 'its root was wrong');
    }
  }

  #forget(session: Session, reason: string): void {
    this.#log.warn({ hub: this.url, reason }, 'a session with the hub was given up');
    this.#sessions.delete(session.id);
    this.drop(session.id);
    this.#over.add(session);
  }

  /** A root that comes when the session is over still proves what was taken under it. Any hub takes it. */
  async #signRest(session: Session, by: HubLink = this): Promise<void> {
    const { sent, signer, journal } = session;
    for (;;) {
      session.untaken ??= sent.root(signer.keyId, signer.key);
      if (!session.untaken) break;
      const answer = await by.#send(session, session.untaken);
      if (!rootSettled(answer)) throw new Error(`the hub answered ${answer.status}`);
      session.untaken = undefined;
    }
    this.#over.delete(session);
    await journal?.end();
  }
  #send({ id: sessionId, received }: Session, root: SignedRoot | undefined): Promise<HubAnswer> {
    const body = Buffer.from(JSON.stringify({ sessionId, have: received.covered, root }));
    return this.request('POST', '/session/roots', {}, body, handshakeMs);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop();
    for (const session of this.#sessions.values()) {
      await this.#exchangeRoots(session).catch(() => this.#over.add(session));
      if (session.sent.pending === 0 && !session.untaken) await session.journal?.end();
    }
    for (const session of this.#over) await this.#signRest(session).catch(() => undefined);
    this.#line.end();
  }

  /** Gives what this link, which is closed, could not have signed to a hub that is there; throws when that does not take it. */
  async bequeath(heir: HubLink): Promise<void> {
    for (const session of this.#over) await this.#signRest(session, heir);
  }
}
