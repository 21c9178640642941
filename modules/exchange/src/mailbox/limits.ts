// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';

/** How much a mailbox holds. */
export interface MailboxLimits {
  /** Requests that may wait for one provider. */
  readonly queueLimit: number;
  /** Requests of one sender that may wait, whoever serves them. */
  readonly clientQuota: number;
  /** Largest attachment, bytes. */
  readonly attachmentBytes: number;
  /** All attachments that the mailbox keeps for one sender, bytes. */
  readonly attachmentQuotaBytes: number;
  /** Days that a finished request and its answer are kept. */
  readonly keepDays: number;
}

const mebibyte = 1024 * 1024;
const known = new WeakMap<ModuleRuntime, MailboxLimits>();

/** Throws ConfigError for a setting that is no positive whole number. */
export function mailboxLimits(module: ModuleRuntime): MailboxLimits {
  const { env } = module.config;
  const limits = known.get(module) ?? {
    queueLimit: positive('STOA_MAILBOX_QUEUE_LIMIT', env.STOA_MAILBOX_QUEUE_LIMIT, 10_000),
    clientQuota: positive('STOA_MAILBOX_CLIENT_QUOTA', env.STOA_MAILBOX_CLIENT_QUOTA, 10_000),
    attachmentBytes: positive('STOA_MAILBOX_ATTACHMENT_BYTES', env.STOA_MAILBOX_ATTACHMENT_BYTES, 100 * mebibyte),
    attachmentQuotaBytes: positive(
      'STOA_MAILBOX_ATTACHMENT_QUOTA_BYTES',
      env.STOA_MAILBOX_ATTACHMENT_QUOTA_BYTES,
      2048 * mebibyte,
    ),
    keepDays: positive('STOA_MAILBOX_KEEP_DAYS', env.STOA_MAILBOX_KEEP_DAYS, 30),
  };
  known.set(module, limits);
  return limits;
}

function positive(name: string, text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback);
  if (!Number.isSafeInteger(value) || value < 1) throw new ConfigError(`${name} must be a positive whole number`);
  return value;
}
