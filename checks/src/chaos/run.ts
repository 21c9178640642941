// SPDX-License-Identifier: Apache-2.0
/** One run: people at work, a killing every few seconds, then peace until the last of them has what they came for. */
import { setTimeout as wait } from 'node:timers/promises';
import { patient } from '@stoa/kernel/patience';
import type { Acknowledgements } from './acknowledgements.ts';
import { killOne, lives, victims } from './kill.ts';
import { type Answers, noAnswers, patientFetch } from './patience.ts';
import { administrators, director } from './administrators.ts';
import { chancery } from './chancery.ts';
import { family } from './family.ts';
import { citizens, guests } from './guests.ts';
import { integrator } from './integrator.ts';
import { approver, newcomers } from './newcomers.ts';
import { employer, officer, respondent } from './people.ts';
import type { Place } from './place.ts';
import { handingOver } from './posts.ts';
import { sender } from './sender.ts';
import type { ServiceManager } from './service-manager.ts';

/** Of each work what somebody is told when it has begun. */
const firstTold = {
  cases: 'submitted',
  accounts: 'named',
  documents: 'numbered',
  architecture: 'element',
  messages: 'campaign',
} as const;
export const works = Object.keys(firstTold) as (keyof typeof firstTold)[];

export interface Plan {
  readonly kills: number;
  readonly employers: number;
  /** Who of `works` are there. */
  readonly work: readonly string[];
}

export interface RunOutcome {
  readonly figures: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
}

type Say = (words: string, facts: Readonly<Record<string, unknown>>) => void;

const drainSeconds = patient(240_000) / 1000;
const patienceMs = patient(60_000);
/** After this the next process is killed although the platform has not come back. */
const impatienceMs = 15_000;

export async function run(manager: ServiceManager, told: Acknowledgements, plan: Plan, say: Say): Promise<RunOutcome> {
  const people = peopleAt(manager, told);
  const { place, answers } = people;
  const began = Date.now();
  const at = (work: (typeof works)[number], ...who: ((at: Place) => Promise<void>)[]) =>
    plan.work.includes(work) ? who.map((one) => one(place)) : [];
  const asked = (login: string) => (there: Place) => respondent(there, login);
  const staff = [...at('cases', officer, asked('worker'), asked('aigerim')), ...at('accounts', approver)];
  const applicants = Promise.all([
    ...at('cases', ...Array.from({ length: plan.employers }, () => employer), family),
    ...at('accounts', newcomers, citizens, guests, administrators, handingOver, director),
    ...at('documents', chancery),
    ...at('architecture', integrator),
    ...at('messages', sender),
  ]);
  // The first falls among people at work, however long a busy machine takes to sign them in.
  const begun = () => plan.work.every((work) => told.all().some(({ kind }) => kind === firstTold[work as 'cases']));
  for (const until = Date.now() + 3 * patienceMs; !begun() && Date.now() < until; ) await wait(500);
  const { killed, recoveryMs } = await killRepeatedly(manager, told, plan.kills, say);
  people.closeForNew();
  const drained = await Promise.race([applicants.then(() => true), wait(drainSeconds * 1000, false, { ref: false })]);
  // The last permits' surveys are still on their way.
  await wait(15_000);
  people.goHome();
  await Promise.all([...staff, applicants]);
  for (const [what, times] of people.stumbles) say(`  ${times} × ${what}`, { event: 'stumble', what, times });
  const faults = [
    ...(drained ? [] : [`not every application came to its end ${drainSeconds} s after the last kill`]),
    ...[...answers.errors].map(([what, times]) => `${times} × answered with ${what}`),
  ];
  return {
    faults,
    figures: {
      seconds: Math.round((Date.now() - began) / 1000),
      ...figuresOf(told, answers, killed, recoveryMs),
      starts: manager.starts,
    },
  };
}

/** The place where people act, and the two words that end it. */
function peopleAt(manager: ServiceManager, told: Acknowledgements) {
  const answers = noAnswers();
  const stumbles = new Map<string, number>();
  let open = true;
  let over = false;
  const place: Place = {
    base: manager.base,
    mailUrl: manager.mailUrl,
    through: patientFetch(answers, patienceMs),
    told,
    openForNew: () => open,
    over: () => over,
    stumbled: (who, error) => {
      const what = `${who}: ${(error instanceof Error ? error.message : String(error)).slice(0, 160)}`;
      stumbles.set(what, (stumbles.get(what) ?? 0) + 1);
    },
  };
  const closeForNew = () => {
    open = false;
  };
  const goHome = () => {
    over = true;
  };
  return { place, answers, stumbles, closeForNew, goHome };
}

function figuresOf(
  told: Acknowledgements,
  answers: Answers,
  killed: ReadonlyMap<string, number>,
  recoveryMs: number[],
) {
  const sorted = recoveryMs.toSorted((a, b) => a - b);
  const all = told.all();
  const kinds = Map.groupBy(all, ({ kind }) => kind);
  const counted = [...kinds].map(([kind, each]) => [`told${kind[0]?.toUpperCase()}${kind.slice(1)}`, each.length]);
  return {
    kills: [...killed.values()].reduce((sum, times) => sum + times, 0),
    killed: [...killed].map(([victim, times]) => `${times} ${victim}`).join(', '),
    servedAgainBeforeNextKill: sorted.length,
    servingAgainMedianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    servingAgainLongestMs: sorted.at(-1) ?? 0,
    ...Object.fromEntries(counted),
    requestsAnswered: answers.answered,
    requestsBroken: answers.broken,
    requestsUnavailable: answers.unavailable,
  };
}

async function killRepeatedly(manager: ServiceManager, told: Acknowledgements, kills: number, say: Say) {
  const killed = new Map<string, number>(victims.map((victim) => [victim, 0]));
  const recoveryMs: number[] = [];
  for (let number = 1; number <= kills; ) {
    const kill = killOne(manager);
    if (!kill) {
      await wait(500);
      continue;
    }
    const { victim, pid } = kill;
    const at = Date.now();
    killed.set(victim, (killed.get(victim) ?? 0) + 1);
    const serves = await Promise.race([servesAgain(manager, pid), wait(impatienceMs, false, { ref: false })]);
    const ms = Date.now() - at;
    if (serves) recoveryMs.push(ms);
    const acknowledged = told.all().length;
    const words = serves
      ? `serving again after ${ms} ms`
      : `not yet serving after ${ms} ms, the next one falls all the same`;
    say(
      `${String(number).padStart(3)}  kill -9 ${String(pid).padEnd(8)} ${victim.padEnd(22)} ${words}; ${acknowledged} acknowledgements`,
      { event: 'kill', number, pid, victim, servingAgainMs: serves ? ms : null, acknowledged },
    );
    number++;
    await wait(3000 + Math.random() * 3000);
  }
  await manager.untilServing();
  return { killed, recoveryMs };
}

async function servesAgain(manager: ServiceManager, killed: number): Promise<boolean> {
  while (lives(killed)) await wait(20);
  // Its sockets close a moment after the process has gone.
  await wait(250);
  return manager.untilServing().then(
    () => true,
    () => false,
  );
}
