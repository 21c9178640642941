// SPDX-License-Identifier: Apache-2.0
/**
 * The compiler's own complaints, and one of ours: promises that nobody awaits, returns, catches or voids, whose errors would
 * be lost and whose order is unknown.
 */
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

/** A promise proper; other thenables, such as Fastify's reply, are not meant to be awaited where they are configured. */
const isPromise = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isPromise) : ['Promise', 'PromiseLike'].includes(type.getSymbol()?.name ?? '');

/** `promise.catch(…)` and `promise.then(ok, failed)` take care of what may go wrong. */
const isHandled = (call: ts.Expression): boolean =>
  ts.isCallExpression(call) &&
  ts.isPropertyAccessExpression(call.expression) &&
  (call.expression.name.text === 'catch' ||
    (call.expression.name.text === 'then' && call.arguments.length > 1) ||
    (call.expression.name.text === 'finally' && isHandled(call.expression.expression)));

/** Floating promises of the project's own files, as `path:line: source`. */
export function floatingPromises(program: ts.Program, base: string): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const visit = (node: ts.Node, file: ts.SourceFile): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isHandled(node.expression)) {
      if (isPromise(checker.getTypeAtLocation(node.expression))) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${relative(base, file.fileName)}:${line + 1}: ${node.getText().split('\n')[0]}`);
      }
    }
    ts.forEachChild(node, (child) => visit(child, file));
  };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !file.fileName.includes('/node_modules/')) visit(file, file);
  }
  return found;
}

/** The project as a tsconfig describes it. */
export function programOf(configPath: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (fault) => {
        throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
      },
    },
  );
  if (!config) throw new Error(`${configPath} cannot be read`);
  return ts.createProgram(config.fileNames, config.options);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const program = programOf(`${root}tsconfig.json`);
  const faults = ts.getPreEmitDiagnostics(program);
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  };
  if (faults.length) console.log(ts.formatDiagnostics(faults, host));
  const found = floatingPromises(program, root);
  for (const line of found) console.log(`${line}  (await it, return it, catch it, or say void)`);
  process.exit(faults.length + found.length ? 1 : 0);
}
