// SPDX-License-Identifier: Apache-2.0
/** One unique table, warm, against the same table read by dmn-moddle with its cells evaluated by feelin. */
import { evaluateDecision, Program, readModel, toPlain } from '@stoa/decision';
import { DmnModdle } from 'dmn-moddle';
import { evaluate, unaryTest } from 'feelin';
import { type Measurement, measurement } from '../measurement.ts';

type Context = Record<string, unknown>;
type Decide = (context: Context) => unknown;

const sizes = [10, 100, 1000];
const regions = 10;
const warmUpMs = 500;
const durationMs = 1500;

export async function benchDecisions(): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const rows of sizes) {
    const xml = tableOf(rows);
    const [ours, peer] = [decidedBy(xml), await decidedByFeelin(xml)];
    const contexts = Array.from({ length: rows }, (_, n) => contextOf(n));
    for (const context of contexts)
      if (ours(context) !== peer(context)) throw new Error(`the two differ at ${JSON.stringify(context)}`);
    const value = microseconds(ours, contexts);
    const against = { name: 'feelin with dmn-moddle', value: microseconds(peer, contexts) };
    found.push(measurement('engine', `table of ${rows} rows`, value, 'µs', {}, against));
  }
  return found;
}

/** Months by spans, regions by name, and a truth that is mostly not asked. */
function tableOf(rows: number): string {
  const cell = (name: string, text: string) => `<${name}><text>${text.replaceAll('<', '&lt;')}</text></${name}>`;
  const input = (text: string, type: string) =>
    `<input><inputExpression typeRef="${type}"><text>${text}</text></inputExpression></input>`;
  const rules = Array.from({ length: rows }, (_, n) => {
    const from = Math.floor(n / regions) * 12;
    const tests = [`[${from}..${from + 12})`, `"R${n % regions}"`, n % 5 ? '-' : 'true'];
    return `<rule id="r${n}">${tests.map((test) => cell('inputEntry', test)).join('')}${cell('outputEntry', String(n * 100))}</rule>`;
  });
  const inputs = [
    input('answers.months', 'number'),
    input('answers.region', 'string'),
    input('answers.urgent', 'boolean'),
  ];
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="urn:x"><decision id="fee" name="fee"><decisionTable id="t">${inputs.join('')}<output name="amount" typeRef="number"/>${rules.join('')}</decisionTable></decision></definitions>`;
}

const contextOf = (n: number): Context => ({
  answers: { months: Math.floor(n / regions) * 12 + 3, region: `R${n % regions}`, urgent: true },
});

function decidedBy(xml: string): Decide {
  const program = new Program([readModel(xml)]);
  return (context) => toPlain(evaluateDecision(program, 'fee', context, { mode: 'strict' }).value);
}

interface Text {
  text: string;
}
interface FeelinTable {
  input: { inputExpression: Text }[];
  rule: { inputEntry: Text[]; outputEntry: Text[] }[];
}

/** The shortest fair way: inputs once, rows until a cell says no, no cell that takes everything. */
async function decidedByFeelin(xml: string): Promise<Decide> {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  const { drgElement } = rootElement as unknown as { drgElement: { decisionLogic: FeelinTable }[] };
  const table = drgElement[0]?.decisionLogic as FeelinTable;
  return (context) => {
    const values = table.input.map(({ inputExpression }) => evaluate(inputExpression.text, context).value);
    const hit = table.rule.filter(({ inputEntry }) =>
      inputEntry.every(({ text }, index) => text === '-' || unaryTest(text, { '?': values[index] }).value === true),
    );
    return evaluate(hit[0]?.outputEntry[0]?.text ?? 'null', context).value;
  };
}

/** Of one evaluation, after a warm-up; what takes longer than both is measured by a few. */
function microseconds(decide: Decide, contexts: readonly Context[]): number {
  const during = (ms: number): { times: number; took: number } => {
    const began = performance.now();
    let times = 0;
    do {
      decide(contexts[(times * 7919) % contexts.length] as Context);
      times += 1;
    } while (performance.now() - began < ms);
    return { times, took: performance.now() - began };
  };
  during(warmUpMs);
  const { times, took } = during(durationMs);
  return (took * 1000) / times;
}
