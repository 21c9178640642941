// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readGraph } from '../src/index.ts';

const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="Fees" namespace="urn:fees">
  <inputData id="months" name="Months"/>
  <knowledgeSource id="act" name="State Fees Act"/>
  <businessKnowledgeModel id="round" name="Round"><authorityRequirement id="a"><requiredAuthority href="#act"/></authorityRequirement></businessKnowledgeModel>
  <decision id="fee" name="Fee">
    <informationRequirement id="i"><requiredInput href="#months"/></informationRequirement>
    <informationRequirement id="j"><requiredDecision href="urn:other#size"/></informationRequirement>
    <knowledgeRequirement id="k"><requiredKnowledge href="#round"/></knowledgeRequirement>
  </decision>
  <decisionService id="ask" name="Ask"><outputDecision href="#fee"/></decisionService>
</definitions>`;

test('a requirement graph tells decisions, inputs, knowledge, its sources and services', () => {
  const { nodes, edges } = readGraph(xml);
  expect(nodes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'input months',
    'source act',
    'knowledge round',
    'decision fee',
    'service ask',
  ]);
  expect(edges.map(({ from, to, kind }) => `${to} needs ${from}: ${kind}`)).toEqual([
    'round needs act: authority',
    'fee needs months: information',
    'fee needs round: knowledge',
    'ask needs fee: service',
  ]);
});

test('an element without an id is refused by name', () => {
  expect(() => readGraph(xml.replace('id="months" name="Months"', ''))).toThrow('has no id');
});
