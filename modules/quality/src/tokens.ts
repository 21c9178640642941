// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens of survey links: 128 bits, 22 characters of base64url. A token is the HMAC of its link's id, so it can be made
 * again when it is sent; the database holds only the HMAC of the token under another key and gives no token away.
 */
import { createHmac } from 'node:crypto';
import { canonicalJson, type ModuleRuntime } from '@stoa/kernel';
import { identifierText } from '@stoa/kernel/text';

const mac = (module: ModuleRuntime, secret: string, data: string) =>
  createHmac('sha256', module.keys.secret(secret)).update(data).digest();

export const tokenOf = (module: ModuleRuntime, linkId: string): string =>
  mac(module, 'survey-token', linkId).subarray(0, 16).toString('base64url');

/** What is stored and searched by; made for anything typed, so that malformed and unknown tokens take the same way.
 * Blanks, unseen characters and dashes that a copied link has gained spoil nothing. */
export const tokenMac = (module: ModuleRuntime, token: string): Buffer =>
  mac(module, 'survey-token-index', identifierText(token).replaceAll(' ', ''));

export const submissionMac = (module: ModuleRuntime, linkId: string, submission: object): string =>
  mac(module, 'survey-token-index', `${linkId} ${canonicalJson(submission)}`).toString('base64url');

/** Recognises the same card again without keeping what it says. */
export const contentMac = (module: ModuleRuntime, content: object): string =>
  mac(module, 'card-digest', canonicalJson(content)).toString('base64url');
