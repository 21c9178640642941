// SPDX-License-Identifier: Apache-2.0
/** The circuit's own certificate authority (P-256). A country points connectors and signers at its real one instead. */
import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { randomInteger } from './integers.ts';
import type { Keys } from './keys.ts';
import { type CrlFacts, type OcspStatus, signCrl, signOcspAnswer } from './revocation.ts';

x509.cryptoProvider.set(webcrypto);

/** What a certificate may be used for; decides key usage and extended key usage (RFC 5280 section 4.2.1). */
export type CertificateProfile = 'tls-server' | 'tls-client' | 'message-signing' | 'document-signing' | 'seal';

export interface CertificateRequest {
  readonly profile: CertificateProfile;
  /** Common name, such as a subsystem identifier. */
  readonly commonName: string;
  readonly organisation?: string | undefined;
  /** On which post a person is. */
  readonly title?: string | undefined;
  readonly publicKey: KeyObject;
  readonly days: number;
  /** DNS names and IP addresses of a server. */
  readonly hosts?: readonly string[];
  /** Object identifier of the policy under which it is issued. */
  readonly policy?: string | undefined;
  /** Addresses under which the certificate's state is told: revocation list and OCSP responder. */
  readonly status?: { readonly crl: string; readonly ocsp: string } | undefined;
}

export interface CertificateAuthority {
  readonly certificatePem: string;
  issue(request: CertificateRequest, now: Date): Promise<string>;
  /** Whether this authority issued the certificate and it is valid at that instant. */
  trusts(certificatePem: string, at: Date): boolean;
  /** A revocation list, DER (RFC 5280 section 5). */
  crl(facts: CrlFacts): Promise<Buffer>;
  /** The reply to a DER request for the state of certificates (RFC 6960); a malformed one is answered as such. */
  answerOcsp(request: Buffer, now: Date, statusOf: (serial: string) => Promise<OcspStatus>): Promise<Buffer>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

/**
 * The authority kept in `folder`; made at first use. Whoever publishes revocation lists has one of its own: a list
 * speaks for all certificates of its issuer (RFC 5280 section 5).
 * @param own its name: `signing`; the circuit's first authority has none
 */
export async function circuitAuthority(
  keys: Keys,
  folder: string,
  circuit: string,
  own?: string,
): Promise<CertificateAuthority> {
  const [keyName, title] = own
    ? [`${own}-ca`, `Stoa ${circuit} ${own} authority`]
    : ['ca', `Stoa ${circuit} authority`];
  const key = keys.ecKey(keyName);
  const privateKey = await importPrivate(key);
  const certificatePem = await load(join(folder, `${keyName}.crt.pem`), () => selfSigned(key, privateKey, title));
  const issuing = new X509Certificate(certificatePem);
  const issuer = new x509.X509Certificate(certificatePem).subject;
  return {
    certificatePem,
    issue: async (request, now) => {
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serial(),
        subject: nameOf(request),
        issuer,
        notBefore: new Date(now.getTime() - 60_000),
        notAfter: new Date(now.getTime() + request.days * day),
        signingAlgorithm: algorithm,
        publicKey: await importPublic(request.publicKey),
        signingKey: privateKey,
        extensions: await extensionsOf(request, issuing),
      });
      return certificate.toString('pem');
    },
    trusts: (pem, at) => {
      const certificate = new X509Certificate(pem);
      const valid = at >= certificate.validFromDate && at <= certificate.validToDate;
      return valid && certificate.checkIssued(issuing) && certificate.verify(issuing.publicKey);
    },
    crl: (facts) => signCrl(issuing, privateKey, facts),
    answerOcsp: (request, now, statusOf) => signOcspAnswer(issuing, privateKey, request, now, statusOf),
  };
}

async function load(path: string, make: () => Promise<string>): Promise<string> {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, await make());
    try {
      linkSync(aside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    unlinkSync(aside);
    return readFileSync(path, 'utf8');
  }
}

const serial = () => randomInteger(16).toString('hex');

const importPrivate = (key: KeyObject) =>
  webcrypto.subtle.importKey('pkcs8', Uint8Array.from(key.export({ format: 'der', type: 'pkcs8' })), algorithm, true, [
    'sign',
  ]) as Promise<webcrypto.CryptoKey>;

/** Only the key itself goes into a certificate, not the algorithm it is read for here. */
const importAs: Readonly<Record<string, { name: string; hash?: string }>> = {
  ed25519: { name: 'Ed25519' },
  rsa: { name: 'RSA-PSS', hash: 'SHA-512' },
};

function importPublic(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const spki = Uint8Array.from(key.export({ format: 'der', type: 'spki' }));
  const kind = importAs[key.asymmetricKeyType ?? ''] ?? algorithm;
  return webcrypto.subtle.importKey('spki', spki, kind, true, ['verify']) as Promise<webcrypto.CryptoKey>;
}

/** X.520 lets each part have 64 characters. */
const part = (text: string) => [...text].slice(0, 64).join('');
const nameOf = ({ commonName, organisation, title }: CertificateRequest): x509.JsonName => [
  { CN: [commonName] },
  ...(organisation ? [{ O: [part(organisation)] }] : []),
  ...(title ? [{ T: [part(title)] }] : []),
];

async function selfSigned(key: KeyObject, privateKey: webcrypto.CryptoKey, title: string): Promise<string> {
  const publicKey = createPublicKey(key as never);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [title] }],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3650 * day),
    signingAlgorithm: algorithm,
    keys: { privateKey, publicKey: await importPublic(publicKey) },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(await importPublic(publicKey)),
    ],
  });
  return certificate.toString('pem');
}

export const serverNames = (hosts: readonly string[]): x509.Extension =>
  new x509.SubjectAlternativeNameExtension(
    hosts.map((host): x509.JsonGeneralName => ({ type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host })),
  );

async function extensionsOf(request: CertificateRequest, issuer: X509Certificate): Promise<x509.Extension[]> {
  const { profile } = request;
  const tls = profile === 'tls-server' || profile === 'tls-client';
  const usages = tls
    ? x509.KeyUsageFlags.digitalSignature
    : x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation;
  const extended = {
    'tls-server': [x509.ExtendedKeyUsage.serverAuth],
    'tls-client': [x509.ExtendedKeyUsage.clientAuth],
  } as Record<string, x509.ExtendedKeyUsage[]>;
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(usages, true),
    ...(extended[profile] ? [new x509.ExtendedKeyUsageExtension(extended[profile])] : []),
    ...(request.hosts?.length ? [serverNames(request.hosts)] : []),
    ...(request.policy ? [new x509.CertificatePolicyExtension([request.policy])] : []),
    ...(request.status
      ? [
          new x509.CRLDistributionPointsExtension([request.status.crl]),
          new x509.AuthorityInfoAccessExtension({ ocsp: request.status.ocsp }),
        ]
      : []),
    await x509.SubjectKeyIdentifierExtension.create(await importPublic(request.publicKey)),
    await x509.AuthorityKeyIdentifierExtension.create(await importPublic(issuer.publicKey)),
  ];
}
