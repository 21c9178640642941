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

/** What undoes an activity, with the compensation event on its boundary. */
export const undone = (activity: string, handler = `undo-${activity}`): string =>
  `<userTask id="${handler}" isForCompensation="true"/>
   <boundaryEvent id="back-${activity}" attachedToRef="${activity}"><compensateEventDefinition/></boundaryEvent>
   <association id="as-${activity}" sourceRef="back-${activity}" targetRef="${handler}"/>`;
/** An event in one word: `<endEvent id="e"><errorEventDefinition/></endEvent>`. */
export const event = (element: string, id: string, kind: string, attributes = '', inner = ''): string =>
  `<${element} id="${id}" ${attributes}><${kind}EventDefinition ${inner}/></${element}>`;
export const sub = (id: string, inner: string, ...lines: readonly string[]): string =>
  `<subProcess id="${id}"><startEvent id="${id}-i"/>${inner}<endEvent id="${id}-o"/>${flows(...lines)}</subProcess>`;
/** An event sub-process with one task inside. */
export const triggered = (
  id: string,
  start: string,
  inner = user(`${id}-do`),
  line = `${id}-s > ${id}-do > ${id}-o`,
): string =>
  `<subProcess id="${id}" triggeredByEvent="true">${start}${inner}<endEvent id="${id}-o"/>${flows(line)}</subProcess>`;
