// SPDX-License-Identifier: Apache-2.0
/**
 * The compiler's own complaints, and one of ours: promises that nobody awaits, returns, catches or voids, whose errors would
 * be lost and whose order is unknown.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
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

/** Floating promises of a file, as `path:line: source`. */
function floatingIn(file: ts.SourceFile, checker: ts.TypeChecker, base: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isHandled(node.expression)) {
      if (isPromise(checker.getTypeAtLocation(node.expression))) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${relative(base, file.fileName)}:${line + 1}: ${node.getText().split('\n')[0]}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const isOwn = (file: ts.SourceFile) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/');

/** Floating promises of the project's own files. */
export const floatingPromises = (program: ts.Program, base: string): string[] =>
  program
    .getSourceFiles()
    .filter(isOwn)
    .flatMap((file) => floatingIn(file, program.getTypeChecker(), base));

const host: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (fault) => {
    throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  },
};

function configOf(path: string, options: ts.CompilerOptions = {}): ts.ParsedCommandLine {
  const config = ts.getParsedCommandLineOfConfigFile(path, options, host);
  if (!config) throw new Error(`${path} cannot be read`);
  return config;
}

/** The project as a tsconfig describes it. */
export function programOf(configPath: string): ts.Program {
  const { fileNames, options } = configOf(configPath);
  return ts.createProgram(fileNames, options);
}

/** Files that floating promises were found in when they were last looked at. */
type Found = Record<string, string[]>;

/** What was kept; undefined where nothing was, or a run was ended while it wrote. */
function lastFound(kept: string): Found | undefined {
  try {
    return JSON.parse(readFileSync(kept, 'utf8')) as Found;
  } catch {
    return undefined;
  }
}

/**
 * Complaints about the project: only files that changed since the last time, and those that depend on what changed in
 * them, are looked at again. What was found is kept in `cache`, beside the compiler's own memory.
 */
export function complaintsOf(configPath: string, base: string, cache: string): string[] {
  const { fileNames, options } = configOf(configPath, { incremental: true, tsBuildInfoFile: `${cache}.tsbuildinfo` });
  const kept = `${cache}.promises.json`;
  const before = ts.readBuilderProgram(options, ts.createCompilerHost(options));
  const last = before && lastFound(kept);
  const known = last ?? {};
  const builder = ts.createSemanticDiagnosticsBuilderProgram(
    fileNames,
    options,
    ts.createIncrementalCompilerHost(options),
    last ? before : undefined,
  );
  const program = builder.getProgram();
  const faults = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()];
  for (let next = builder.getSemanticDiagnosticsOfNextAffectedFile(); next; ) {
    const affected = 'fileName' in next.affected ? [next.affected] : program.getSourceFiles();
    for (const file of affected.filter(isOwn)) {
      const found = floatingIn(file, program.getTypeChecker(), base);
      if (found.length > 0) known[file.fileName] = found;
      else delete known[file.fileName];
    }
    next = builder.getSemanticDiagnosticsOfNextAffectedFile();
  }
  faults.push(...builder.getSemanticDiagnostics());
  const present = new Set(program.getSourceFiles().map(({ fileName }) => fileName));
  for (const name of Object.keys(known)) if (!present.has(name)) delete known[name];
  mkdirSync(dirname(cache), { recursive: true });
  writeFileSync(kept, JSON.stringify(known));
  builder.emit();
  const format = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => base,
    getNewLine: () => '\n',
  };
  return [
    ...(faults.length ? [ts.formatDiagnostics(faults, format)] : []),
    ...Object.values(known)
      .flat()
      .map((line) => `${line}  (await it, return it, catch it, or say void)`),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const complaints = complaintsOf(`${root}tsconfig.json`, root, `${root}node_modules/.cache/stoa/types`);
  for (const line of complaints) console.log(line);
  process.exit(complaints.length ? 1 : 0);
}
