// SPDX-License-Identifier: Apache-2.0
import { type IncomingMessage } from 'node:http';
import { handleOutsideTx, rawRoute, refuse } from '@stoa/kernel';
import * as contract from '../contract.ts';
import { largestFile, verifyFile } from './verify.ts';

const tooLarge = (): never =>
  refuse(
    'too-large',
    'signing.file-too-large',
    'The file is larger than 50 MB. Check it with a program on your computer.',
  );

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > largestFile) tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > largestFile) tooLarge();
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

export const verificationRoutes = [
  handleOutsideTx(contract.verifyFile, (module, { content }) => verifyFile(module, Buffer.from(content, 'base64'))),
  rawRoute({
    method: 'POST',
    path: contract.verifyPath,
    summary: 'Check a signed PDF or ASiC-E container, sent as it is; nothing of it is kept',
    permission: 'public',
    audit: 'none',
    body: 'stream',
    limit: 30,
    handler: async (module, request, reply) =>
      reply
        .type('application/json')
        .header('cache-control', 'no-store')
        .send(await verifyFile(module, await bodyOf(request.raw))),
  }),
];
