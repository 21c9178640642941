// SPDX-License-Identifier: Apache-2.0
/**
 * The way back of an e-mail: an address of its own for each (VERP), so that a bounce says by itself which delivery it is about,
 * and nobody who does not know the key can invent one. Setting: `STOA_BOUNCE_ADDRESS`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ModuleRuntime } from '@stoa/kernel';

const macOf = ({ keys }: Pick<ModuleRuntime, 'keys'>, hex: string) =>
  createHmac('sha256', keys.secretKey('bounces')).update(hex).digest('hex').slice(0, 16);

/** Letters that no mail system changes; undefined where bounces are not taken in. */
export function returnPath(module: ModuleRuntime, id: string): string | undefined {
  const [local, domain] = module.config.env.STOA_BOUNCE_ADDRESS?.split('@') ?? [];
  if (!local || !domain) return undefined;
  const hex = id.replaceAll('-', '');
  return `${local}+${hex}${macOf(module, hex)}@${domain}`;
}

/** The delivery an address leads back to. */
export function deliveryOf(module: Pick<ModuleRuntime, 'keys'>, address: string): string | undefined {
  const [, hex, mac] = /\+([0-9a-f]{32})([0-9a-f]{16})@/i.exec(address.toLowerCase()) ?? [];
  if (!hex || !mac || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(module, hex)))) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
