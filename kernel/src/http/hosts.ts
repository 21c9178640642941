// SPDX-License-Identifier: Apache-2.0
/** Which names of this process a request may ask for (RFC 9110 section 7.4, RFC 9112 section 3.2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../refusal.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const isLoopback = (host: string) => loopback.test(host.replace(/:\d+$/, ''));

/** Probes and peers come by addresses of machines; they get no page and no cookie. */
const forMachines = /^\/(health|metrics)(\/|\?|$)/;

/**
 * The public name is served, and those the settings add. A browser that came by another name of this machine
 * (`localhost`) is sent to the public one, whose cookies and sign-in it needs; any other name is refused with 421.
 */
export function hostGuard(publicUrl: () => string, others: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    const host = request.host.toLowerCase();
    const address = publicUrl();
    if (!address || forMachines.test(request.url)) return undefined;
    const own = new URL(address).host;
    if (host === own || others.includes(host) || others.includes(host.replace(/:\d+$/, ''))) return undefined;
    if (isLoopback(host)) {
      const page = ['GET', 'HEAD'].includes(request.method) && !request.url.startsWith('/api/');
      if (!page || !isLoopback(own)) return undefined;
      return reply.redirect(address + (request.url.startsWith('/') ? request.url : '/'), 307);
    }
    return refuse('misdirected', 'kernel.host-unknown', 'This server does not answer under that name.');
  };
}
