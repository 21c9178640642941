// SPDX-License-Identifier: Apache-2.0
/** Every few seconds the partner reads its mailbox, and each scenario that runs goes on as far as it can. */
import { getParticipant, practicePartner } from '@stoa/correspondence/contract';
import type { ConnectorClient } from '@stoa/exchange/contract';
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import { practicePrefix } from '@stoa/kernel/contract';
import { enterPractice } from '@stoa/organisations/contract';
import { institutionName, postTitles } from '../room/words.ts';
import { dutyOf, postNames } from '../tasks/scene.ts';
import { hasPartner, partnerClient, readMailbox } from './partner.ts';
import { play } from './scenarios.ts';
import * as store from './store.ts';
import type { ResultRow, RunRow } from './store.ts';
import { Fails, type TakenUp, Trial, Waits } from './trial.ts';

const system = { kind: 'system' } as const;
/** How long people are waited for where they act themselves, and a chancery where they are played. */
const [peopleMs, playedMs] = [24 * 3_600_000, 5 * 60_000];

export async function goOn(module: ModuleRuntime): Promise<void> {
  if (!hasPartner(module)) return;
  const runs = await module.tx(system, (tx) => store.openRuns(tx));
  const client = runs.length > 0 ? await partnerClient(module) : undefined;
  if (!client) return;
  await readMailbox(module, client).catch((error: unknown) =>
    module.log.warn({ error: String(error) }, 'mailbox of the practice partner was not read; it is tried again'),
  );
  for (const run of runs) await advance(module, client, isTakenUp(run) ? run : await takeUp(module, run));
}

const isTakenUp = (run: RunRow): run is TakenUp => run.posts !== null && run.played !== null;

/** Its practice institution and the partner are entered; where this installation serves it, its people are played. */
async function takeUp(module: ModuleRuntime, run: RunRow): Promise<TakenUp> {
  const { institutionId } = run;
  const { served } = await module.call(getParticipant, { institutionId });
  const enter = (id: string) =>
    module.call(enterPractice, {
      ...{ id, name: institutionName },
      posts: postNames.map((key) => ({ key, title: postTitles[key], duties: [dutyOf[key]] })),
    });
  await enter(practicePartner);
  const entered = await enter(`${practicePrefix}${institutionId}`);
  const posts = Object.fromEntries(entered.posts.map(({ key, id }) => [key, id])) as TakenUp['posts'];
  await module.tx(system, (tx) => store.takeUp(tx, run.id, served, posts));
  return { ...run, played: served, posts };
}

async function advance(module: ModuleRuntime, client: ConnectorClient, run: TakenUp): Promise<void> {
  const results = await module.tx(system, (tx) => store.resultsOf(tx, [run.id]));
  const late = module.clock.now().getTime() - run.startedAt.getTime() > (run.played ? playedMs : peopleMs);
  for (const result of results.filter(({ state }) => state === 'runs')) {
    const { scenario } = result;
    const next = await look(module, client, run, result);
    const timedOut = late && next.state === 'runs' ? { state: 'failed' as const, why: next.why ?? 'nothing-came' } : {};
    await module.tx(system, (tx) => store.setResult(tx, run.id, scenario, { ...next, ...timedOut }));
  }
  await module.tx(system, (tx) => store.endRun(tx, run.id));
}

async function look(
  module: ModuleRuntime,
  client: ConnectorClient,
  run: TakenUp,
  { scenario, marks }: ResultRow,
): Promise<{ state: ResultRow['state']; evidence: Trial['evidence']; why?: string }> {
  const trial = new Trial(module, client, run, scenario, marks);
  const { evidence } = trial;
  try {
    await play[scenario](trial);
    return { state: 'passed', evidence };
  } catch (error) {
    if (error instanceof Waits) return { state: 'runs', evidence };
    if (error instanceof Fails) return { state: 'failed', evidence, why: error.message };
    module.log.warn({ run: run.id, scenario, error: String(error) }, 'a scenario of readiness is tried again');
    return { state: 'runs', evidence, why: isRefusal(error) ? error.code : 'exchange-away' };
  }
}
