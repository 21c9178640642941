// SPDX-License-Identifier: Apache-2.0
/** The life of a request in the thirteen states of SMEV 1.3. Every change goes through this table. */
import type { MailboxState } from '../contract.ts';

interface Transition {
  readonly from: readonly MailboxState[];
  readonly to: MailboxState;
}

const open: readonly MailboxState[] = ['requestIsQueued', 'requestIsAcceptedBySmev', 'requestIsProcessed'];

export const transitions = {
  /** Stored. */
  send: { from: ['doesNotExist'], to: 'requestIsQueued' },
  /** Checked by the hub: waits for its provider. */
  acceptRequest: { from: ['requestIsQueued'], to: 'requestIsAcceptedBySmev' },
  /** Handed over, and again when a lease ran out. */
  takeRequest: { from: ['requestIsAcceptedBySmev', 'requestIsProcessed'], to: 'requestIsProcessed' },
  acknowledgeRequest: { from: ['requestIsProcessed'], to: 'underProcessing' },
  /** The provider could not accept the hub's word for it. */
  declineRequest: { from: ['requestIsProcessed'], to: 'requestIsRejectedBySmev' },
  reportProgress: { from: ['requestIsProcessed', 'underProcessing'], to: 'underProcessing' },
  /** Answering says that the request was received, acknowledged or not. */
  answer: { from: ['requestIsProcessed', 'underProcessing', 'responseIsRejectedBySmev'], to: 'responseIsQueued' },
  acceptResponse: { from: ['responseIsQueued'], to: 'responseIsAcceptedBySmev' },
  takeResponse: { from: ['responseIsAcceptedBySmev', 'responseIsProcessed'], to: 'responseIsProcessed' },
  acknowledgeResponse: { from: ['responseIsProcessed'], to: 'messageIsDelivered' },
  /** The sender refused the answer; the provider may give another. */
  declineResponse: { from: ['responseIsProcessed'], to: 'responseIsRejectedBySmev' },
  /** By the sender, before anybody took it. */
  cancel: { from: ['requestIsQueued', 'requestIsAcceptedBySmev'], to: 'cancelled' },
  /** End of life came before the provider acknowledged it. */
  expire: { from: open, to: 'messageIsArchived' },
  /** What is over leaves the mailbox after a time; what was never fetched too. */
  archive: {
    from: [
      'messageIsDelivered',
      'cancelled',
      'requestIsRejectedBySmev',
      'responseIsRejectedBySmev',
      'responseIsAcceptedBySmev',
      'responseIsProcessed',
    ],
    to: 'messageIsArchived',
  },
} as const satisfies Record<string, Transition>;
export type MailboxEvent = keyof typeof transitions;

/** The state after the event; undefined when the state does not allow it. */
export const nextState = (state: MailboxState, event: MailboxEvent): MailboxState | undefined =>
  (transitions[event].from as readonly MailboxState[]).includes(state) ? transitions[event].to : undefined;

/** SQL that brings a `mailbox_request` into a state and keeps when; `state` and `at` are parameters such as `$2`. */
export const intoState = (state: string, at: string): string =>
  `state_at = case when state = ${state}::text then state_at else ${at}::timestamptz end,
   history = case when state = ${state}::text then history
     else history || jsonb_build_array(jsonb_build_object('state', ${state}::text, 'at', ${at}::timestamptz)) end,
   state = ${state}::text`;

/** The history of a request that went through these events just now. */
export const historyOf = (events: readonly MailboxEvent[], at: Date): { state: MailboxState; at: string }[] =>
  events.map((event) => ({ state: transitions[event].to, at: at.toISOString() }));

/** State after events at one moment, with what they add to the history; undefined when one of them is not allowed. */
export function after(
  state: MailboxState,
  events: readonly MailboxEvent[],
  at: Date,
): { state: MailboxState; history: ReturnType<typeof historyOf> } | undefined {
  let now = state;
  const history: ReturnType<typeof historyOf> = [];
  for (const event of events) {
    const next = nextState(now, event);
    if (!next) return undefined;
    if (next !== now) history.push(...historyOf([event], at));
    now = next;
  }
  return { state: now, history };
}
