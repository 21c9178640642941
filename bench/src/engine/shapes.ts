// SPDX-License-Identifier: Apache-2.0
/** Processes of ten tasks in a few words. */

export const width = 10;
const ids = Array.from({ length: width }, (_, at) => `t${at}`);
const tasks = ids.map((id) => `<userTask id="${id}"/>`).join('');
const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const drawn = (inner: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:bench"><process id="p" isExecutable="true"><startEvent id="start"/>${inner}<endEvent id="end"/></process></definitions>`;
const way = ['start', ...ids, 'end'];

export const rowOfTasks = drawn(
  tasks +
    way
      .slice(1)
      .map((to, at) => flow(way[at] ?? '', to))
      .join(''),
);

export const shapes: Readonly<Record<string, string>> = {
  row: rowOfTasks,
  'fork and join': drawn(
    `<parallelGateway id="fork"/><parallelGateway id="join"/>${tasks}${flow('start', 'fork')}${flow('join', 'end')}${ids.map((id) => flow('fork', id) + flow(id, 'join')).join('')}`,
  ),
  'multi-instance': drawn(
    `<userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">${width}</loopCardinality></multiInstanceLoopCharacteristics></userTask>${flow('start', 't')}${flow('t', 'end')}`,
  ),
};
