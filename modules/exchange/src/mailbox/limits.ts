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
    queueLimit: positive(env.STOA_MAILBOX_QUEUE_LIMIT, 10_000),
    clientQuota: positive(env.STOA_MAILBOX_CLIENT_QUOTA, 10_000),
    attachmentBytes: positive(env.STOA_MAILBOX_ATTACHMENT_BYTES, 100 * mebibyte),
    attachmentQuotaBytes: positive(env.STOA_MAILBOX_ATTACHMENT_QUOTA_BYTES, 2048 * mebibyte),
    keepDays: positive(env.STOA_MAILBOX_KEEP_DAYS, 30),
  };
  known.set(module, limits);
  return limits;
}

function positive(text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ConfigError(`a STOA_MAILBOX_ setting is ${text}; it must be a positive whole number`);
  return value;
}
