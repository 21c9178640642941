// SPDX-License-Identifier: Apache-2.0
/** `npm run miwg -- <folder>`: which models of the public suite are read, and which of them run as they are drawn. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessFault } from './elements.ts';
import { type DrawnProcess, readModel } from './reader.ts';
import { soundnessFaults } from './soundness.ts';

const faultsOf = ({ faults, plan }: DrawnProcess): readonly string[] => (plan ? soundnessFaults(plan) : faults);

/** Models of one number belong together: they call each other's processes. */
const siblingsOf = (file: string, files: readonly string[]): string[] =>
  files.filter((other) => other !== file && other.split('.', 2).join() === file.split('.', 2).join());

async function row(folder: string, file: string, files: readonly string[]) {
  try {
    const read = (name: string) => readFileSync(join(folder, name));
    const { processes, kept } = await readModel(read(file), { called: siblingsOf(file, files).map(read) });
    const running = processes.filter(({ executable }) => executable);
    const judged = running.length > 0 ? running : processes;
    const faults = judged.flatMap(faultsOf);
    const asDrawing = running.length === 0;
    const verdict = faults.length === 0 ? 'runs' : asDrawing ? 'drawing' : 'refused';
    return { file, verdict, marked: !asDrawing, processes: processes.length, kept: kept.length, faults };
  } catch (error) {
    if (!(error instanceof ProcessFault)) throw error;
    return { file, verdict: 'refused', marked: false, processes: 0, kept: 0, faults: error.problems };
  }
}

const folder = process.argv[2];
if (!folder) throw new Error('name the folder of the reference models: npm run miwg -- <folder>');
const files = readdirSync(folder).filter((name) => name.endsWith('.bpmn'));
const rows = await Promise.all(files.map((file) => row(folder, file, files)));
const count = (verdict: string) => rows.filter((each) => each.verdict === verdict).length;
const words = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
const lines = [
  '# Reference models of the BPMN Model Interchange Working Group',
  '',
  'Written by `npm run miwg -- <folder of the reference models>`; the models are not part of this repository.',
  '',
  '- **runs**: every process in it that is marked executable (all of them where none is) is played as it is drawn, and always comes to its end;',
  '- **drawing**: no process in it is marked executable: it is read, drawn and kept as documentation; what would keep it from running is listed;',
  '- **refused**: a process in it is marked executable and is not played as it is drawn, for the reasons listed.',
  '',
  `${rows.length} models: ${count('runs')} run as drawn, ${count('drawing')} are documentation only, ${count('refused')} refused.`,
  '',
  '| Model | Verdict | Marked executable | Processes | Kept for people | What would not be executed as drawn |',
  '|---|---|---|---|---|---|',
  ...rows.map(
    ({ file, verdict, marked, processes, kept, faults }) =>
      `| ${file} | ${verdict} | ${marked ? 'yes' : 'no'} | ${processes} | ${kept} | ${faults.map(words).join('<br>')} |`,
  ),
];
writeFileSync(new URL('../miwg.md', import.meta.url), `${lines.join('\n')}\n`);
const summary = rows.map(
  ({ file, verdict, faults }) => `${file.padEnd(12)} ${verdict.padEnd(8)} ${faults.length || ''}`,
);
process.stdout.write(`${[...summary, lines[8]].join('\n')}\n`);
