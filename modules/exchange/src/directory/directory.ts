// SPDX-License-Identifier: Apache-2.0
/** What the hub must know for every message, in memory: keys, services, information types, rights. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { ModuleRuntime } from '@stoa/kernel';
import type { PersonPlace } from '../contract.ts';
import { hubGoneSeconds } from './heartbeat.ts';
import type { ContentSchema } from '../content/index.ts';
import { loadQuotas, loadRights, quotaKey, type Quotas, Rights } from '../rights/index.ts';

export interface KnownKey {
  readonly keyId: string;
  readonly subsystem: string;
  readonly profile: 'tls-client' | 'message-signing';
  readonly publicKey: KeyObject;
  readonly pem: string;
  readonly validUntil: Date;
}
export interface KnownService {
  readonly id: string;
  readonly subsystem: string;
  readonly timeoutMs: number;
  /** Takes messages with a signature of their own only, none under a session's MAC. */
  readonly immediate: boolean;
  /** Its calls may wait in the mailbox. */
  readonly fallback: boolean;
  readonly persons: readonly PersonPlace[];
}
export interface KnownType {
  readonly id: string;
  readonly provider: string;
  readonly requestSchema: ContentSchema;
  readonly responseSchema: ContentSchema;
  readonly persons: readonly PersonPlace[];
}
/** How old the hub's picture may be, milliseconds: revocations and rights take effect within this time. */
export const refreshMs = 2000;

export class Directory {
  #keys = new Map<string, KnownKey>();
  #services = new Map<string, KnownService>();
  #types = new Map<string, KnownType>();
  #rights = new Rights([], []);
  #quotas: Quotas = new Map();
  #hubCertificates = new Map<string, string>();
  #hubs: readonly string[] = [];
  #watched = new Map<() => void, string>();
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #module: ModuleRuntime;

  constructor(module: ModuleRuntime) {
    this.#module = module;
  }

  async start(): Promise<void> {
    await this.refresh();
    const again = () => {
      this.#timer = setTimeout(() => {
        this.refresh()
          .catch((err: unknown) => this.#module.log.warn({ err }, 'the exchange directory could not be refreshed'))
          .finally(again);
      }, refreshMs);
      this.#timer.unref();
    };
    again();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  key = (keyId: string) => this.#keys.get(keyId);
  hubCertificate = (keyId: string) => this.#hubCertificates.get(keyId);
  /** Addresses of the hubs that run. */
  get hubs(): readonly string[] {
    return this.#hubs;
  }
  /** Calls `gone` once the key is no longer valid, unless told before to stop. */
  whenGone(keyId: string, gone: () => void): () => void {
    this.#watched.set(gone, keyId);
    return () => void this.#watched.delete(gone);
  }
  service = (id: string) => this.#services.get(id);
  type = (id: string) => this.#types.get(id);

  quota = (consumer: string, service: string) => this.#quotas.get(quotaKey(consumer, service));
  get rights(): Rights {
    return this.#rights;
  }

  /** Resolves with what was committed before the call. One reading at a time: an older one never lands on a newer. */
  refresh(): Promise<void> {
    if (!this.#reading) return this.#read();
    this.#next ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#read();
      });
    return this.#next;
  }

  #read(): Promise<void> {
    this.#reading = this.#load().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #load(): Promise<void> {
    await this.#module.tx({ kind: 'system' }, async (tx) => {
      const keys = await tx.query<{
        key_id: string;
        subsystem_id: string;
        profile: KnownKey['profile'];
        pem: string;
        valid_until: Date;
      }>(
        'select key_id, subsystem_id, profile, pem, valid_until from certificate where revoked_at is null and subsystem_id is not null',
      );
      this.#keys = new Map(
        keys.rows.map((row) => {
          const known = this.#keys.get(row.key_id);
          const publicKey =
            known?.publicKey ??
            createPublicKey(new X509Certificate(row.pem).publicKey.export({ format: 'pem', type: 'spki' }));
          return [
            row.key_id,
            {
              keyId: row.key_id,
              subsystem: row.subsystem_id,
              profile: row.profile,
              pem: row.pem,
              validUntil: row.valid_until,
              publicKey,
            },
          ];
        }),
      );
      const hubs = await tx.query<{ url: string }>('select url from hub where seen_at > $1 order by id', [
        new Date(tx.now.getTime() - hubGoneSeconds * 1000),
      ]);
      this.#hubs = hubs.rows.map(({ url }) => url);
      const own = await tx.query<{ key_id: string; pem: string }>('select key_id, pem from hub_certificate');
      this.#hubCertificates = new Map(own.rows.map((row) => [row.key_id, row.pem]));
      const services = await tx.query<KnownService>(
        'select id, subsystem_id as subsystem, timeout_ms as "timeoutMs", immediate, fallback, persons from service',
      );
      this.#services = new Map(services.rows.map((row) => [row.id, row]));
      const types = await tx.query<KnownType>(
        'select id, provider_id as provider, request_schema as "requestSchema", response_schema as "responseSchema", persons from information_type',
      );
      // The same schema object again keeps its compiled validator.
      this.#types = new Map(types.rows.map((row) => [row.id, same(this.#types.get(row.id), row)]));
      this.#rights = await loadRights(tx);
      this.#quotas = await loadQuotas(tx);
    });
    const now = this.#module.clock.now();
    for (const [gone, keyId] of this.#watched) {
      const key = this.#keys.get(keyId);
      if (key && key.validUntil >= now) continue;
      this.#watched.delete(gone);
      gone();
    }
  }
}

const same = (before: KnownType | undefined, now: KnownType): KnownType =>
  before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
