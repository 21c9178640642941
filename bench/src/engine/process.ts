// SPDX-License-Identifier: Apache-2.0
/** Steps of processes by themselves: no database, nothing but the token game, against `bpmn-engine` on the same drawings. */
import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { indexProcess, play, type ProcessIndex, readProcess, type Token } from '@stoa/process';
import { type BpmnEngineOptions, Engine } from 'bpmn-engine';
import { BpmnModdle } from 'bpmn-moddle';
import { type Measurement, measurement } from '../measurement.ts';
import { shapes, width } from './shapes.ts';

let made = 0;
const host = { test: () => true, count: () => width, newId: () => `t${made++}` };

/** An instance played for so many steps: what stands then. */
function played(index: ProcessIndex, steps: number): readonly Token[] {
  let { added: tokens } = play(index, [], { start: index.start.id }, host);
  for (let left = steps; left > 0; left--) {
    const next = tokens.find(({ arrivedBy, items }) => !arrivedBy && items === undefined);
    if (!next) throw new Error('the process ended before all its steps were done');
    const { removed, added } = play(index, tokens, { complete: next }, host);
    const gone = new Set(removed);
    tokens = [...tokens.filter((token) => !gone.has(token)), ...added];
  }
  return tokens;
}

type Peer = Awaited<ReturnType<typeof peerPlayed>>;

async function peerPlayed(model: unknown, steps: number) {
  const engine = new Engine({ name: 'bench', moddleContext: model } as BpmnEngineOptions);
  const listener = new EventEmitter();
  const waiting: { signal: () => void }[] = [];
  listener.on('activity.wait', (api: { signal: () => void }) => waiting.push(api));
  const execution = await engine.execute({ listener });
  for (let left = steps; left > 0; left--) {
    const next = waiting.shift();
    if (!next) throw new Error('bpmn-engine waits for nothing');
    next.signal();
  }
  return { engine, execution };
}

/** Steps a second over at least half a second, after as much to warm up. */
async function rate(instance: () => unknown): Promise<number> {
  let steps = 0;
  for (let round = 0; round < 2; round++) {
    steps = 0;
    const until = performance.now() + 500;
    const began = performance.now();
    while (performance.now() < until) {
      for (let batch = 0; batch < 10; batch++) await instance();
      steps += 10 * width;
    }
    if (round === 1) return (steps * 1000) / (performance.now() - began);
  }
  return steps;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Code that is made ready and garbage of what ran before would count too: one round goes before, and all is collected. */
async function bytesEach(count: number, instance: () => unknown): Promise<number> {
  const kept: unknown[] = Array.from({ length: count });
  for (let at = 0; at < count; at++) kept[at] = await instance();
  kept.fill(undefined);
  const used = async () => {
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await used();
  for (let at = 0; at < count; at++) kept[at] = await instance();
  const after = await used();
  return (after - before) / kept.length;
}

export async function benchProcess(): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const [name, xml] of Object.entries(shapes)) {
    const index = indexProcess(await readProcess(xml));
    const model = await new BpmnModdle().fromXML(xml, 'bpmn:Definitions', { lax: false });
    const ended = async (peer: Promise<Peer>) => {
      const { execution } = await peer;
      if (execution.state !== 'idle') throw new Error(`bpmn-engine did not come to the end: ${execution.state}`);
    };
    const own = await rate(() => {
      if (played(index, width).length > 0) throw new Error('the process did not come to its end');
    });
    const peer = await rate(() => ended(peerPlayed(model, width)));
    found.push(
      measurement('engine', `steps, ${name} of ${width}`, own, 'steps/s', {}, { name: 'bpmn-engine', value: peer }),
    );
    const half = width / 2;
    const memory = await bytesEach(20_000, () => played(index, half));
    const peerMemory = await bytesEach(200, () => peerPlayed(model, half));
    found.push(
      measurement(
        'engine',
        `a running ${name}, half done`,
        memory,
        'bytes',
        {},
        { name: 'bpmn-engine', value: peerMemory },
      ),
    );
  }
  return found;
}
