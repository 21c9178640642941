// SPDX-License-Identifier: Apache-2.0
/** BPMN 2.0 as editors draw it: the process that runs becomes a plan, everything else is read and kept. */
import { BpmnModdle } from 'bpmn-moddle';
import { planOf } from './calls.ts';
import { called, type Element, ProcessFault, type Root, typeOf } from './elements.ts';
import type { Plan } from './plan.ts';
import { processOf, type ReadProcess } from './process-reader.ts';
import { data } from './scope.ts';
import { textOf } from './text.ts';

/** A process of a model: how it would run, or why it would not. */
export interface DrawnProcess {
  readonly id: string;
  readonly name: string;
  readonly executable: boolean;
  readonly faults: readonly string[];
  /** There where nothing is wrong. */
  readonly plan?: Plan;
}

export interface Model {
  /** The file as it came: what is not changed is written as it was. */
  readonly source: Uint8Array | string;
  readonly processes: readonly DrawnProcess[];
  /** What is drawn for people: read and kept, never executed. */
  readonly kept: readonly { readonly type: string; readonly id: string; readonly name: string }[];
}

/** Files in which called processes are found too. */
export interface Called {
  readonly called?: readonly (Uint8Array | string)[];
}

/** Throws ProcessFault where a file cannot be read. */
export async function readModel(source: Uint8Array | string, { called: files = [] }: Called = {}): Promise<Model> {
  const [own, ...others] = await Promise.all([drawnIn(source), ...files.map(drawnIn)]);
  const { processes, kept } = own;
  const library = [...processes, ...others.flatMap((other) => other.processes)];
  return {
    source,
    processes: processes.map((process) => {
      const { id, name, executable } = process;
      return { id, name, executable, ...planOf(process, library) };
    }),
    kept: kept.map((element) => ({ type: typeOf(element), id: element.id, name: element.name ?? '' })),
  };
}

async function drawnIn(source: Uint8Array | string): Promise<{ processes: ReadProcess[]; kept: Element[] }> {
  // The first thing that is no BPMN ends the reading.
  const options = { lax: false };
  const { rootElement, warnings } = await new BpmnModdle()
    .fromXML(textOf(source), 'bpmn:Definitions', options)
    .catch((error: Error) => {
      const cure = error.message.includes('illegal ID') ? ': write ids in Latin letters, names in any script' : '';
      throw new ProcessFault([`the file is no BPMN 2.0: ${error.message}${cure}`]);
    });
  // What a flow element points to and is not there is found at that element.
  const unread = warnings.find(({ message }) => !message.startsWith('unresolved reference'));
  if (unread) throw new ProcessFault([unread.message]);
  const root = rootElement as Root;
  const shapes = new Map(
    (root.diagrams ?? []).flatMap((d) => d.plane?.planeElement ?? []).map((s) => [s.bpmnElement?.id ?? '', s]),
  );
  const elements = root.rootElements ?? [];
  const processes = elements.filter((element) => element.$type === 'bpmn:Process');
  return {
    processes: processes.map((process) => processOf(process, shapes)),
    kept: [...elements.filter((element) => !processes.includes(element)), ...processes.flatMap(documentation)],
  };
}

/**
 * The plan of the process that runs, with the processes it calls: others of the same file, or of the files in `called`.
 * Throws ProcessFault with all that is wrong.
 */
export async function readProcess(source: Uint8Array | string, { called: files = [] }: Called = {}): Promise<Plan> {
  const [own, ...others] = await Promise.all([drawnIn(source), ...files.map(drawnIn)]);
  const { processes } = own;
  const executable = processes.filter((process) => process.executable);
  // What is called is executable too, and does not run by itself.
  const isCalled = new Set(executable.flatMap(({ calls }) => [...calls.values()]));
  const [process, second] = executable.length > 1 ? executable.filter(({ id }) => !isCalled.has(id)) : executable;
  if (executable.length === 0)
    throw new ProcessFault(['no process is to run: set isExecutable="true" on the one that is']);
  if (second && process)
    throw new ProcessFault([
      `two processes are to run, ${called(process)} and ${called(second)}: keep isExecutable="true" on one`,
    ]);
  // Where each is called by another, any of them names the circle.
  const { plan, faults } = planOf(process ?? (executable[0] as ReadProcess), [
    ...processes,
    ...others.flatMap((other) => other.processes),
  ]);
  if (!plan) throw new ProcessFault(faults);
  return plan;
}

const documentation = (process: Element): Element[] => [
  ...(process.laneSets ?? []).flatMap(({ lanes = [] }) => lanes),
  ...(process.artifacts ?? []),
  ...(process.flowElements ?? []).filter((element) => data.includes(typeOf(element))),
  ...(process.flowElements ?? []).filter(({ flowElements }) => flowElements).flatMap(documentation),
];
