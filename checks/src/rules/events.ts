// SPDX-License-Identifier: Apache-2.0
import { eventsOf, type ReviewedModule } from '../inventory.ts';

const handledTypes = (module: ReviewedModule): string[] =>
  module.definition.handlers.flatMap((handler) => (handler.event ? [handler.event.type] : []));

/** Events that nobody consumes and that are not declared public. */
export function eventsWithoutConsumer(modules: readonly ReviewedModule[]): string[] {
  const handled = new Set(modules.flatMap(handledTypes));
  return modules
    .flatMap(({ definition }) => eventsOf(definition))
    .filter((event) => !event.public && !handled.has(event.type))
    .map((event) => `${event.type} has no consumer and is not declared public`);
}

/** Handled events that no contract declares. @param kernelEvents types that the kernel itself emits. */
export function undeclaredEvents(modules: readonly ReviewedModule[], kernelEvents: readonly string[]): string[] {
  const known = new Set([
    ...kernelEvents,
    ...modules.flatMap(({ definition }) => eventsOf(definition).map((e) => e.type)),
  ]);
  return modules.flatMap((module) =>
    handledTypes(module)
      .filter((type) => !known.has(type))
      .map((type) => `${module.definition.name} handles ${type}, which no contract declares`),
  );
}

/** Event names are `module.past-tense.vN`. */
export function misnamedEvents(modules: readonly ReviewedModule[]): string[] {
  return modules
    .flatMap(({ definition }) => eventsOf(definition).map((event) => event.type))
    .filter((type) => !/^[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*$/.test(type));
}
