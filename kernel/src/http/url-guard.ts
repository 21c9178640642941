// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a connection may be made to an address that somebody else chose: public hosts over https, and what an
 * allow-list names. Names are resolved once, and the connection goes to the address that was checked.
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

export class UrlRefused extends Error {
  override name = 'UrlRefused';
}
export interface Address {
  readonly address: string;
  readonly family: number;
}
export interface UrlPolicy {
  /** URLs of which origin and beginning of the path are allowed, wherever they lead, also over http. */
  readonly allow: readonly string[];
  /** All addresses of a name; the system's own resolver when missing. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
}
export interface CheckedUrl {
  readonly url: URL;
  /** Answers the checked addresses instead of asking again: give it to the connection as its `lookup`. */
  readonly lookup: LookupFunction;
}

/** Special-purpose addresses (IANA registries of RFC 6890, multicast, reserved). */
const specialV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Within global unicast (2000::/3), outside which nothing is public: protocols, Teredo, documentation, 6to4. */
const specialV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const listOf = (ranges: readonly string[], family: 'ipv4' | 'ipv6') => {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
};
const notPublicV4 = listOf(specialV4, 'ipv4');
const notPublicV6 = listOf(specialV6, 'ipv6');
const unicastV6 = listOf(['2000::/3'], 'ipv6');

/** Whether an IP address is one of the public Internet. IPv4 inside IPv6, in whatever spelling, is not. */
export function isPublicAddress(address: string): boolean {
  if (!isIPv6(address)) return isIP(address) === 4 && !notPublicV4.check(address, 'ipv4');
  return !address.includes('%') && unicastV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6');
}

const allowed = (url: URL, entry: string): boolean => {
  const known = URL.parse(entry);
  if (known?.origin !== url.origin) return false;
  const base = known.pathname.replace(/\/$/, '');
  return url.pathname === base || url.pathname.startsWith(`${base}/`);
};

const resolveAll = (host: string): Promise<readonly Address[]> => lookup(host, { all: true, verbatim: true });

/** Throws UrlRefused before any connection. */
export async function checkUrl(text: string, { allow, resolve = resolveAll }: UrlPolicy): Promise<CheckedUrl> {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || !url.hostname) throw new UrlRefused('not an https URL');
  if (url.username || url.password) throw new UrlRefused('the URL holds credentials');
  const listed = allow.some((entry) => allowed(url, entry));
  if (!listed && url.protocol !== 'https:') throw new UrlRefused('only https is allowed');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family ? [{ address: host, family }] : await resolve(host);
  if (addresses.length === 0) throw new UrlRefused('the host has no address');
  if (!listed && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new UrlRefused('the host is not a public one');
  const [first] = addresses;
  return {
    url,
    lookup: (_host, options, done) => {
      if (options.all) done(null, addresses as { address: string; family: number }[]);
      else done(null, first?.address ?? '', first?.family ?? 4);
    },
  };
}
