// SPDX-License-Identifier: Apache-2.0
/** Processes in few words. */

const namespaces = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:stoa="urn:stoa:bpmn:1.0"',
].join(' ');

export const definitions = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions ${namespaces} id="definitions" targetNamespace="urn:test">${content}</definitions>`;

/** `a > b > c` as sequence flows with the ids `a-b`, `b-c`; `a >[x = 1] b` with a condition. */
export function flows(...lines: readonly string[]): string {
  return lines
    .flatMap((line) => {
      const parts = line.split(/\s*>(?:\[([^\]]*)\])?\s*/);
      return parts
        .slice(2)
        .flatMap((to, position) => (position % 2 === 0 ? [[parts[position], parts[position + 1], to]] : []));
    })
    .map(([from, condition, to]) => {
      const body = condition
        ? `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`
        : '';
      return `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${body}</sequenceFlow>`;
    })
    .join('');
}

/** A process with the start `start` and the end `end`, and what else it is drawn of. */
export const drawn = (elements: string, ...lines: readonly string[]): string =>
  definitions(
    `<process id="p" name="Permit" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>${elements}${flows(...lines)}</process>`,
  );

export const user = (id: string, inner = '', attributes = ''): string =>
  `<userTask id="${id}" name="Task ${id}" ${attributes}>${inner}</userTask>`;
export const timer = (id: string, on: string, attributes = ''): string =>
  `<boundaryEvent id="${id}" attachedToRef="${on}" ${attributes}><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P3D</timeDuration></timerEventDefinition></boundaryEvent>`;
