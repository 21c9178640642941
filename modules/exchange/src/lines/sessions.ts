// SPDX-License-Identifier: Apache-2.0
/** The hub's side of sessions: opened by a signed handshake, closed when their roots are wrong or stay away. */
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describeError, type ModuleRuntime, newId } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import type { Directory } from '../directory/index.ts';
import {
  leavesOf,
  Outgoing,
  rawShare,
  Received,
  rootDueMs,
  rootHolds,
  sessionKeys,
  sessionOverlapMs,
  sessionSeconds,
  type SignedResponse,
  type SignedRoot,
  signResponse,
} from '../wire/index.ts';
import type { HubIdentity } from '../certificates/index.ts';
import { HubRefusal } from '../messages/index.ts';
import { closeSession, putRoot, putSession } from './store.ts';

export const OpenSession = Type.Object(
  {
    share: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'X25519 public key, raw, base64url' }),
    instance: Type.String({ format: 'uuid', description: 'the connector process; its tunnels name it too' }),
  },
  { additionalProperties: false },
);
export const Roots = Type.Object(
  {
    sessionId: Type.String({ format: 'uuid' }),
    have: Type.Integer({
      minimum: 0,
      description: "first of the hub's messages that no root the connector has covers",
    }),
    root: Type.Optional(
      Type.Object(
        {
          first: Type.Integer({ minimum: 0 }),
          leaves: Type.String({ maxLength: 4_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
          keyId: Type.String({ pattern: '^[0-9a-f]{64}$' }),
          signature: Type.String({ maxLength: 1000 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export interface Session {
  readonly id: string;
  readonly subsystem: string;
  readonly instance: string;
  /** SHA-256 of the channel's client certificate. */
  readonly certificate: string;
  /** SHA-256 of the certificate that signed the handshake. */
  readonly keyId: string;
  /** Milliseconds; sooner once the connector has opened another. */
  endsAt: number;
  readonly sent: Outgoing;
  readonly received: Received;
  /** The hub's own roots that the connector may not have yet. */
  roots: SignedRoot[];
  /** Of those, signed and not yet in the database. */
  unkept: SignedRoot[];
}

const sweepMs = 1000;

export class Sessions {
  readonly #module: ModuleRuntime;
  readonly #directory: Directory;
  #hub: HubIdentity;
  readonly #sessions = new Map<string, Session>();
  readonly #byInstance = new Map<string, Session>();
  #closed = false;

  constructor(module: ModuleRuntime, directory: Directory, hub: HubIdentity) {
    this.#module = module;
    this.#directory = directory;
    this.#hub = hub;
    void this.#sweep();
  }

  get = (id: string): Session | undefined => this.#inForce(this.#sessions.get(id));
  ofInstance = (instance: string): Session | undefined => this.#inForce(this.#byInstance.get(instance));

  /** A session is worth no more than the certificates it was opened with. */
  #inForce(session: Session | undefined): Session | undefined {
    if (!session) return undefined;
    const now = this.#module.clock.now();
    const good = [session.certificate, session.keyId].every((id) => (this.#directory.key(id)?.validUntil ?? now) > now);
    return good ? session : undefined;
  }

  /** From now on the hub signs as this one; sessions go on. */
  renew(hub: HubIdentity): void {
    this.#hub = hub;
  }

  /** Headers that sign an answer with the hubs' key. */
  sign = (response: SignedResponse) =>
    signResponse({ keyId: this.#hub.keyId, key: this.#hub.signingKey }, response, this.#module.clock.now());

  /** Signs what connectors were sent and no root of this hub covers yet. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#sessions.values())
      await this.#signOwn(session).catch((err: unknown) =>
        this.#module.log.warn({ err: describeError(err) }, 'a session could not be ended'),
      );
  }

  /**
   * @param channel certificates of the connection, SHA-256 in hex: the connector's, and the hub's own
   * @param keyId certificate that signed the handshake
   */
  async open(
    subsystem: string,
    channel: { readonly connector: string; readonly hub: string },
    keyId: string,
    input: Static<typeof OpenSession>,
  ) {
    const own = generateKeyPairSync('x25519');
    const id = newId();
    const hubShare = rawShare(own.publicKey);
    const binding = {
      sessionId: id,
      connectorShare: input.share,
      hubShare,
      connectorCertificate: channel.connector,
      hubCertificate: channel.hub,
    };
    const keys = sessionKeys(own.privateKey, input.share, binding);
    const now = this.#module.clock.now();
    await putSession(this.#module, id, this.#hub.id, subsystem, keyId);
    const expiresAt = now.getTime() + sessionSeconds * 1000;
    const session = {
      id,
      subsystem,
      instance: input.instance,
      certificate: channel.connector,
      keyId,
      endsAt: expiresAt + sessionOverlapMs,
      sent: new Outgoing(id, 'hub', keys.hub),
      received: new Received(keys.connector),
      roots: [],
      unkept: [],
    };
    const previous = this.#byInstance.get(input.instance);
    if (previous) previous.endsAt = now.getTime() + sessionOverlapMs;
    this.#sessions.set(id, session);
    this.#byInstance.set(input.instance, session);
    return {
      sessionId: id,
      share: hubShare,
      keyId: this.#hub.keyId,
      hubCertificate: channel.hub,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  /** Keeps the connector's root and answers with the hub's. Refuses: client.session_unknown, client.root_invalid. */
  async exchangeRoots(
    subsystem: string,
    { sessionId, have, root }: Static<typeof Roots>,
  ): Promise<{ roots: readonly SignedRoot[] }> {
    const session = this.get(sessionId);
    const key = root && this.#directory.key(root.keyId);
    const own = key?.profile === 'message-signing' && key.subsystem === subsystem;
    const signed = root !== undefined && own && rootHolds(sessionId, 'connector', root, key.publicKey);
    if (session?.subsystem !== subsystem) {
      if (signed) await this.#keepOfEnded(sessionId, subsystem, root);
      throw sessionUnknown();
    }
    if (root) {
      if (!signed || !session.received.cover(root)) {
        await this.#end(session, 'a root was wrong');
        throw new HubRefusal(
          'client.root_invalid',
          'The signed root does not fit the messages of the session. The session is closed: open another one.',
        );
      }
      await putRoot(this.#module, sessionId, 'connector', root);
    }
    await this.#signOwn(session);
    session.roots = session.roots.filter(({ first, leaves }) => first + leavesOf(leaves).length > have);
    return { roots: session.roots };
  }

  async #signOwn(session: Session): Promise<void> {
    const root = session.sent.root(this.#hub.keyId, this.#hub.signingKey);
    if (root) session.unkept.push(root);
    for (let next = session.unkept[0]; next; next = session.unkept[0]) {
      await putRoot(this.#module, session.id, 'hub', next);
      session.unkept = session.unkept.filter((other) => other !== next);
      session.roots.push(next);
    }
  }

  /** A root over messages that were taken before the hub fell, or closed the session: the log shows whether it fits. */
  async #keepOfEnded(sessionId: string, subsystem: string, root: SignedRoot): Promise<void> {
    const { rowCount } = await this.#module.tx({ kind: 'system' }, (tx) =>
      tx.query('select 1 from session where id = $1 and subsystem_id = $2', [sessionId, subsystem]),
    );
    if (rowCount === 1) await putRoot(this.#module, sessionId, 'connector', root);
  }

  async #end(session: Session, reason: string): Promise<void> {
    this.#sessions.delete(session.id);
    if (this.#byInstance.get(session.instance) === session) this.#byInstance.delete(session.instance);
    this.#module.log.info({ subsystem: session.subsystem, session: session.id, reason }, 'a session was closed');
    await closeSession(this.#module, session.id, reason);
  }

  /** Ends what expired, was replaced or revoked, or whose roots stay away; signs what connectors that fell silent were sent. */
  async #sweep(): Promise<void> {
    while (!this.#closed) {
      await wait(sweepMs, undefined, { ref: false });
      const now = this.#module.clock.now().getTime();
      for (const session of this.#sessions.values()) {
        const { oldest } = session.received;
        const late = oldest !== undefined && now - oldest > rootDueMs;
        const revoked = !this.#inForce(session);
        if (!late && !revoked && now <= session.endsAt) continue;
        const reason = revoked ? 'its certificate ended' : late ? 'roots stayed away' : 'its time was over';
        await this.#signOwn(session)
          .then(() => this.#end(session, reason))
          .catch((err: unknown) => this.#module.log.warn({ err: describeError(err) }, 'a session could not be ended'));
      }
    }
  }
}

export const sessionUnknown = (): HubRefusal =>
  new HubRefusal('client.session_unknown', 'This hub knows no such session. Open another one and send again.');
