// SPDX-License-Identifier: Apache-2.0
/** A POST to an address that somebody else chose: public hosts over https, or what `STOA_CALLBACK_ALLOW` lists; no redirects. */
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { checkUrl, type ModuleRuntime } from '@stoa/kernel';

const timeoutMs = 10_000;

export const mayPost = (module: ModuleRuntime, url: string) =>
  checkUrl(url, { allow: (module.config.env.STOA_CALLBACK_ALLOW ?? '').split(/[\s,]+/).filter(Boolean) });

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
    const sent = request(url, { method: 'POST', headers, lookup, agent: false, timeout: timeoutMs }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}
