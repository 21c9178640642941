// SPDX-License-Identifier: Apache-2.0
/**
 * A folder whose files become mailbox requests. Nothing is remembered but where a file lies: a file taken is in work/ until
 * it is done, and is worked on from its start after a crash. Ids are derived from the file, so the hub stores nothing twice.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectorClient } from '@stoa/exchange/contract';
import { describeError, type Log } from '@stoa/kernel';
import type { DropSettings } from '../settings/drop.ts';
import { keepAnswers } from './answers.ts';
import { deliver, idsOf, type Wrong } from './delivery.ts';
import { companion, completeness } from './completeness.ts';
import { type Folder, localFolder } from './folder.ts';
import { FileFault } from './formats/row.ts';
import { digestOf, limitsOf, messageReader } from './messages.ts';

export interface Drop {
  /** Starts looking, with a client of the connector of this subsystem. */
  start(client: ConnectorClient): void;
  /** Returns once nothing is in hand; what was not finished goes on at the next start. */
  close(): Promise<void>;
}

const longestPauseMs = 60_000;
/** Of the errors of one file that are written down. */
const mostErrors = 1000;
/** Short enough for the endings of receipts and errors. */
const isSafeName = (name: string) =>
  Buffer.byteLength(name) <= 200 && /^[\p{L}\p{N}_(][\p{L}\p{N} ._()+-]*$/u.test(name);

/** Throws a sentence when the settings cannot work. */
export async function openDrop(subsystem: string, settings: DropSettings, log: Log): Promise<Drop> {
  const read = messageReader(settings);
  const limits = limitsOf(settings);
  const folder = settings.sftp
    ? (await import('./sftp-folder.ts')).sftpFolder(settings.sftp, settings.folder)
    : localFolder(settings.folder);
  const pollMs = settings.pollMs ?? 2000;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> = Promise.resolve();
  const complete = completeness(settings);

  /** Repeats until stopped, slower after each failure. */
  async function repeat(work: () => Promise<void>): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await work();
        failures = 0;
      } catch (err) {
        if (signal.aborted) break;
        failures += 1;
        log.warn(
          { err: describeError(err), folder: settings.folder },
          'a folder of dropped files cannot be worked on; trying again',
        );
      }
      await wait(Math.min(pollMs * 2 ** failures, Math.max(longestPauseMs, pollMs)), undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  async function look(client: ConnectorClient): Promise<void> {
    await folder.makeFolders('work', 'done', 'quarantine', 'receipts', 'answers');
    for (const { name } of await folder.list('work')) if (!name.startsWith('.')) await workOn(client, name);
    for (const name of complete(await folder.list(''))) {
      signal.throwIfAborted();
      if (isSafeName(name)) {
        await folder.move(name, `work/${name}`);
        await workOn(client, name);
      } else await refuseName(folder, name);
    }
  }

  async function workOn(client: ConnectorClient, name: string): Promise<void> {
    if (settings.complete === 'done-file') await folder.remove(name + companion);
    let digest = '';
    try {
      await using copy = await folder.localCopy(`work/${name}`);
      digest = await digestOf(copy.path, limits.fileBytes);
      // A file that breaks off in the middle shall send nothing: it is read to its end first.
      for await (const _ of read(copy.path)) signal.throwIfAborted();
      const idOf = idsOf(subsystem, settings.type, name, digest);
      const { messages, wrong } = await deliver(read(copy.path), {
        type: settings.type,
        idOf,
        client,
        log,
        stopping: signal,
      });
      await finish(name, digest, messages, wrong);
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      await finish(name, digest, [], [{ row: 0, message: error.message }]);
    }
  }

  /** Receipt first, the move last: until then the file is still to be worked on. */
  async function finish(name: string, digest: string, messages: readonly object[], wrong: readonly Wrong[]) {
    const kept = await freeName(name, digest);
    const receipt = { file: name, sha256: digest, type: settings.type, messages, wrong: wrong.length };
    await folder.writeText(`receipts/${kept}.json`, JSON.stringify(receipt, null, 1));
    if (wrong.length === 0) return folder.move(`work/${name}`, `done/${kept}`);
    const errors = {
      file: name,
      sha256: digest,
      wrong: wrong.slice(0, mostErrors),
      more: Math.max(0, wrong.length - mostErrors),
    };
    await folder.writeText(`quarantine/${kept}.error.json`, JSON.stringify(errors, null, 1));
    await folder.move(`work/${name}`, `quarantine/${kept}`);
    log.warn({ file: digest.slice(0, 12), wrong: wrong.length }, 'a dropped file is in quarantine');
  }

  /** The file's own name, unless another file of that name was received before. */
  async function freeName(name: string, digest: string): Promise<string> {
    const known = await folder.readText(`receipts/${name}.json`);
    if (known === undefined || (JSON.parse(known) as { sha256: string }).sha256 === digest) return name;
    const ending = extname(name);
    return `${name.slice(0, name.length - ending.length)}-${digest.slice(0, 12) || Date.now()}${ending}`;
  }

  return {
    start(client) {
      running = Promise.all([
        repeat(() => look(client)),
        repeat(() => keepAnswers(client, settings.type, folder, signal)),
      ]);
    },
    async close() {
      stopping.abort();
      await running;
      await folder.close();
    },
  };
}

/** A name that nothing of ours shall be called after. */
async function refuseName(folder: Folder, name: string): Promise<void> {
  const kept = `unnamed-${createHash('sha256').update(name).digest('hex').slice(0, 12)}${extname(name)}`;
  const wrong = [{ row: 0, message: 'The name of the file is too long or has characters that are not accepted.' }];
  await folder.writeText(`quarantine/${kept}.error.json`, JSON.stringify({ file: name, wrong }, null, 1));
  await folder.move(name, `quarantine/${kept}`);
}
