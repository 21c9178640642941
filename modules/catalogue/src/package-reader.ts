// SPDX-License-Identifier: Apache-2.0
/** Builds a service package from the files of its folder. What cannot be read is a problem, never an exception. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { fieldsOf, type FormFile, registersOf, type DataSchema } from './form-reader.ts';
import { type PackageFiles, versionOf } from './package-files.ts';
import { ServicePackage } from './package-model.ts';
import { readProcess } from './process-parser.ts';

export interface PackageProblem {
  readonly file: string;
  /** What is wrong and what to do, in one sentence. */
  readonly message: string;
}

interface TextsFile {
  nodes?: Record<string, unknown>;
  outcomes?: Record<string, unknown>;
  rules?: Record<string, unknown>;
}
interface OutputEntry {
  template?: string;
  [key: string]: unknown;
}

const fitsShape = new Ajv2020({ allErrors: true, strict: false }).compile(ServicePackage);

/** The package, or why there is none. */
export async function readPackage(files: PackageFiles): Promise<{ pkg?: ServicePackage; problems: PackageProblem[] }> {
  const problems: PackageProblem[] = [];
  const read = <T>(file: string, parser: (text: string) => T, fallback: T): T => {
    const content = files.get(file);
    if (!content) {
      problems.push({ file, message: 'the file is missing' });
      return fallback;
    }
    try {
      return parser(content.toString('utf8')) ?? fallback;
    } catch (error) {
      problems.push({ file, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` });
      return fallback;
    }
  };
  const yaml = <T>(file: string, fallback: T) => read(file, (text) => parse(text) as T, fallback);
  const facts = yaml<{ id?: string }>('service.yaml', {});
  const schema = read('data.schema.json', (text) => JSON.parse(text) as DataSchema, {});
  const form = yaml<FormFile>('pages.yaml', {});
  const texts = yaml<TextsFile>('texts.yaml', {});
  const outputs = yaml<Record<string, OutputEntry>>('outputs.yaml', {});
  const candidate = {
    serviceId: facts.id,
    version: versionOf(files),
    facts,
    registers: registersOf(schema, form),
    fields: fieldsOf(schema, form),
    schema,
    pages: form.pages ?? [],
    eligibility: form.eligibility ?? [],
    process: await readProcess(read('process.bpmn', (text) => text, '')).catch((error: Error) => {
      problems.push({ file: 'process.bpmn', message: error.message });
      return { id: 'process', nodes: [], edges: [] };
    }),
    nodeTitles: texts.nodes ?? {},
    outcomes: texts.outcomes ?? {},
    ruleTexts: texts.rules ?? {},
    decisions: decisionsOf(files),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([code, { template = '', ...rest }]) => [
        code,
        { ...rest, template: read(template, (text) => text, '') },
      ]),
    ),
    notifications: yaml('notifications.yaml', {}),
  };
  if (problems.length > 0) return { problems };
  if (!fitsShape(candidate)) {
    return {
      problems: (fitsShape.errors ?? []).map((error) =>
        shapeProblem(error.instancePath, error.message ?? error.keyword),
      ),
    };
  }
  return { pkg: candidate as unknown as ServicePackage, problems };
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
  outputs: 'outputs.yaml',
  notifications: 'notifications.yaml',
};

function shapeProblem(path: string, message: string): PackageProblem {
  const [, part = '', ...rest] = path.split('/');
  return { file: fileOfPart[part] ?? part, message: `/${rest.join('/')} ${message}` };
}
