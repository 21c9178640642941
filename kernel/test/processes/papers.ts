// SPDX-License-Identifier: Apache-2.0
/** Papers that go through a process: just enough of a module to play what the engine plays. */
import { evaluateFeel, toPlain } from '@stoa/decision';
import { type Plan, readProcess } from '@stoa/process';
import { definitions, flows } from '../../../engine/process/test/drawings.ts';
import { defineModule, newId, type Tx } from '../../src/index.ts';
import { Processes, tokensOf } from '../../src/processes/index.ts';
import { bench } from '../../testing/index.ts';

interface Paper {
  readonly id: string;
  plan: Plan;
  readonly data: Record<string, unknown>;
}

const papers = new Map<string, Paper>();
/** What happened, by paper: `+step`, `-step` for work nobody will finish, `!timer`. */
export const happened = new Map<string, string[]>();
const log = (id: string, what: string) => happened.set(id, [...(happened.get(id) ?? []), what]);

export const processes = new Processes<Paper>({
  planOf: async (_, { plan }) => plan,
  contextOf: async (_, { data }) => data,
  valueOf: (expression, context) => toPlain(evaluateFeel(expression, context, { mode: 'strict' })),
  enter: async (_, { id }, { node, items }) => {
    log(id, `+${[node.id, ...items].join(' ')}`);
    // What a step waits for may have come.
    return node.kind === 'manual' || happened.get(id)?.includes(`${node.id} came`) ? {} : undefined;
  },
  drop: async (_, { id }, tokens) => {
    for (const token of tokens) log(id, `-${token.node}`);
  },
  end: async (tx, { id }, last) => {
    await tx.query('update paper set ended = $2 where id = $1', [id, last?.id ?? 'nowhere']);
  },
  lock: async (tx, id) => {
    await tx.query('select 1 from paper where id = $1 for update', [id]);
    return papers.get(id);
  },
  timerFired: async (_, { id }, node) => {
    log(id, `!${node.id}`);
  },
});

export const b = await bench(
  defineModule({
    name: 'papers',
    contract: {},
    routes: [],
    handlers: [],
    migrations: new URL('./migrations/', import.meta.url),
    policies: new URL('./policies.cedar', import.meta.url),
  }),
);

const system = { kind: 'system' } as const;
export const within = <R>(work: (tx: Tx) => Promise<R>): Promise<R> => b.module.tx(system, work);

/** A paper at the start of what is drawn. */
export async function paper(
  elements: string,
  lines: readonly string[],
  data: Record<string, unknown> = {},
  beside = '',
) {
  const plan = await readProcess(
    definitions(
      `<process id="p" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>${elements}${flows(...lines)}</process>${beside}`,
    ),
  );
  const one = { id: newId(), plan, data };
  papers.set(one.id, one);
  await within(async (tx) => {
    await tx.query('insert into paper (id) values ($1)', [one.id]);
    await processes.start(tx, one);
  });
  const standing = () => within((tx) => tokensOf(tx, one.id));
  return {
    ...one,
    pin: (to: Plan) => {
      one.plan = to;
    },
    standing,
    /** Steps where work waits, each with its item. */
    waits: async () =>
      (await standing())
        .filter(({ items, done }) => items === undefined && done === undefined)
        .map(({ node, item }) => (item === undefined ? node : `${node} ${item}`)),
    happened: () => happened.get(one.id) ?? [],
    ended: async () =>
      (await b.sql<{ ended: string | null }>('select ended from paper where id = $1', [one.id]))[0]?.ended,
    /** Finishes the work at a step, of one item where there are several. */
    finish: async (node: string, result?: unknown, item?: number) => {
      const token = (await standing()).find(
        (other) => other.node === node && other.items === undefined && (item === undefined || other.item === item),
      );
      return within((tx) => processes.complete(tx, one, token?.id ?? newId(), result));
    },
  };
}

/** Time passes, and what is due is done. */
export async function later(by: Parameters<typeof b.clock.advance>[0]): Promise<void> {
  b.clock.advance(by);
  await processes.fireDue(b.module);
}
