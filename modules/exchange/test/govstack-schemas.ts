// SPDX-License-Identifier: Apache-2.0
/**
 * Schemas of answers as GovStack_IM_Configuration_Management_API.yaml 1.0.1 states them. The document closes nothing;
 * here fields it does not name are wrong, so that a misspelt one is found.
 */
const text = { type: 'string' };
const listOf = (items: object) => ({ type: 'array', items });
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const right = closed(
  {
    memberClass: text,
    memberCode: text,
    applicationId: text,
    // Required by the document, which then describes other names.
    member: text,
    application: text,
  },
  ['member', 'application'],
);
const service = closed(
  {
    id: text,
    specUrl: { type: 'string', format: 'uri' },
    serviceUrl: { type: 'string', format: 'uri' },
    rights: listOf(closed({ member: text, application: text }, ['member', 'application'])),
  },
  ['id', 'specUrl', 'serviceUrl'],
);
const application = closed({ id: text, connection: text, services: listOf(service) }, ['id']);
const member = closed({ name: text, class: text, code: text, applications: listOf(application) }, [
  'name',
  'class',
  'code',
]);

export const configuration = closed({ domain: text, instance: text, members: listOf(member) }, ['domain', 'instance']);
export const allowed = closed({
  nextPageToken: text,
  allowList: listOf(
    closed({ memberClass: text, memberCode: text, applicationId: text, serviceId: text, rights: listOf(right) }, [
      'memberClass',
      'memberCode',
      'applicationId',
      'serviceId',
      'rights',
    ]),
  ),
});
