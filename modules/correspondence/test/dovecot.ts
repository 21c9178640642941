// SPDX-License-Identifier: Apache-2.0
/** A real IMAP server (Debian's dovecot) in a folder of its own, on loopback, stopped by its process id. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@stoa/kernel/testing';
import { ImapFlow } from 'imapflow';
import { afterAll } from 'vitest';

const program = '/usr/sbin/dovecot';
export const hasDovecot = existsSync(program);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

export const user = 'chancery';
export const password = 'only-for-this-test';

export async function startDovecot() {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-dovecot-'));
  const port = await freePort();
  const { uid, username } = userInfo();
  const root = uid === 0;
  const inbox = join(folder, 'mail');
  await chmod(folder, 0o755);
  for (const part of ['new', 'cur', 'tmp']) await mkdir(join(inbox, part), { recursive: true });
  const mailUid = root ? 8 : uid;
  // Its processes as one user where it is not started by root.
  const own = root ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`;
  const unchroot = root
    ? ''
    : `service imap-login {\n  chroot =\n}\nservice anvil {\n  chroot =\n}\nservice stats {\n  chroot =\n}\n`;
  await writeFile(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${inbox}
${own}service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${mailUid} gid=${mailUid} home=${folder}
}
${unchroot}`,
  );
  if (root) await handOver(inbox, mailUid);
  const server = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  afterAll(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const setting = { host: '127.0.0.1', port, user, password: password, tls: false };
  await eventually(async () => {
    const client = new ImapFlow({
      ...{ host: setting.host, port, secure: false, doSTARTTLS: false, logger: false as const },
      auth: { user, pass: setting.password },
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.logout();
  });
  let serial = 0;
  /** As a mail server delivers. */
  const deliver = async (raw: string | Buffer) => {
    serial += 1;
    const name = `${Date.now()}.M${serial}P1.test`;
    const at = join(inbox, 'new', name);
    await writeFile(join(inbox, 'tmp', name), raw);
    await rename(join(inbox, 'tmp', name), at);
    await handOver(inbox, mailUid);
  };
  /** The ids begin anew, as after a mailbox was restored. */
  const changeValidity = async () => {
    for (const name of await readdir(inbox))
      if (name.startsWith('dovecot')) await rm(join(inbox, name), { recursive: true });
  };
  return { setting, deliver, changeValidity };
}

async function handOver(folder: string, uid: number): Promise<void> {
  if (userInfo().uid !== 0) return;
  await chown(folder, uid, uid);
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), uid, uid);
}
