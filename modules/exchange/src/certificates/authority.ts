// SPDX-License-Identifier: Apache-2.0
/** Who certifies keys: the circuit's own authority at once, or an external one that is asked and answers when it does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import { type CertificateAuthority, certificatesIn, circuitAuthority, isSelfSigned } from '@stoa/kernel/keys';

export interface Authority {
  /** The certificate all others lead to. */
  readonly anchorPem: string;
  /** What connectors need to check others: the anchor, after it the intermediates that are known. */
  readonly bundlePem: string;
  /** Issues by itself; undefined where an external authority is asked. */
  readonly issuer: CertificateAuthority | undefined;
  /** File with the external authority's revocation lists. */
  readonly crlFile?: string | undefined;
}

export interface Anchored {
  readonly anchor: X509Certificate;
  readonly intermediates: readonly X509Certificate[];
}

export function anchored({ bundlePem }: Authority): Anchored {
  const [anchor, ...intermediates] = certificatesIn(bundlePem);
  if (!anchor) throw new Error('an authority has a certificate');
  return { anchor, intermediates };
}

/**
 * Settings: `STOA_EXCHANGE_CA` (`circuit`, or `external`), `STOA_EXCHANGE_CA_FILE` (PEM: its root and intermediates),
 * `STOA_EXCHANGE_CRL_FILE` (its revocation lists, PEM or DER, read again every ten seconds).
 */
export async function exchangeAuthority(module: ModuleRuntime): Promise<Authority> {
  const { STOA_EXCHANGE_CA: kind = 'circuit', STOA_EXCHANGE_CA_FILE: file } = module.config.env;
  if (kind === 'circuit') {
    const issuer = await circuitAuthority(module.keys, join(module.dataDir, 'keys'), module.config.circuit);
    return { anchorPem: issuer.certificatePem, bundlePem: issuer.certificatePem, issuer };
  }
  if (kind !== 'external') throw new ConfigError('STOA_EXCHANGE_CA must be circuit or external');
  const certificates = readBundle(file);
  const [anchor, another] = certificates.filter(isSelfSigned);
  if (!anchor || another || !certificates.every((one) => one.ca))
    throw new ConfigError('STOA_EXCHANGE_CA_FILE must hold one root certificate and else intermediates alone, in PEM');
  const intermediates = certificates.filter((one) => one !== anchor);
  const anchorPem = anchor.toString();
  const bundlePem = [anchorPem, ...intermediates.map(String)].join('');
  return { anchorPem, bundlePem, issuer: undefined, crlFile: module.config.env.STOA_EXCHANGE_CRL_FILE };
}

function readBundle(file: string | undefined): X509Certificate[] {
  if (!file) throw new ConfigError('STOA_EXCHANGE_CA_FILE must name the certificates of the external authority');
  try {
    return certificatesIn(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError('STOA_EXCHANGE_CA_FILE cannot be read as certificates in PEM');
  }
}
