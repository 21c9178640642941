// SPDX-License-Identifier: Apache-2.0
/** A dossier is drawn up, or changed while it may be. */
import { changeDossier, draftDossier, duties, getDossier, kinds, type Content } from '@stoa/examination/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { unlessRefused } from '../../server/problem.ts';
import { readDossier } from './dossier-form.ts';
import { choicesOf, home, organisationsOf, ownOrganisations } from './names.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const empty: Content = { title: '', purpose: '', touches: {}, planned: {} };
const parentOf = ({ call, query }: Pick<PageContext, 'call' | 'query'>) =>
  uuid.test(query.parent ?? '') ? call(getDossier, { id: query.parent ?? '' }).catch(unlessRefused) : undefined;

export const newDossierPage = definePage({
  path: `${home}/new`,
  duty: duties.owner,
  component: 'examination/FormPage',
  load: async (context) => {
    const [choices, names, parent] = await Promise.all([
      choicesOf(context),
      organisationsOf(context),
      parentOf(context),
    ]);
    const organisations = ownOrganisations(context).map((id) => ({ value: id, text: names.get(id) ?? id }));
    const { title, purpose, touches, planned } = parent ?? empty;
    return {
      ...{
        id: undefined,
        number: undefined,
        revision: 0,
        choices,
        organisations,
        content: { title, purpose, touches, planned },
      },
      kinds: parent ? kinds.filter((kind) => kind !== 'proposal' && kind !== parent.kind) : [...kinds],
      parent: parent && { id: parent.id, number: parent.number, organisationId: parent.organisationId },
    };
  },
  act: async (context, form) => {
    const { errors, content } = readDossier(form);
    if (errors.length > 0) return again(errors);
    const parent = await parentOf(context);
    const own = ownOrganisations(context);
    const organisationId =
      parent?.organisationId ?? own.find((one) => one === form.get('organisation')) ?? own[0] ?? '';
    const made = await context.call(draftDossier, {
      ...{ organisationId, kind: kinds.find((one) => one === form.get('kind')) ?? 'proposal', ...content },
      ...(parent ? { parentId: parent.id } : {}),
    });
    return redirect(`${home}/${made.id}`, { notice: 'dossier-drafted' });
  },
});
export type DossierFormProps = PropsOf<typeof newDossierPage> | PropsOf<typeof changeDossierPage>;

export const changeDossierPage = definePage({
  path: `${home}/:id/change`,
  duty: duties.owner,
  component: 'examination/FormPage',
  load: async (context) => {
    const { id } = context.params;
    if (!uuid.test(id)) throw new Elsewhere(home);
    const dossier = await context.call(getDossier, { id });
    if (!dossier.may.includes('change')) throw new Elsewhere(`${home}/${id}`);
    const { number, revision, title, purpose, touches, planned } = dossier;
    return {
      ...{ id, number, revision, choices: await choicesOf(context), organisations: [] },
      ...{ content: { title, purpose, touches, planned }, kinds: [], parent: undefined },
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const { errors, content } = readDossier(form);
    if (errors.length > 0) return again(errors);
    await call(changeDossier, { id, revision: Number(form.get('revision')) || 1, ...content });
    return redirect(`${home}/${id}`, { notice: 'dossier-changed' });
  },
});
