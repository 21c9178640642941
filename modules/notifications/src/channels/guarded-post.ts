// SPDX-License-Identifier: Apache-2.0
/** A POST to an address that somebody else chose: public hosts over https, or what `STOA_CALLBACK_ALLOW` lists; no redirects. */
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { checkUrl, type ModuleRuntime, refuse, UrlRefused } from '@stoa/kernel';

const mayPost = (module: ModuleRuntime, url: string) =>
  checkUrl(url, { allow: (module.config.env.STOA_CALLBACK_ALLOW ?? '').split(/[\s,]+/).filter(Boolean) });

/** Why an address that somebody gives is refused: it may not be called, or has no host; undefined for other errors. */
export const whyNot = (error: Error & { syscall?: string }): string | undefined =>
  error instanceof UrlRefused ? error.message : error.syscall === 'getaddrinfo' ? 'its host is not found' : undefined;

export const demandCallable = (module: ModuleRuntime, url: string, code: string, what: string) =>
  mayPost(module, url).catch((error: Error) => {
    if (!whyNot(error)) throw error;
    refuse('invalid', code, `${what} cannot be used: ${whyNot(error)}.`);
  });

/** Answers the status. Throws UrlRefused, or the error of the connection. */
export async function guardedPost(
  module: ModuleRuntime,
  address: string,
  headers: Readonly<Record<string, string | number>>,
  body: Buffer | string,
): Promise<number> {
  const { url, lookup } = await mayPost(module, address);
  const request = url.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, lookup, agent: false, timeout: 10_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}
