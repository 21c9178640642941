// SPDX-License-Identifier: Apache-2.0
/**
 * Who may speak for the department at its connector: information systems that bring a token or a certificate of their own,
 * and nobody else. A page in a browser is none, whatever address it made its own (DNS rebinding).
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { originForm } from '@stoa/kernel';
import type { ConnectorSettings } from './settings.ts';

/** Why a request is not served; the wording says what to do. */
export interface Turned {
  readonly code: string;
  readonly message: string;
}

export interface Access {
  /** Undefined when the request may go on: its target is then a path, and what identified the system is taken off it. */
  check(request: IncomingMessage): Turned | undefined;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Of the header for those who need `Authorization` for the provider. */
const tokenHeader = 'x-stoa-system-token';

/** @param own token of this connector's own parts. Throws one sentence when anybody could come in. */
export function openAccess(settings: ConnectorSettings, own: string): Access {
  const { subsystem, host = '127.0.0.1', systems = {}, socket } = settings;
  const open = settings.anybodyOnThisMachine !== undefined;
  const known = Object.values(systems);
  if (!socket && !isLoopback(host) && (open || known.length === 0))
    throw new Error(
      `${subsystem}: listening on ${host} needs systems with a token or a certificate each: otherwise anybody on the network could speak for the department`,
    );
  if (known.some(({ certificate }) => certificate) && !settings.tls)
    throw new Error(`${subsystem}: a system is known by its certificate, which needs tls: { certificate, key }`);
  const tokens = new Set([own, ...known.flatMap(({ token }) => token ?? [])].map(sha256));
  const certificates = new Set(
    known.flatMap(({ certificate }) =>
      certificate ? new X509Certificate(readFileSync(certificate)).fingerprint256 : [],
    ),
  );
  const names = new Set([host, 'localhost', ...(settings.names ?? [])].map((name) => name.toLowerCase()));
  const isOurs = (authority: string) => {
    const name = authority
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '');
    return names.has(name) || isIP(name) > 0;
  };

  /** The token is for this connector alone: it goes no further. */
  const takeToken = ({ headers }: IncomingMessage): string | undefined => {
    const given = headers[tokenHeader] ?? /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return typeof given === 'string' && tokens.has(sha256(given)) ? given : undefined;
  };
  const isKnown = (request: IncomingMessage) => {
    const token = takeToken(request);
    if (token !== undefined) {
      const name = request.headers[tokenHeader] === undefined ? 'authorization' : tokenHeader;
      takeOff(request, name);
      return true;
    }
    const peer = certificates.size > 0 ? (request.socket as TLSSocket).getPeerX509Certificate?.() : undefined;
    return open || socket !== undefined || (peer !== undefined && certificates.has(peer.fingerprint256));
  };

  return {
    check: (request) => {
      const target = originForm(request);
      if (!target) return { code: 'client.malformed_request', message: 'The request target is not a path.' };
      request.url = target.path;
      if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined)
        return { code: 'client.browser_refused', message: 'Information systems call a connector; browsers may not.' };
      if (target.authority !== undefined && !isOurs(target.authority))
        return {
          code: 'client.unknown_host',
          message: 'This connector has no such name: call it by its address, or list the name under names.',
        };
      if (!isKnown(request))
        return {
          code: 'client.unauthenticated',
          message: `Send Authorization: Bearer with the token of a system that the settings of ${subsystem} name.`,
        };
      return undefined;
    },
  };
}

function takeOff(request: IncomingMessage, name: string): void {
  delete request.headers[name];
  const { rawHeaders } = request;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2)
    if (rawHeaders[i]?.toLowerCase() === name) rawHeaders.splice(i, 2);
}
