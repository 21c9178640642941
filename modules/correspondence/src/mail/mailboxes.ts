// SPDX-License-Identifier: Apache-2.0
/** Mailboxes as the operator names them. Nobody else chooses an address that this platform connects to. */
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';

export interface Mailbox {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** TLS from the first byte; off only within the operator's own network. */
  readonly tls: boolean;
  /** Says by itself that a letter has come. */
  readonly acknowledge: boolean;
}

const known = new WeakMap<ModuleRuntime, ReadonlyMap<string, Mailbox>>();

/** By institution, of `STOA_MAILBOXES`. Throws ConfigError where that is not what it should be. */
export function mailboxes(module: ModuleRuntime): ReadonlyMap<string, Mailbox> {
  const found = known.get(module) ?? read(module.config.env.STOA_MAILBOXES);
  known.set(module, found);
  return found;
}

function read(text: string | undefined): ReadonlyMap<string, Mailbox> {
  if (!text) return new Map();
  let settings: Record<string, Partial<Mailbox>> = {};
  try {
    settings = JSON.parse(text) as typeof settings;
  } catch {
    throw new ConfigError('STOA_MAILBOXES is no JSON: {"<institution>":{"host":"…","user":"…","password":"…"}}');
  }
  return new Map(
    Object.entries(settings).map(([id, { host, port = 993, user, password, tls = true, acknowledge = false }]) => {
      if (typeof host !== 'string' || typeof user !== 'string' || typeof password !== 'string')
        throw new ConfigError(`STOA_MAILBOXES lacks host, user or password of ${id}`);
      return [id, { host, port, user, password, tls, acknowledge }];
    }),
  );
}
