// SPDX-License-Identifier: Apache-2.0
/**
 * `node checks/src/house-rules.ts`: the rules of the house that can be told from the sources, each with what to do about
 * a breach. `checks/test/rules.test.ts` shows that each of them can fail.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { actedFor, dataAccessed } from '@stoa/kernel/contract';
import { readModules, root, textsBelow } from './inventory.ts';
import * as anatomy from './rules/anatomy.ts';
import * as components from './rules/components.ts';
import * as coverage from './rules/coverage.ts';
import * as events from './rules/events.ts';
import * as messages from './rules/messages.ts';
import * as onePlace from './rules/one-place.ts';
import { startedTogether } from './rules/promises.ts';
import * as refusals from './rules/refusals.ts';
import { protocolRefusals, publicRoutes } from './rules/reviewed.ts';
import * as routes from './rules/routes.ts';
import * as sql from './rules/sql.ts';
import { textsOf } from './texts/list.ts';
import * as texts from './texts/rules.ts';
import { workspaceFolders } from './workspaces.ts';

interface Rule {
  readonly says: string;
  /** What to do about a breach. */
  readonly mend: string;
  readonly breaches: readonly string[];
}

async function houseRules(): Promise<Rule[]> {
  const modules = await readModules();
  const names = modules.map(({ definition }) => definition.name);
  const folders = workspaceFolders(root);
  const tests = folders.flatMap((folder) => textsBelow(join(root, folder, 'test'), ['.ts']));
  const product = ['kernel', 'engine', 'modules', 'apps'].flatMap((folder) =>
    textsBelow(join(root, folder), ['.ts', '.vue']).filter(({ path }) => /\/src\//.test(path)),
  );
  const portal = product.filter(({ path }) => path.startsWith('apps/portal/src/'));
  const parts = 'apps/portal/src/design/components/';
  const said = messages.messagesFrom(textsBelow(join(root, 'apps/portal/src/messages'), ['.json']));
  const shown = textsOf();
  const glossary = texts.readGlossary(readFileSync(join(root, 'docs/glossary.yaml'), 'utf8'));
  const { moduleNames } = (await import(pathToFileURL(join(root, 'apps/server/src/modules.ts')).href)) as {
    moduleNames: readonly string[];
  };
  return [
    {
      says: 'Every route declares schema, permission and audit action, and is public only where that was reviewed.',
      mend: 'Complete the operation in contract.ts; a public one needs its reason in checks/src/rules/reviewed.ts.',
      breaches: routes.undeclaredRoutes(modules, publicRoutes),
    },
    {
      says: 'What was reviewed as public is still there.',
      mend: 'Take the line out of publicRoutes in checks/src/rules/reviewed.ts.',
      breaches: routes.staleReviews(modules, publicRoutes),
    },
    {
      says: 'A test starts no call before it waits for it: what is refused meanwhile ends the run.',
      mend: 'Put functions into the list, and call each where it is waited for.',
      breaches: startedTogether(tests),
    },
    {
      says: 'Every audited route says what its entry is about.',
      mend: 'Give the operation `about: { type, id, facts }`, or call audit() in its use case.',
      breaches: routes.auditsOfNothing(modules),
    },
    {
      says: 'Every promised operation is served, and every served one promised.',
      mend: 'Add handle(contract.operation, useCase) to routes.ts, or export the operation from contract.ts.',
      breaches: routes.unservedOperations(modules),
    },
    {
      says: 'Every permission is granted to somebody.',
      mend: 'Name it in policies.cedar of the module: permit (principal, action == Action::"…", resource) when { … }.',
      breaches: routes.permissionsWithoutPolicy(modules),
    },
    {
      says: 'No policy speaks of a permission that nobody asks for.',
      mend: 'Take it out of policies.cedar, or ask for it in an operation.',
      breaches: routes.policiesWithoutPermission(modules),
    },
    {
      says: 'Every event has a consumer or is declared public.',
      mend: 'Handle it with on(event, …) in handlers.ts of who needs it, or declare it with { public: true }.',
      breaches: events.eventsWithoutConsumer(modules),
    },
    {
      says: 'Every event that is handled is declared by a contract.',
      mend: 'Export it with event(…) from the contract of the module that emits it.',
      breaches: events.undeclaredEvents(modules, [dataAccessed.type, actedFor.type]),
    },
    {
      says: 'Events are named module.past-tense.vN.',
      mend: "Name it like 'payments.invoice-paid.v1'.",
      breaches: events.misnamedEvents(modules),
    },
    {
      says: 'Every refusal code is declared by an operation or reviewed as one of a protocol endpoint.',
      mend: 'List it in `refusals` of the operation, or in protocolRefusals of checks/src/rules/reviewed.ts.',
      breaches: refusals.undeclaredRefusals(modules, protocolRefusals),
    },
    {
      says: 'Every refusal code is named by a test.',
      mend: 'Write the test in which a user meets it: expect(…).rejects.toMatchObject({ code }).',
      breaches: refusals.untestedRefusals(modules, tests),
    },
    {
      says: 'Every declared refusal code is given by some use case.',
      mend: 'Take it out of `refusals`, or refuse with it.',
      breaches: refusals.refusalsNeverGiven(modules),
    },
    {
      says: 'Every module has README, contract, report, policies, migration and tests.',
      mend: 'Add the part; `npm run new-module` shows what each holds, `npm run generate` writes contract.report.md.',
      breaches: anatomy.missingParts(root),
    },
    {
      says: 'Migrations are numbered without gap.',
      mend: 'Rename it to the next number: 0002_what-it-does.sql.',
      breaches: sql.misnumberedMigrations(modules),
    },
    {
      says: 'No module names a table of another.',
      mend: 'Call an operation of that module, or keep what its events tell.',
      breaches: sql.foreignSchemas(modules, names),
    },
    {
      says: 'Every module is part of what the server composes.',
      mend: 'List it in apps/server/src/modules.ts.',
      breaches: names.filter((name) => !moduleNames.includes(name)),
    },
    {
      says: 'Every workspace names the workspaces it imports.',
      mend: 'Add it with version "0.1.0" to dependencies (or devDependencies, for tests) and run `npm run lock`.',
      breaches: anatomy.undeclaredWorkspaces(root, folders),
    },
    {
      says: 'Dependencies have exact versions, the same everywhere.',
      mend: 'Write the version without ^ or ~, as the other workspaces have it, and run `npm run lock`.',
      breaches: anatomy.looseVersions(root, folders),
    },
    {
      says: 'Limits of tests can be stretched by STOA_TEST_PATIENCE.',
      mend: 'Leave the limit out, or write patient(60_000) (@stoa/kernel/patience).',
      breaches: anatomy.bareLimits(root, folders),
    },
    {
      says: 'No merge is left undecided.',
      mend: 'Keep what is right of both sides, and take the marks away.',
      breaches: anatomy.leftOfMerges(
        textsBelow(root, ['.ts', '.vue', '.md', '.css', '.sql', '.yaml', '.json', '.cedar']),
      ),
    },
    {
      says: 'Every source file carries the licence.',
      mend: 'Begin it with // SPDX-License-Identifier: Apache-2.0',
      breaches: anatomy.filesWithoutLicence(root, folders),
    },
    {
      says: 'Lists are paged by the kernel.',
      mend: 'Use pageOfRows (kernel/src/paging.ts).',
      breaches: onePlace.ownPaging(product),
    },
    {
      says: 'SQL that writes stands in the store of its subject.',
      mend: 'Move the statement into store.ts of its folder, as a function that says what it does.',
      breaches: onePlace.writesBesideStores(product),
    },
    {
      says: 'SQL that reads stands in the store.ts or queries.ts of its subject.',
      mend: 'Move the statement there and give it a name (docs/decisions/0003-sql-by-hand.md).',
      breaches: onePlace.strayStatements(product),
    },
    {
      says: 'Nothing of a country stands in product code.',
      mend: 'Read it from module.country (kernel/src/country.ts), or add it to CountryPack there.',
      breaches: onePlace.countryInCode(product),
    },
    {
      says: 'Every text of the portal stands in every language.',
      mend: 'Add the key to the five files apps/portal/src/messages/<area>.<language>.json.',
      breaches: messages.unequalKeys(said),
    },
    {
      says: 'Texts are not empty, and have the places of the English text.',
      mend: 'Write {name} as in English.',
      breaches: messages.wrongPlaces(said),
    },
    {
      says: 'A text that counts has every plural category of its language.',
      mend: 'Add the category (zero, one, two, few, many, other) to the text.',
      breaches: messages.missingPlurals(said),
    },
    {
      says: 'Every key that a page names has a text.',
      mend: 'Add it to apps/portal/src/messages, in five languages.',
      breaches: messages.unknownKeys(said, portal),
    },
    {
      says: 'Every part of the design system has a folder with examples.',
      mend: 'Write <Name>/<Name>.examples.ts as the others have it: /style shows them, the browser tests look at them.',
      breaches: components.partsWithoutExamples(portal, parts),
    },
    {
      says: 'Every prop of a part of the design system says what it is for.',
      mend: 'Give it a /** comment */ where defineProps declares it.',
      breaches: components.unexplainedProps(portal, parts),
    },
    {
      says: "What is done to a person's data is said in words.",
      mend: 'Add `access.<action>` to apps/portal/src/messages/cabinet.<language>.json.',
      breaches: messages.unsaidAccess(
        said,
        modules.flatMap(({ sources }) => sources),
      ),
    },
    {
      says: 'What coverage names is there.',
      mend: 'Name the file that shows it now, from the root of the repository, or say in docs/coverage that it is a gap.',
      breaches: coverage.missingEvidence(textsBelow(join(root, 'docs/coverage'), ['.md']), (path) =>
        existsSync(join(root, path)),
      ),
    },
    {
      says: 'Every text anywhere exists in every language.',
      mend: 'Add the language to the text where it stands.',
      breaches: texts.missingLanguages(shown),
    },
    {
      says: 'Every text is translated.',
      mend: 'Translate it, or list it under `same` in docs/glossary.yaml with the reason.',
      breaches: texts.leftInEnglish(shown, glossary),
    },
    {
      says: 'Each concept has one word.',
      mend: 'Use the word of docs/glossary.yaml, or list the text under `except` there with the reason.',
      breaches: texts.strayWords(shown, glossary),
    },
  ];
}

/** What is broken, by whom, and how it is mended; empty where everything holds. */
export const reportOf = (rules: readonly Rule[]): string =>
  rules
    .filter(({ breaches }) => breaches.length > 0)
    .map(({ says, mend, breaches }) => `${says}\n${breaches.map((one) => `  ${one}`).join('\n')}\n  → ${mend}\n`)
    .join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const report = reportOf(await houseRules());
  console.log(report);
  process.exit(report ? 1 : 0);
}
