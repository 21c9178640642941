// SPDX-License-Identifier: Apache-2.0
/** SMS by SMPP 3.4 (`smpp://system:password@host:2775`, `smpps://` with TLS). The session is opened when it is needed and kept. */
import { createHash } from 'node:crypto';
import { describeError, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { Provider, SmsSetting, Tried } from '../sending/provider.ts';
import { partHeader, readReceipt, status, tags } from '../smpp/pdu.ts';
import { SmppRefused, SmppSession, SmppUncertain } from '../smpp/session.ts';
import { smsParts } from '../smpp/text.ts';

type Take = (
  tx: Tx,
  where: { readonly provider: string; readonly ref: string },
  state: 'delivered' | 'failed-permanent' | 'failed-temporary',
  reason: string | undefined,
) => Promise<unknown>;

/** Section 5.2.28; what is on its way still says nothing. */
const finalStates: Readonly<Record<string, 'delivered' | 'failed-permanent' | 'failed-temporary'>> = {
  ...{ DELIVRD: 'delivered', UNDELIV: 'failed-permanent', REJECTD: 'failed-permanent', DELETED: 'failed-permanent' },
  EXPIRED: 'failed-temporary',
};
const answerMs = 10_000;
const enquireMs = 30_000;

export function smppProvider(module: ModuleRuntime, setting: SmsSetting, take: Take): Provider {
  const { id, from, perSecond, perDay, keyed = false } = setting;
  const url = new URL(setting.url);
  let opening: Promise<SmppSession> | undefined;

  function session(): Promise<SmppSession> {
    const opened = opening;
    opening = (async () => {
      const known = await opened?.catch(() => undefined);
      if (known && !known.closed) return known;
      return SmppSession.open({
        ...{ host: url.hostname, port: Number(url.port || 2775), tls: url.protocol === 'smpps:', answerMs, enquireMs },
        ...{ systemId: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
        onMessage: async (message) => {
          const receipt = readReceipt(message);
          const state = receipt && finalStates[receipt.state];
          if (!receipt || !state) return;
          const reason = state === 'delivered' ? undefined : `${receipt.state.toLowerCase()} ${receipt.error}`.trim();
          await module.tx({ kind: 'system' }, (tx) => take(tx, { provider: id, ref: receipt.id }, state, reason));
        },
      });
    })();
    return opening;
  }

  return {
    ...{ id, channel: 'sms', perSecond, perDay, atOnce: 10 },
    send: async (row, { short }) => {
      // What was perhaps taken before is not given to a centre that does not recognise it.
      if (row.pinned && !keyed) return { kind: 'failed', permanent: false, reason: 'outcome-unknown' };
      let open: SmppSession;
      try {
        open = await session();
      } catch (error) {
        module.log.warn({ err: describeError(error), provider: id }, 'the message centre does not let us in');
        return { kind: 'again', reason: 'away', away: true };
      }
      return submitAll(open, row.id, { from, to: String(row.address).replace(/^\+/, ''), text: short }, keyed);
    },
    close: async () => {
      await opening?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

/** A receipt is asked for the last part alone: it stands for all of them. */
async function submitAll(
  session: SmppSession,
  id: string,
  { from, to, text }: { from: string; to: string; text: string },
  keyed: boolean,
): Promise<Tried> {
  const parts = smsParts(text);
  const reference = createHash('sha256').update(id).digest()[0] ?? 0;
  let ref = '';
  let taken = 0;
  try {
    for (const [at, { coding, body }] of parts.entries()) {
      const several = parts.length > 1;
      ref = await session.submit({
        ...{ from, to, coding, esmClass: several ? 0x40 : 0, wantsReceipt: at === parts.length - 1 },
        text: several ? Buffer.concat([partHeader(reference, parts.length, at + 1), body]) : body,
        more: keyed ? new Map([[tags.clientKey, Buffer.from(`${id}/${at}`)]]) : new Map(),
      });
      taken += 1;
    }
    return { kind: 'sent', ref };
  } catch (error) {
    if (error instanceof SmppRefused) return refusedOutcome(error.status, taken);
    const reason = 'no-answer';
    if (error instanceof SmppUncertain || taken > 0)
      return keyed
        ? { kind: 'uncertain', reason, away: true }
        : { kind: 'failed', permanent: false, reason: 'outcome-unknown' };
    return { kind: 'again', reason, away: true };
  }
}

function refusedOutcome(code: number, taken: number): Tried {
  const reason = `smpp-0x${code.toString(16).padStart(2, '0')}`;
  if (taken > 0) return { kind: 'failed', permanent: false, reason };
  if (code === status.throttled || code === status.queueFull) return { kind: 'again', reason };
  if (code === status.systemError) return { kind: 'again', reason, away: true };
  return { kind: 'failed', permanent: true, reason };
}
