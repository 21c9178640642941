// SPDX-License-Identifier: Apache-2.0
/**
 * Providers as the operator names them, in the order in which they are used. Settings: `STOA_SMTP_URL`,
 * `STOA_SMTP_SECOND_URL`, `STOA_SMTP_PER_SECOND`, `STOA_SMS_PROVIDERS`.
 */
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import type { Channel } from '../contract/matters.ts';
import { mailProvider } from '../channels/email.ts';
import { pushProvider } from '../channels/push.ts';
import { gatewayProvider } from '../channels/sms-gateway.ts';
import { smppProvider } from '../channels/sms-smpp.ts';
import type { Provider, SmsSetting } from './provider.ts';
import { takeReceipt } from './receipts.ts';

const known = new WeakMap<ModuleRuntime, readonly Provider[]>();

export function providersOf(module: ModuleRuntime): readonly Provider[] {
  const found = known.get(module) ?? [
    ...mailProviders(module),
    ...smsSettings(module).map(smsProvider(module)),
    pushProvider(module),
  ];
  known.set(module, found);
  return found;
}

export const hasChannel = (module: ModuleRuntime, channel: Channel): boolean =>
  channel === 'letter' || providersOf(module).some((provider) => provider.channel === channel);

function mailProviders(module: ModuleRuntime): Provider[] {
  const { STOA_SMTP_URL: first, STOA_SMTP_SECOND_URL: second, STOA_SMTP_PER_SECOND: pace } = module.config.env;
  const perSecond = pace ? Number(pace) : undefined;
  return [first, second].flatMap((url, at) =>
    url ? [mailProvider(module, at === 0 ? 'mail' : 'mail-2', url, perSecond)] : [],
  );
}

const smsProvider = (module: ModuleRuntime) => (setting: SmsSetting) =>
  setting.kind === 'smpp' ? smppProvider(module, setting, takeReceipt) : gatewayProvider(module, setting);

/** Of `STOA_SMS_PROVIDERS`. Throws ConfigError where that is not what it should be. */
export function smsSettings(module: ModuleRuntime): SmsSetting[] {
  const text = module.config.env.STOA_SMS_PROVIDERS;
  if (!text) return [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const fits = (one: Partial<SmsSetting>) =>
    /^[a-z][a-z0-9-]{0,39}$/.test(one.id ?? '') &&
    ((one.kind === 'smpp' && /^smpps?:\/\//.test(one.url ?? '')) ||
      (one.kind === 'http' && /^https?:\/\//.test(one.url ?? '') && one.key && one.secret));
  if (!Array.isArray(given) || !given.every(fits))
    throw new ConfigError(
      'STOA_SMS_PROVIDERS must be a list of {"id", "kind": "smpp" or "http", "url", "from"}; of http also "key" and "secret"',
    );
  return (given as SmsSetting[]).map((one) => ({ ...one, from: one.from ?? 'STOA' }));
}
