// SPDX-License-Identifier: Apache-2.0
/** Builds a service package from the files of its folder. What cannot be read is a problem, never an exception. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { hiddenCharacter } from '@stoa/kernel/text';
import { ProcessFault, readDrawing, readModel, readProcess } from '@stoa/process';
import { parse } from 'yaml';
import { fieldsOf, type FormFile, registersOf, type DataSchema } from './form-reader.ts';
import { type PackageFiles, versionOf } from './package-files.ts';
import { ServicePackage } from './package-model.ts';

export interface PackageProblem {
  readonly file: string;
  /** What is wrong and what to do, in one sentence. */
  readonly message: string;
}

interface TextsFile {
  nodes?: Record<string, unknown>;
  outcomes?: Record<string, unknown>;
  rules?: Record<string, unknown>;
  laws?: Record<string, unknown>;
  terms?: Record<string, unknown>;
}
interface OutputEntry {
  template?: string;
  [key: string]: unknown;
}

const fitsShape = new Ajv2020({ allErrors: true, strict: false })
  .addFormat('visible-text', (text: string) => hiddenCharacter(text) === undefined)
  .compile(ServicePackage);

/** Reads one file and parses it; a problem is noted and `fallback` stands in. */
type Read = <T>(file: string, parser: (text: string, bytes: Uint8Array) => T, fallback: T) => T;

function reader(files: PackageFiles, problems: PackageProblem[]): Read {
  return (file, parser, fallback) => {
    const content = files.get(file);
    if (!content) {
      problems.push({ file, message: 'the file is missing' });
      return fallback;
    }
    try {
      return parser(content.toString('utf8'), content) ?? fallback;
    } catch (error) {
      problems.push({ file, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` });
      return fallback;
    }
  };
}

/** The package, or why there is none. */
export async function readPackage(files: PackageFiles): Promise<{ pkg?: ServicePackage; problems: PackageProblem[] }> {
  const problems: PackageProblem[] = [];
  const read = reader(files, problems);
  const drawn = read<Uint8Array | string>('process.bpmn', (_, bytes) => bytes, '');
  const noted = (file: string) => (error: Error) => {
    const messages = error instanceof ProcessFault ? error.problems : [error.message];
    problems.push(...messages.map((message) => ({ file, message })));
    return undefined;
  };
  const beside = [...files].filter(([path]) => /^[^/]+\.bpmn$/.test(path) && path !== 'process.bpmn');
  const readable = await Promise.all(beside.map(([file, bytes]) => readModel(bytes).catch(noted(file))));
  const called = beside.flatMap(([, bytes], place) => (readable[place] ? [bytes] : []));
  const process = await readProcess(drawn, { called }).catch(noted('process.bpmn'));
  const parts = partsOf(read);
  if (problems.length > 0) return { problems };
  const drawing = await readDrawing(drawn);
  const candidate = { version: versionOf(files), process, drawing, decisions: decisionsOf(files), ...parts };
  if (fitsShape(candidate)) return { pkg: candidate as unknown as ServicePackage, problems };
  const wrong = fitsShape.errors ?? [];
  return { problems: wrong.map(({ instancePath, ...error }) => shapeProblem(instancePath, whyNot(error))) };
}

function partsOf(read: Read): Record<string, unknown> {
  const yaml = <T>(file: string, fallback: T) => read(file, (text) => parse(text) as T, fallback);
  const facts = yaml<{ id?: string }>('service.yaml', {});
  const schema = read('data.schema.json', (text) => JSON.parse(text) as DataSchema, {});
  const form = yaml<FormFile>('pages.yaml', {});
  const texts = yaml<TextsFile>('texts.yaml', {});
  const outputs = Object.entries(yaml<Record<string, OutputEntry>>('outputs.yaml', {}));
  const templated = outputs.map(([code, { template = '', ...rest }]) => [
    code,
    { ...rest, template: read(template, (text) => text, '') },
  ]);
  return {
    serviceId: facts.id,
    facts,
    registers: registersOf(schema, form),
    fields: fieldsOf(schema, form),
    schema,
    pages: form.pages ?? [],
    eligibility: form.eligibility ?? [],
    nodeTitles: texts.nodes ?? {},
    outcomes: texts.outcomes ?? {},
    ruleTexts: texts.rules ?? {},
    laws: texts.laws ?? {},
    terms: texts.terms ?? {},
    outputs: Object.fromEntries(templated),
    notifications: yaml('notifications.yaml', {}),
  };
}

const decisionsOf = (files: PackageFiles): Record<string, string> =>
  Object.fromEntries(
    [...files]
      .filter(([path]) => /^[a-z-]+\.dmn$/.test(path))
      .map(([path, content]) => [path.replace('.dmn', ''), content.toString('utf8')]),
  );

const fileOfPart: Readonly<Record<string, string>> = {
  facts: 'service.yaml',
  serviceId: 'service.yaml',
  registers: 'data.schema.json',
  fields: 'data.schema.json or pages.yaml',
  pages: 'pages.yaml',
  eligibility: 'pages.yaml',
  process: 'process.bpmn',
  nodeTitles: 'texts.yaml',
  outcomes: 'texts.yaml',
  ruleTexts: 'texts.yaml',
  laws: 'texts.yaml',
  terms: 'texts.yaml',
  outputs: 'outputs.yaml',
  notifications: 'notifications.yaml',
};

/** The first text with a comma that an author forgets to quote is met here. */
const whyNot = ({ keyword, message = keyword, params }: Pick<ErrorObject, 'keyword' | 'message' | 'params'>): string =>
  keyword === 'additionalProperties'
    ? `has "${String(params.additionalProperty)}", which does not belong there: take it away, and put texts with a comma in quotes`
    : message;

function shapeProblem(path: string, message: string): PackageProblem {
  const [, part = '', ...rest] = path.split('/');
  return { file: fileOfPart[part] ?? part, message: `/${rest.join('/')} ${message}` };
}
