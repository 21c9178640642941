// SPDX-License-Identifier: Apache-2.0

/** A DMN file of these elements, in the namespace of a version. */
export const definitions = (inside: string, namespace = 'https://www.omg.org/spec/DMN/20211108/MODEL/'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${namespace}" id="d" name="Permit" namespace="urn:permit">${inside}</definitions>`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const literalOf = (text: string): string =>
  `<literalExpression><text>${escaped(text)}</text></literalExpression>`;

export const input = (name: string, type: string): string =>
  `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;

export const needsInput = (id: string): string =>
  `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`;
export const needsDecision = (id: string): string =>
  `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
export const needsKnowledge = (id: string): string =>
  `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`;

export const decision = (name: string, logic: string, needs = '', type = ''): string =>
  `<decision id="${name}" name="${name}"><variable name="${name}"${type ? ` typeRef="${type}"` : ''}/>${needs}${logic}</decision>`;

/** A table over one input `n`, rows as [test, output]. */
export const table = (
  hitPolicy: string,
  rows: readonly (readonly [string, string])[],
  { values = '', type = 'number', fallback = '', inputType = 'number', allowed = '' } = {},
): string =>
  `<decisionTable id="t" ${hitPolicy}><input><inputExpression typeRef="${inputType}"><text>n</text></inputExpression>${
    allowed ? `<inputValues><text>${escaped(allowed)}</text></inputValues>` : ''
  }</input><output name="out" typeRef="${type}">${values ? `<outputValues><text>${values}</text></outputValues>` : ''}${
    fallback ? `<defaultOutputEntry><text>${fallback}</text></defaultOutputEntry>` : ''
  }</output>${rows
    .map(
      ([test, output], index) =>
        `<rule id="r${index + 1}"><inputEntry><text>${escaped(test)}</text></inputEntry><outputEntry><text>${output}</text></outputEntry></rule>`,
    )
    .join('')}</decisionTable>`;
