// SPDX-License-Identifier: Apache-2.0
/** The parts of the portal's design system: what each has beside its component, and what it says of its props. */
import ts from 'typescript';
import type { SourceText } from '../inventory.ts';

const script = (text: string) => /<script setup[^>]*>\n(.*?)<\/script>/s.exec(text)?.[1] ?? '';

/** Props that the component declares, each with whether a comment says what it is for. */
function propsOf({ path, text }: SourceText): { name: string; said: boolean }[] {
  const source = ts.createSourceFile(path, script(text), ts.ScriptTarget.Latest, true);
  const found: { name: string; said: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'defineProps') {
      const [type] = node.typeArguments ?? [];
      if (type && ts.isTypeLiteralNode(type))
        for (const member of type.members)
          found.push({ name: member.name?.getText() ?? '', said: ts.getJSDocCommentsAndTags(member).length > 0 });
      else found.push({ name: 'defineProps', said: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Below `folder`, `<Name>/<Name>.vue` and `<Name>/<Name>.examples.ts` belong together. */
export function partsWithoutExamples(sources: readonly SourceText[], folder: string): string[] {
  const own = sources.filter(({ path }) => path.startsWith(folder));
  const paths = new Set(own.map(({ path }) => path));
  return own
    .filter(({ path }) => path.endsWith('.vue'))
    .flatMap(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.vue'.length);
      const wanted = [`${folder}${name}/${name}.vue`, `${folder}${name}/${name}.examples.ts`];
      return wanted.filter((one) => !paths.has(one));
    });
}

/** Props below `folder` that no comment explains, or that stand where none can be read. */
export const unexplainedProps = (sources: readonly SourceText[], folder: string): string[] =>
  sources
    .filter(({ path }) => path.startsWith(folder) && path.endsWith('.vue'))
    .flatMap((source) => propsOf(source).flatMap(({ name, said }) => (said ? [] : [`${source.path}: ${name}`])));
