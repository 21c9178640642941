// SPDX-License-Identifier: Apache-2.0
/** Diagrams of docs/architecture.md, drawn from what modules import and handle. */
import { eventsOf, type ReviewedModule } from './inventory.ts';

/** Modules whose contracts a module's sources import. */
export const reachedBy = ({ definition, sources }: ReviewedModule): string[] =>
  [
    ...new Set(
      sources.flatMap(({ text }) =>
        [...text.matchAll(/from '@stoa\/([a-z]+)\/contract'/g)].map((match) => match[1] ?? ''),
      ),
    ),
  ]
    .filter((name) => name !== 'kernel' && name !== definition.name)
    .sort();

/** Arrows from a module to each whose contract it imports. */
export const moduleMap = (modules: readonly ReviewedModule[]): string =>
  [
    'flowchart LR',
    ...modules.map(({ definition }) => `  ${definition.name}`),
    ...modules.flatMap((module) => reachedBy(module).map((name) => `  ${module.definition.name} --> ${name}`)),
  ].join('\n');

/** Arrows from whoever emits an event to each that handles it; what only outsiders read ends at them. */
export function eventFlows(modules: readonly ReviewedModule[]): string {
  const kernelEvents = modules.flatMap(({ definition }) =>
    definition.handlers.flatMap((handler) =>
      handler.event?.type.startsWith('kernel.')
        ? [`  every(["every module"]) -- ${handler.event.type} --> ${definition.name}`]
        : [],
    ),
  );
  const flows = modules.flatMap(({ definition }) =>
    eventsOf(definition).flatMap((event) => {
      const readers = modules
        .filter((other) => other.definition.handlers.some((handler) => handler.event?.type === event.type))
        .map((other) => other.definition.name);
      return (readers.length ? readers : ['outsiders(["outsiders"])']).map(
        (reader) => `  ${definition.name} -- ${event.type} --> ${reader}`,
      );
    }),
  );
  return ['flowchart LR', ...flows, ...kernelEvents].join('\n');
}

const section = (name: string) =>
  new RegExp(`(<!-- ${name}: drawn from the code -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);

/** The page with its drawn sections renewed; the text around them is written by people. */
export function architecturePage(page: string, modules: readonly ReviewedModule[]): string {
  const draw = (text: string, name: string, diagram: string) => {
    if (!section(name).test(text)) throw new Error(`docs/architecture.md has no section "${name}" to draw into`);
    return text.replace(
      section(name),
      (_, start: string, end: string) => `${start}\n\`\`\`mermaid\n${diagram}\n\`\`\`\n\n${end}`,
    );
  };
  return draw(draw(page, 'module map', moduleMap(modules)), 'event flows', eventFlows(modules));
}
