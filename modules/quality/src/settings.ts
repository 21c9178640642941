// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime, urlSetting } from '@stoa/kernel';

export interface Settings {
  /** The Quality Agency's connector; without it no cards are taken from the exchange. */
  readonly connectorUrl: string | undefined;
  /** With what it knows this system. */
  readonly connectorToken: string | undefined;
  /** Invitations of one person within 30 days; as many as there are services where it is missing. */
  readonly mostInvitations: number | undefined;
  /** The national monitoring system; without it nothing is fed to it. */
  readonly monitoring: { readonly url: string; readonly secret: string } | undefined;
}

/** STOA_QUALITY_CONNECTOR_URL, STOA_QUALITY_CONNECTOR_TOKEN, STOA_QUALITY_MOST_INVITATIONS, STOA_MONITORING_URL, STOA_MONITORING_SECRET. */
export function readSettings(module: ModuleRuntime): Settings {
  const { env } = module.config;
  const monitoringUrl = urlSetting(env, 'STOA_MONITORING_URL');
  const secret = env.STOA_MONITORING_SECRET;
  if (monitoringUrl && !secret)
    throw new ConfigError('STOA_MONITORING_SECRET must be set when STOA_MONITORING_URL is: batches are signed with it');
  return {
    connectorUrl: urlSetting(env, 'STOA_QUALITY_CONNECTOR_URL'),
    connectorToken: env.STOA_QUALITY_CONNECTOR_TOKEN,
    mostInvitations: positive(env, 'STOA_QUALITY_MOST_INVITATIONS'),
    monitoring: monitoringUrl && secret ? { url: monitoringUrl, secret } : undefined,
  };
}

function positive(env: Readonly<Record<string, string | undefined>>, name: string): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new ConfigError(`${name} must be a whole number from 1 on, not "${value}"`);
  return Number(value);
}
