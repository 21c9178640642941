// SPDX-License-Identifier: Apache-2.0
/** Links of this module: the address in the portal, and the row that a token stands for. */
import { idOfLinkToken, linkToken, type ModuleRuntime, refuse } from '@stoa/kernel';

const paths = {
  register: '/register/link/',
  invitation: '/register/invited/',
  recover: '/recover/link/',
} as const;
export type LinkKind = keyof typeof paths;

const secret = (kind: LinkKind) => `accounts-${kind}`;

export const tokenOf = (module: ModuleRuntime, kind: LinkKind, id: string): string =>
  linkToken(module, secret(kind), id);

export const pathOf = (module: ModuleRuntime, kind: LinkKind, id: string): string =>
  paths[kind] + tokenOf(module, kind, id);

export const idOf = (module: ModuleRuntime, kind: LinkKind, token: string): string | null =>
  idOfLinkToken(module, secret(kind), token) ?? null;

export const linkInvalid = (): never =>
  refuse('gone', 'accounts.link-invalid', 'This link was used already or has expired. Begin again.');
