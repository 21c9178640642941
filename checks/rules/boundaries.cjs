// SPDX-License-Identifier: Apache-2.0
/**
 * Who may import whom. Patterns capture the module's name, so a new module is covered without being listed.
 * `checks/rules/violations` holds an import that breaks each rule; `checks/test/boundaries.test.ts` proves that it fails.
 */
const module_ = '^modules/([^/]+)/';
/** Modules whose files stand in folders by subject, each with a door; one that groups its files joins with `|name`. */
const withDoors = 'cases|exchange';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'modules-meet-at-contracts',
      comment: 'A module reaches another one by its contract.ts only: call an operation or subscribe to an event.',
      severity: 'error',
      from: { path: `${module_}(?!test/)` },
      to: { path: module_, pathNot: ['^modules/$1/', '^modules/[^/]+/src/contract\\.ts$'] },
    },
    {
      name: 'module-tests-meet-at-contracts',
      comment: "A module's tests may start another module by its index, never reach inside it.",
      severity: 'error',
      from: { path: `${module_}test/` },
      to: { path: module_, pathNot: ['^modules/$1/', '^modules/[^/]+/src/(contract|index)\\.ts$'] },
    },
    {
      name: 'contracts-load-in-a-browser',
      comment: 'What contract.ts and a verifier reach imports nothing of Node and no kernel machinery.',
      severity: 'error',
      from: { path: ['^modules/[^/]+/src/(contract|verifier/index)\\.ts$', '^kernel/src/asic/'] },
      to: { path: ['^kernel/(?!src/(asic/[a-z]+|contract|words|acting-for|health|practice|text/(index|characters|csv|typed|date|email|choices|list-search|sought))\\.ts$)', '^node:', '^(crypto|fs|fs/promises|http|https|net|path|tls)$'], reachable: true },
    },
    {
      name: 'kernel-knows-no-module',
      comment: 'The kernel stands below everything: no module, no app, no country (and outside its tests no demo).',
      severity: 'error',
      from: { path: '^kernel/' },
      to: { path: '^(modules|apps|countries|services|bench|checks)/' },
    },
    {
      name: 'engine-under-processes',
      comment: 'Of the kernel only kernel/src/processes plays processes (decision 23).',
      severity: 'error',
      from: { path: '^kernel/', pathNot: '^kernel/(src|test)/processes/' },
      to: { path: '^engine/' },
    },
    {
      name: 'engine-knows-nobody',
      comment: 'The engine is a pure library: models in, plans and values out. No kernel, module, app or country.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(kernel|modules|apps|countries|services|demo|bench|checks)/' },
    },
    {
      name: 'kernel-by-its-exports',
      comment: 'Outside the kernel import what its package exports open.',
      severity: 'error',
      from: { pathNot: '^kernel/' },
      to: {
        path: '^kernel/',
        pathNot: '^kernel/(src/(index|contract|hashing|scratch|totp|validate)|src/(asic|files|keys|ledger|processes|statistics|text|typeset)/index|testing/(index|patience|postgres))\\.ts$',
      },
    },
    {
      name: 'only-the-server-composes',
      comment: 'apps/server alone imports what modules declare (index.ts); checks and benchmarks look at the whole.',
      severity: 'error',
      from: { pathNot: ['^modules/', '^apps/server/', '^(checks|bench)/', '^apps/[^/]+/test/', '^demo/test/'] },
      to: { path: '^modules/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'no-deep-import',
      comment:
        'From outside, a module is its contract (for composing, its index; for whoever checks its evidence, its verifier; for a message centre, the protocol of SMS; for tests, the worlds of its tests); the wire of exchange is for connectors.',
      severity: 'error',
      // A benchmark measures a part from inside.
      from: { pathNot: ['^modules/', '^apps/connector/', '^bench/'] },
      to: { path: '^modules/', pathNot: '^modules/[^/]+/(src/(contract|index|verifier/index|smpp/index)|test/[^/]+)\\.ts$' },
    },
    {
      name: 'connector-speaks-the-wire',
      comment: 'The connector stands outside the platform: it knows the wire format, not what the hub is made of.',
      severity: 'error',
      from: { path: '^apps/connector/src/' },
      to: { path: '^modules/', pathNot: '^modules/exchange/src/(contract\\.ts$|wire/index\\.ts$)' },
    },
    {
      name: 'portal-knows-contracts',
      comment: 'The portal calls operations as whoever looks at the page; evidence it checks in the browser.',
      severity: 'error',
      from: { path: '^apps/portal/src/' },
      to: { path: '^(modules/[^/]+/(?!src/(contract|verifier/index)\\.ts$)|apps/(?!portal/)|demo/|countries/)' },
    },
    {
      name: 'routes-never-write',
      comment: 'A route names a use case; SQL (store.ts, queries.ts) is reached through one.',
      severity: 'error',
      from: { path: '^modules/[^/]+/src/.*routes\\.ts$' },
      to: { path: '^modules/[^/]+/src/.*(store|queries)\\.ts$' },
    },
    {
      name: 'country-by-the-loader',
      comment:
        'What is particular to the country comes from `module.country` (kernel/src/country.ts loads the pack that STOA_COUNTRY names); only the demo and tests import a pack.',
      severity: 'error',
      from: { pathNot: ['^(countries|demo|bench)/', '^apps/server/src/demo/', '^checks/src/chaos/', '/test/'] },
      to: { path: '^countries/' },
    },
    {
      name: 'folders-have-one-door',
      comment:
        "Within a module a folder is reached by its index.ts alone: import from there, and let it export what is missing. contract.ts is the door of contract/. Since each door opens the whole folder, 'no-cycle' holds between folders too.",
      severity: 'error',
      from: {
        path: [`^modules/(${withDoors})/src/([^/]+)/`, `^modules/(${withDoors})/src/[^/]+$`],
        pathNot: '^modules/[^/]+/src/contract\\.ts$',
      },
      to: { path: '^modules/$1/src/[^/]+/', pathNot: ['^modules/$1/src/$2/', '^modules/$1/src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'demo-stands-outside',
      comment: "Departments' own programs know the platform only by its public interfaces; product code never imports them.",
      severity: 'error',
      from: { path: '^(kernel|modules/[^/]+|apps/(portal|connector))/src/' },
      to: { path: '^(demo|bench|checks)/' },
    },
    {
      name: 'sources-import-no-tests',
      severity: 'error',
      from: { path: '^(kernel|engine/[^/]+|modules/[^/]+|apps/[^/]+|demo|countries/[^/]+)/src/' },
      to: { path: '(^|/)(test|testing)/', pathNot: '^node_modules/' },
    },
    {
      name: 'no-cycle',
      comment: 'Types may refer to one another; code that runs may not.',
      severity: 'error',
      from: { pathNot: '^node_modules/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-dependencies',
      comment: "What a workspace imports stands in its own package.json (that it names the workspaces it imports is a house rule: checks/src/rules/anatomy.ts).",
      severity: 'error',
      from: { pathNot: '^[^/]+$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'What runs in production is a dependency, not a development one.',
      severity: 'error',
      from: { path: '^(kernel|engine/[^/]+|modules/[^/]+|apps/[^/]+|demo|countries/[^/]+)/src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps/[^/]+/dist|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
};
