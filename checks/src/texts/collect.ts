// SPDX-License-Identifier: Apache-2.0
/** Every text a person sees, found where it is written: the portal's messages, literals in sources, data in YAML. */
import { type Language, languages } from '@stoa/kernel/contract';
import ts from 'typescript';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { SourceText } from '../inventory.ts';

export interface Text {
  /** Path from the root and what leads to the text in it. */
  readonly where: string;
  /** Forms of a counted message are parted by ` | `. */
  readonly in: Readonly<Partial<Record<Language, string>>>;
}

/** The folders in which people's texts are written, and what of them holds none that the platform shows. */
export const textFolders = ['kernel', 'modules', 'services', 'apps', 'demo', 'countries'];
const holdsTexts = (path: string) =>
  textFolders.some((folder) => path.startsWith(`${folder}/`)) &&
  !/(^|\/)(test|node_modules|dist|scenarios)\//.test(path) &&
  /\.(ts|yaml|json)$/.test(path);

const message = /^apps\/portal\/src\/messages\/([\w-]+)\.(\w\w)\.json$/;

function messages(files: readonly SourceText[]): Text[] {
  const found = new Map<string, Partial<Record<Language, string>>>();
  for (const { path, text } of files) {
    const [, area, language] = message.exec(path) ?? [];
    if (!area) continue;
    for (const [key, value] of Object.entries(JSON.parse(text) as Record<string, string | Record<string, string>>)) {
      const where = `apps/portal/src/messages/${area}: ${key}`;
      const forms = typeof value === 'string' ? value : Object.values(value).join(' | ');
      found.set(where, { ...found.get(where), [language as Language]: forms });
    }
  }
  return [...found].map(([where, texts]) => ({ where, in: texts }));
}

function inYaml({ path, text }: SourceText): Text[] {
  const found: Text[] = [];
  const visit = (node: unknown, at: string): void => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${at}.${index}`);
    if (!isMap(node)) return;
    const isText = node.items.length > 1 && node.items.every(({ key }) => languages.includes(String(key) as Language));
    if (isText) {
      const words = node.items.flatMap(({ key, value }) =>
        isScalar(value) ? [[String(key), String(value.value)]] : [],
      );
      found.push({ where: `${path}: ${at.slice(1)}`, in: Object.fromEntries(words) });
    } else for (const { key, value } of node.items) visit(value, `${at}.${String(key)}`);
  };
  visit(parseDocument(text).contents, '');
  return found;
}

/** What an expression says, with what it puts in as `{expression}`; undefined when it is not words. */
function words(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return (
      node.head.text +
      node.templateSpans.map(({ expression, literal }) => `{${expression.getText()}}${literal.text}`).join('')
    );
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return words(node.body);
  return undefined;
}

type Words = readonly (readonly [string, ts.Expression])[];
const properties = (node: ts.ObjectLiteralExpression): Words =>
  node.properties.flatMap((each) =>
    ts.isPropertyAssignment(each) && (ts.isIdentifier(each.name) || ts.isStringLiteral(each.name))
      ? [[each.name.text, each.initializer] as const]
      : [],
  );

const isLocal = (all: Words) => all.length > 1 && all.every(([name]) => languages.includes(name as Language));
const cyrillic = /\p{Script=Cyrillic}/u;
const arabic = /\p{Script=Arabic}/u;

function inSource({ path, text }: SourceText): Text[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const at = (node: ts.Node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const add = (node: ts.Node, all: Words, below = '') => {
    const said = all.map(([language, value]) => [language, words(value)] as const);
    const isText = all.length === languages.length || said.some(([, value]) => cyrillic.test(value ?? ''));
    if (isText && said.every(([, value]) => value !== undefined))
      found.push({ where: at(node) + below, in: Object.fromEntries(said) });
  };
  /** One object of texts for each language: the texts of a name belong together. */
  const zip = (node: ts.Node, all: Words) => {
    const tables = all.flatMap(([language, value]) =>
      ts.isObjectLiteralExpression(value)
        ? properties(value).map(([key, each]) => [key, [language, each]] as const)
        : [],
    );
    for (const key of new Set(tables.map(([name]) => name)))
      add(
        node,
        tables.filter(([name]) => name === key).map(([, pair]) => pair),
        ` ${key}`,
      );
  };
  /** Five texts beside each other in the order of the languages, as an argument list or a row of a table. */
  const row = (node: ts.Node, items: readonly ts.Expression[]) => {
    const said = items.map(words);
    const last = said.findIndex((value) => arabic.test(value ?? ''));
    if (last >= 4 && said.slice(last - 3, last).every((value) => cyrillic.test(value ?? '')) && said[last - 4])
      add(
        node,
        items.slice(last - 4, last + 1).map((item, index) => [languages[index] ?? 'en', item] as const),
      );
  };
  /** The same five in one string, parted by bars. */
  const line = (node: ts.StringLiteralLike) => {
    const said = node.text.split(' | ');
    if (said.length === languages.length && arabic.test(said[4] ?? ''))
      found.push({
        where: at(node),
        in: Object.fromEntries(languages.map((language, index) => [language, said[index]])),
      });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) line(node);
    if (ts.isObjectLiteralExpression(node) && isLocal(properties(node))) {
      add(node, properties(node));
      zip(node, properties(node));
    }
    if (ts.isCallExpression(node)) row(node, node.arguments);
    if (ts.isArrayLiteralExpression(node)) row(node, node.elements);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function textsIn(files: readonly SourceText[]): Text[] {
  const seen = files.filter(({ path }) => holdsTexts(path));
  return [
    ...messages(seen),
    // JSON is YAML too.
    ...seen.filter(({ path }) => /\.(yaml|json)$/.test(path) && !message.test(path)).flatMap(inYaml),
    ...seen.filter(({ path }) => path.endsWith('.ts')).flatMap(inSource),
  ];
}
