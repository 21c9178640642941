// SPDX-License-Identifier: Apache-2.0
/** A connector's keys and certificates: made here, certified once, kept in its own folder. */
import { createPrivateKey, generateKeyPairSync, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectorSettings } from './settings.ts';

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
}

interface Stored extends Omit<Credentials, 'signingKey' | 'subsystem' | 'tlsCertificateId'> {
  readonly signingKeyPem: string;
}

/** Credentials from the folder, or by enrolling with the token. The file appears whole or not at all. */
export async function ensureCredentials(settings: ConnectorSettings): Promise<Credentials> {
  const file = join(settings.dataDir, 'credentials.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const stored = text ? (JSON.parse(text) as Stored) : await enrol(settings, file);
  return {
    ...stored,
    subsystem: settings.subsystem,
    hubUrl: settings.hubUrl ?? stored.hubUrl,
    signingKey: createPrivateKey(stored.signingKeyPem),
    tlsCertificateId: hash('sha256', new X509Certificate(stored.tlsCertificate).raw, 'hex'),
  };
}

async function enrol(settings: ConnectorSettings, file: string): Promise<Stored> {
  if (!settings.enrolmentToken)
    throw new Error(`${settings.subsystem} is not enrolled: give it an enrolmentToken from the operator`);
  const tls = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signing = generateKeyPairSync('ed25519');
  const spki = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString();
  const pkcs8 = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const response = await fetch(`${settings.platformUrl}/api/exchange/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subsystemId: settings.subsystem,
      token: settings.enrolmentToken,
      tlsPublicKey: spki(tls.publicKey),
      signingPublicKey: spki(signing.publicKey),
    }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as {
    detail?: string;
    tlsCertificate: string;
    signingKeyId: string;
    authority: string;
    hubUrl: string;
  };
  if (!response.ok) throw new Error(`${settings.subsystem} could not enrol: ${answer.detail ?? response.status}`);
  const stored: Stored = {
    tlsKeyPem: pkcs8(tls.privateKey),
    signingKeyPem: pkcs8(signing.privateKey),
    tlsCertificate: answer.tlsCertificate,
    signingKeyId: answer.signingKeyId,
    authority: answer.authority,
    hubUrl: answer.hubUrl,
  };
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return stored;
}
