// SPDX-License-Identifier: Apache-2.0
/** Many applications from one file: checked line by line, confirmed, made, and what became of each. */
import type { LocalText } from '@stoa/kernel/contract';
import {
  type Batch,
  batchLimits,
  checkBatch,
  dropBatch,
  failedPath,
  getBatch,
  type LineState,
  listBatches,
  listBatchServices,
  startBatch,
  stopBatch,
  templatePath,
} from '@stoa/portfolio/contract';
import { again, definePage, type FieldError, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';

const showBatch = ({ title, ...batch }: Batch, text: (text: LocalText) => string) => ({ ...batch, title: text(title) });

export const batchesPage = definePage({
  path: '/cabinet/batches',
  signIn: true,
  component: 'portfolio/BatchesPage',
  load: async ({ call, query, text, language }) => {
    const services = await call(listBatchServices, {});
    const { items, nextCursor } = await call(listBatches, {
      limit: 20,
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      services: services.items.map(({ id, title }) => ({
        ...{ value: id, text: text(title), template: `${templatePath(id)}?language=${language}` },
      })),
      none: services.none.map(({ id, title, why }) => ({ id, title: text(title), why })),
      batches: items.map((one) => showBatch(one, text)),
      nextCursor,
    };
  },
  act: async ({ call, language }, form) => {
    const serviceId = /^[a-z][a-z0-9-]{0,63}$/.exec(form.get('service'))?.[0];
    const { file } = form.files;
    const errors: FieldError[] = [
      ...(serviceId ? [] : [{ field: 'service', code: 'portfolio.service-missing' }]),
      ...(file ? [] : [{ field: 'file', code: 'portfolio.file-missing' }]),
      ...(file && file.body.length > batchLimits.bytes ? [{ field: 'file', code: 'portfolio.file-large' }] : []),
    ];
    if (!serviceId || !file || errors.length > 0) return again(errors);
    const checked = await call(checkBatch, {
      ...{ serviceId, language, fileName: file.fileName.slice(-200) || 'file.csv' },
      content: file.body.toString('base64'),
    });
    return redirect(`/cabinet/batches/${checked.id}`);
  },
});
export type BatchesProps = PropsOf<typeof batchesPage>;

const states: readonly LineState[] = ['wrong', 'waiting', 'draft', 'incomplete', 'sent', 'failed'];

export const batchPage = definePage({
  path: '/cabinet/batches/:id',
  signIn: true,
  component: 'portfolio/BatchPage',
  load: async ({ call, params, query, text, language }) => {
    const state = states.find((one) => one === query.state);
    const after = /^\d{1,4}$/.test(query.after ?? '') ? Number(query.after) : 0;
    const found = await call(getBatch, { id: params.id, after, ...(state ? { state } : {}) });
    const lines = found.lines.map(({ faults, ...line }) => ({
      ...{ ...line, id: String(line.number) },
      faults: faults.map(({ label, message }) => `${label ? `${text(label)}: ` : ''}${text(message)}`),
    }));
    return {
      ...{ batch: showBatch(found.batch, text), lines, next: found.next, state: state ?? '' },
      failed: `${failedPath(params.id)}?language=${language}`,
    };
  },
  act: async ({ call, params }, form) => {
    const { id } = params;
    const here = `/cabinet/batches/${id}`;
    const act = form.get('_do');
    if (act === 'stop') {
      await call(stopBatch, { id });
      return redirect(here, { notice: 'batch-stopped' });
    }
    if (act === 'drop') {
      await call(dropBatch, { id });
      return redirect('/cabinet/batches', { notice: 'batch-dropped' });
    }
    if (act !== 'start') throw pageUnknown();
    const how = form.get('how');
    if (how !== 'send' && how !== 'draft') return again([{ field: 'how', code: 'portfolio.how-missing' }]);
    const send = how === 'send';
    const declaration = form.get('declaration') === 'yes';
    if (send && !declaration) return again([{ field: 'declaration', code: 'portfolio.declaration-missing' }]);
    await call(startBatch, { id, send, ...(send ? { declaration } : {}) });
    return redirect(here, { notice: 'batch-started' });
  },
});
export type BatchProps = PropsOf<typeof batchPage>;
