// SPDX-License-Identifier: Apache-2.0
/** Things that are done in one place of the house, and nowhere else. */
import type { SourceText } from '../inventory.ts';

const linesThat = (sources: readonly SourceText[], wrong: RegExp): string[] =>
  sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        wrong.test(line) && !/^\s*(\*|\/\*|\/\/)/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  );

/** Lists that count the rows of their page by themselves. */
export const ownPaging = (sources: readonly SourceText[]): string[] =>
  linesThat(
    sources.filter(({ path }) => path !== 'kernel/src/paging.ts'),
    /\blimit \+ 1\b/,
  );

/** SQL outside of the stores and queries of modules; identity and exchange come to it subject by subject. */
export const strayStatements = (sources: readonly SourceText[]): string[] =>
  linesThat(
    sources.filter(
      ({ path }) =>
        /^modules\/(?!identity\/|exchange\/)[^/]+\/src\//.test(path) && !/\/(store|queries)\.ts$/.test(path),
    ),
    /\b(?:tx|client)\.(?:query|prepared)\b/,
  );

/** Codes, schemes and packs of a country in product code. */
export const countryInCode = (sources: readonly SourceText[]): string[] =>
  linesThat(
    sources.filter(({ path }) => !/^(kernel\/src\/(country|platform)\.ts$|apps\/server\/src\/demo\/)/.test(path)),
    /['"`](XM(-|['"`])|xm[:'"`])|@stoa\/country-|\bSTOA_COUNTRY\b|Etc\/GMT-5/,
  );

/** Modules whose writes have not moved into stores yet: this list only ever gets shorter. */
const withoutStores = 'identity';
/** What does many messages at once stands beside the rules it serves (decision 3). */
const turnsOfMessages = 'log/durable-log|mailbox/(send|deliver|answer)';
const elsewhere = new RegExp(
  `^(?!modules/)|/store\\.ts$|^modules/(${withoutStores})/|^modules/exchange/src/(${turnsOfMessages})\\.ts$`,
);

/** SQL that writes, outside of the store of its subject. */
export const writesBesideStores = (sources: readonly SourceText[]): string[] =>
  linesThat(
    sources.filter(({ path }) => !elsewhere.test(path)),
    /(^|[`'"( ])(insert into [a-z_]+ |delete from [a-z_]+|update [a-z_]+ ([a-z] )?set |lock table )/,
  );
