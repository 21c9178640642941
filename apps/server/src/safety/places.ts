// SPDX-License-Identifier: Apache-2.0
/** Whose machine an address leads to, and which addresses of the settings go there in clear. */
import { isIP } from 'node:net';
import type { Config } from '@stoa/kernel';

type Env = Config['env'];

/** Whether only this machine reaches what listens there, or nothing leaves it on the way there. */
export const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

export const urlOf = (text: string | undefined): URL | undefined =>
  text && URL.canParse(text) ? new URL(text) : undefined;

/** Host of a URL that leads to another machine; a database without a host is reached by a socket of this one. */
export function otherHost(url: URL | undefined): string | undefined {
  if (!url || url.hostname === '' || isThisMachine(url.hostname)) return undefined;
  return url.hostname;
}

/** What a setting holds as JSON; what is none is said by whoever reads it. */
function jsonOf(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
const records = (value: unknown): Record<string, unknown>[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];
const textIn = (record: Record<string, unknown>, name: string): string =>
  typeof record[name] === 'string' ? record[name] : '';

const inClear = /^(http|smpp|ldap):$/;
const goesInClear = (text: string | undefined): boolean => {
  const url = urlOf(text);
  return url !== undefined && inClear.test(url.protocol) && otherHost(url) !== undefined;
};
/** SMTP begins in clear; with this word nothing is sent before TLS is on. */
const mailInClear = (text: string | undefined): boolean => {
  const url = urlOf(text);
  if (url?.protocol !== 'smtp:' || otherHost(url) === undefined) return false;
  return url.searchParams.get('requireTLS') !== 'true';
};
const boxInClear = (box: Record<string, unknown>): boolean =>
  box.tls === false && textIn(box, 'host') !== '' && !isThisMachine(textIn(box, 'host'));

/** Where a setting leads to; each of them carries tokens, passwords or what people said. */
const leadsInClear: Readonly<Record<string, (value: string) => boolean>> = {
  ...Object.fromEntries(
    [
      ...['STOA_CONNECTOR_URL', 'STOA_QUALITY_CONNECTOR_URL', 'STOA_PRACTICE_CONNECTOR_URL'],
      ...['STOA_PLATFORM_CONNECTOR_URL', 'STOA_SIGNING_SERVICE_URL', 'STOA_BANK_URL', 'STOA_TREASURY_BANK_URL'],
      ...['STOA_STRIPE_URL', 'STOA_INITIATION_URL', 'STOA_MONITORING_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ].map((name) => [name, goesInClear]),
  ),
  STOA_SMTP_URL: mailInClear,
  STOA_SMTP_SECOND_URL: mailInClear,
  STOA_CHANCERY_CONNECTORS: (text) => records(jsonOf(text)).some((one) => goesInClear(textIn(one, 'url'))),
  STOA_SMS_PROVIDERS: (text) => records(jsonOf(text)).some((one) => goesInClear(textIn(one, 'url'))),
  STOA_MAILBOXES: (text) => records(jsonOf(text)).some(boxInClear),
  STOA_BOUNCE_MAILBOX: (text) => records([jsonOf(text)]).some(boxInClear),
};

/** Names of the settings that lead to another machine in clear. */
export const settingsInClear = (env: Env): string[] =>
  Object.entries(leadsInClear).flatMap(([name, leads]) => (env[name] && leads(env[name]) ? [name] : []));

/** Clients of `STOA_OIDC_CLIENTS` that are sent back over http to another machine. */
export const clientsInClear = (env: Env): string[] =>
  records(jsonOf(env.STOA_OIDC_CLIENTS)).flatMap((client) => {
    const addresses = Array.isArray(client.redirect_uris) ? client.redirect_uris : [];
    return addresses.some((one) => typeof one === 'string' && goesInClear(one)) ? [textIn(client, 'client_id')] : [];
  });

/** Whether so many addresses are in a network that naming it names about everybody. */
export function holdsEverybody(network: string): boolean {
  const [address = '', bits] = network.split('/');
  return bits !== undefined && Number(bits) < (isIP(address) === 4 ? 8 : 16);
}
