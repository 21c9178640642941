// SPDX-License-Identifier: Apache-2.0
/** Revocation lists of an external authority, read from a file it or a script of the operator keeps up to date. */
import { readFile } from 'node:fs/promises';
import { describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import { certificatesIn, type RevocationList, revocationListsIn, revocationOf } from '@stoa/kernel/keys';
import type { Directory } from '../directory/index.ts';
import { anchored, type Authority } from './authority.ts';
import { revokeListed } from './store.ts';

const everyMs = 10_000;

/** Those lists of the file that an issuer of this exchange signed. Throws when the file cannot be read or has none. */
export async function readRevocationLists(authority: Authority): Promise<RevocationList[]> {
  if (!authority.crlFile) return [];
  const file = await readFile(authority.crlFile);
  const { anchor, intermediates } = anchored(authority);
  const lists = await revocationListsIn(file, [anchor, ...intermediates]);
  if (lists.length === 0) throw new Error(`${authority.crlFile} holds no list of this exchange's authority`);
  return lists;
}

/** The same where somebody waits for an answer. Refuses `exchange.revocation-list-missing`. */
export async function currentLists(authority: Authority): Promise<RevocationList[]> {
  try {
    return await readRevocationLists(authority);
  } catch {
    return listMissing();
  }
}

export const listMissing = (): never =>
  refuse(
    'unavailable',
    'exchange.revocation-list-missing',
    "The authority's list of revoked certificates cannot be read. The operator must look at STOA_EXCHANGE_CRL_FILE.",
    { retryAfterSeconds: 60 },
  );

/** Ends what the lists name, for good: a certificate that the authority only suspended does not come back. */
async function applyLists(module: ModuleRuntime, lists: readonly RevocationList[]): Promise<number> {
  return module.tx({ kind: 'system' }, async (tx) => {
    const { rows } = await tx.query<{ key_id: string; pem: string }>(
      'select key_id, pem from certificate where revoked_at is null and valid_until > $1',
      [tx.now],
    );
    const ended = rows.filter(({ pem }) => revocationOf(certificatesIn(pem), lists));
    await revokeListed(
      tx,
      ended.map(({ key_id: keyId }) => keyId),
    );
    return ended.length;
  });
}

/** Reads the file every ten seconds; a list that fails to be read leaves the last in force. Answers how to stop. */
export async function followRevocationLists(
  module: ModuleRuntime,
  authority: Authority,
  directory: Directory,
): Promise<() => void> {
  if (!authority.crlFile) return () => undefined;
  let seen = '';
  const look = async () => {
    try {
      const lists = await readRevocationLists(authority);
      for (const { issuer, nextUpdate } of lists)
        if (nextUpdate && nextUpdate < module.clock.now())
          module.log.warn({ issuer: issuer.subject, nextUpdate }, 'the list of revoked certificates is out of date');
      const now = Buffer.concat(lists.map(({ der }) => der)).toString('base64');
      if (now === seen) return;
      const ended = await applyLists(module, lists);
      seen = now;
      if (ended > 0) await directory.refresh();
      module.log.info({ lists: lists.length, ended }, 'the lists of revoked certificates were read');
    } catch (err) {
      module.log.error({ err: describeError(err) }, 'the lists of revoked certificates could not be read');
    }
  };
  await look();
  let timer: NodeJS.Timeout;
  const again = () => {
    timer = setTimeout(() => void look().finally(again), everyMs);
    timer.unref();
  };
  again();
  return () => clearTimeout(timer);
}
