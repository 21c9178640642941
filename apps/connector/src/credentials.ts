// SPDX-License-Identifier: Apache-2.0
/** A connector's keys and certificates: made here, certified, kept in its own folder, renewed in time. */
import { createPrivateKey, generateKeyPairSync, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyRequests } from '@stoa/exchange/contract';
import type { Log } from '@stoa/kernel';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { untilAnswered, waitingCode } from './patience.ts';
import type { ConnectorSettings } from './settings.ts';

/** Each property answers the present value: ask again after a renewal, or each time. */
export interface Credentials {
  readonly subsystem: string;
  readonly tlsKeyPem: string;
  readonly tlsCertificate: string;
  /** SHA-256 of the TLS certificate, hex. */
  readonly tlsCertificateId: string;
  readonly signingKey: KeyObject;
  readonly signingKeyId: string;
  readonly authority: string;
  readonly hubUrl: string;
  /** Calls the listener after each renewal, when the hub knows the new keys; answers how to stop. */
  onRenewed(listener: () => void): () => void;
}

interface Keys {
  readonly tlsKeyPem: string;
  readonly signingKeyPem: string;
}

interface Stored extends Keys {
  readonly tlsCertificate: string;
  readonly signingKeyId: string;
  readonly authority: string;
  readonly hubUrl: string;
}

interface Certified {
  readonly tlsCertificate: string;
  readonly signingKeyId: string;
}

export class StoredCredentials implements Credentials {
  readonly subsystem: string;
  #stored: Stored;
  #signingKey: KeyObject;
  #tlsCertificateId: string;
  readonly #file: string;
  readonly #hubUrl: string | undefined;
  readonly #listeners = new Set<() => void>();

  constructor({ subsystem, hubUrl }: ConnectorSettings, file: string, stored: Stored) {
    this.subsystem = subsystem;
    this.#file = file;
    this.#hubUrl = hubUrl;
    this.#stored = stored;
    this.#signingKey = createPrivateKey(stored.signingKeyPem);
    this.#tlsCertificateId = certificateId(stored);
  }

  get tlsKeyPem() {
    return this.#stored.tlsKeyPem;
  }
  get tlsCertificate() {
    return this.#stored.tlsCertificate;
  }
  get tlsCertificateId() {
    return this.#tlsCertificateId;
  }
  get signingKey() {
    return this.#signingKey;
  }
  get signingKeyId() {
    return this.#stored.signingKeyId;
  }
  get authority() {
    return this.#stored.authority;
  }
  get hubUrl() {
    return this.#hubUrl ?? this.#stored.hubUrl;
  }

  onRenewed(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** When two thirds of the certificate's life are over. Both certificates are as old as one another. */
  get renewAt(): Date {
    const { validFromDate: from, validToDate: to } = new X509Certificate(this.tlsCertificate);
    return new Date(from.getTime() + ((to.getTime() - from.getTime()) * 2) / 3);
  }

  /**
   * Changes to new keys. They are stored before anybody is asked, so that a renewal which was cut short anywhere goes
   * on with the same keys; the old ones serve until the hub knows the new ones.
   */
  async renew(certify: (requests: KeyRequests) => Promise<Certified & { usableAfterMs: number }>): Promise<void> {
    const keys = await pendingKeys(this.#file, this.#stored);
    const { tlsCertificate, signingKeyId, usableAfterMs } = await certify(await requestsFor(this.subsystem, keys));
    const stored = { ...this.#stored, ...keys, tlsCertificate, signingKeyId };
    await new Promise((resolve) => setTimeout(resolve, usableAfterMs).unref());
    await writeWhole(this.#file, stored);
    await rm(pendingFile(this.#file), { force: true });
    this.#signingKey = createPrivateKey(stored.signingKeyPem);
    this.#tlsCertificateId = certificateId(stored);
    this.#stored = stored;
    for (const listener of this.#listeners) listener();
  }
}

const certificateId = ({ tlsCertificate }: Stored) => hash('sha256', new X509Certificate(tlsCertificate).raw, 'hex');

/** Credentials from the folder, or by enrolling with the token, however long an external authority takes. */
export async function ensureCredentials(settings: ConnectorSettings, log?: Log): Promise<StoredCredentials> {
  const file = join(settings.dataDir, 'credentials.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const stored = text ? (JSON.parse(text) as Stored) : await enrol(settings, file, log);
  return new StoredCredentials(settings, file, stored);
}

async function enrol(settings: ConnectorSettings, file: string, log?: Log): Promise<Stored> {
  if (!settings.enrolmentToken)
    throw new Error(`${settings.subsystem} is not enrolled: give it an enrolmentToken from the operator`);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const keys = await pendingKeys(file);
  const { tlsCertificate, signingKeyId, authority, hubUrl } = await untilAnswered(
    () => askEnrolment(settings, keys),
    () => log?.info({ subsystem: settings.subsystem }, 'the keys wait for the authority'),
  );
  const stored: Stored = { ...keys, tlsCertificate, signingKeyId, authority, hubUrl };
  await writeWhole(file, stored);
  await rm(pendingFile(file), { force: true });
  return stored;
}

interface Enrolled extends Certified {
  readonly authority: string;
  readonly hubUrl: string;
}

/** Undefined while the authority has not answered. */
async function askEnrolment(settings: ConnectorSettings, keys: Keys): Promise<Enrolled | undefined> {
  const response = await fetch(`${settings.platformUrl}/api/exchange/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subsystemId: settings.subsystem,
      token: settings.enrolmentToken,
      ...(await requestsFor(settings.subsystem, keys)),
    }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as Enrolled & { detail?: string; code?: string };
  if (response.status === 409 && answer.code === waitingCode) return undefined;
  if (!response.ok) throw new Error(`${settings.subsystem} could not enrol: ${answer.detail ?? response.status}`);
  return answer;
}

const pendingFile = (file: string) => `${file}.pending`;

/** Keys that were made and not yet certified, or new ones; on the disk before anybody hears of them. */
async function pendingKeys(file: string, present?: Keys): Promise<Keys> {
  const text = await readFile(pendingFile(file), 'utf8').catch(() => undefined);
  const waiting = text ? (JSON.parse(text) as Keys) : undefined;
  if (waiting && waiting.signingKeyPem !== present?.signingKeyPem) return waiting;
  const pkcs8 = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const keys = {
    tlsKeyPem: pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    signingKeyPem: pkcs8(generateKeyPairSync('ed25519').privateKey),
  };
  await writeWhole(pendingFile(file), keys);
  return keys;
}

async function requestsFor(subsystem: string, { tlsKeyPem, signingKeyPem }: Keys): Promise<KeyRequests> {
  const request = (pem: string) => signCertificateRequest(createPrivateKey(pem), subsystem);
  return { tlsRequest: await request(tlsKeyPem), signingRequest: await request(signingKeyPem) };
}

/** The file appears whole or not at all, also after a power cut. */
async function writeWhole(file: string, content: object): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
