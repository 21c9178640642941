// SPDX-License-Identifier: Apache-2.0
/** The authority that certifies persons and institutions of this circuit, and where it tells the state of certificates. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleRuntime } from '@stoa/kernel';
import { type CertificateAuthority, circuitAuthority } from '@stoa/kernel/keys';
import { crlPath, ocspPath } from './contract.ts';

const opened = new WeakMap<ModuleRuntime, Promise<CertificateAuthority>>();

/** Kept in the data folder; made at first use. */
export function authorityOf(module: ModuleRuntime): Promise<CertificateAuthority> {
  const authority = opened.get(module) ?? open(module);
  opened.set(module, authority);
  return authority;
}

async function open(module: ModuleRuntime): Promise<CertificateAuthority> {
  const folder = join(module.dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return circuitAuthority(module.keys, folder, module.config.circuit, 'signing');
}

/** That of the circuit, which papers issued before there was this module lead to. */
export async function circuitAuthorityPem(module: ModuleRuntime): Promise<string> {
  const folder = join(module.dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return (await circuitAuthority(module.keys, folder, module.config.circuit)).certificatePem;
}

/** Only a circuit with a known public address can say where the state of a certificate is told. */
export const statusAddresses = ({ config: { publicUrl } }: ModuleRuntime) =>
  publicUrl ? { crl: publicUrl + crlPath, ocsp: publicUrl + ocspPath } : undefined;
