// SPDX-License-Identifier: Apache-2.0
/** A new version of a questionnaire: written by one person, published by another. */
import { Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Code } from './codes.ts';
import { TemplateContent, TemplateVersion } from './questionnaire.ts';

const Content = Type.Object({ templateCode: Code, ...TemplateContent.properties });

export const saveDraft = operation({
  name: 'surveys.save-draft',
  method: 'PUT',
  path: '/surveys/templates/:templateCode/draft',
  summary: 'Write the next version of a questionnaire, or of a new one; takes the place of the draft before',
  input: Content,
  output: Type.Object({ templateCode: Code, digest: Type.String() }),
  permission: 'surveys:design',
  audit: 'surveys.draft-saved',
  about: { type: 'template', id: 'templateCode', facts: [] },
  refusals: ['surveys.questions-ambiguous', 'surveys.overall-question-absent'],
});

export const getDraft = operation({
  name: 'surveys.get-draft',
  method: 'GET',
  path: '/surveys/templates/:templateCode/draft',
  summary: 'Read the draft of a questionnaire',
  input: Type.Object({ templateCode: Code }),
  output: Type.Object({
    content: TemplateContent,
    /** Tells whether it was changed since. */
    digest: Type.String(),
    authorName: Type.String(),
    /** Whether the reader wrote it: then somebody else publishes it. */
    own: Type.Boolean(),
    changedAt: Instant,
  }),
  permission: 'surveys:read',
  audit: 'none',
  refusals: ['surveys.draft-absent'],
});

/** Publishing the same content again answers the version that exists. */
export const publishTemplate = operation({
  name: 'surveys.publish-template',
  method: 'POST',
  path: '/surveys/templates/:templateCode/versions',
  summary: 'Publish the draft that somebody else wrote, word for word; published versions never change',
  input: Content,
  output: TemplateVersion,
  permission: 'surveys:design',
  audit: 'surveys.template-published',
  about: { type: 'template', id: 'id', facts: ['templateCode'] },
  refusals: [
    'surveys.questions-ambiguous',
    'surveys.overall-question-absent',
    'surveys.draft-absent',
    'surveys.draft-own',
  ],
});

export const listVersions = operation({
  name: 'surveys.list-versions',
  method: 'GET',
  path: '/surveys/templates/:templateCode/versions',
  summary: 'Published versions of a questionnaire, newest first',
  input: Type.Object({ templateCode: Code }),
  output: Type.Object({
    items: Type.Array(Type.Object({ id: Uuid, version: Type.Integer(), title: LocalText, publishedAt: Instant })),
  }),
  permission: 'surveys:read',
  audit: 'none',
});
