// SPDX-License-Identifier: Apache-2.0
/** The same operations on a real PostgreSQL and a real MariaDB. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../src/adapters/adapter.ts';
import { sqlAdapter } from '../src/adapters/sql/sql.ts';
import type { SqlOperation, SqlSettings } from '../src/settings/sql.ts';
import { freePort, mariaDbInstalled } from './mariadb.ts';
import { mariaDbServer, name, postgresServer, type Server } from './sql-servers.ts';

const table = [
  'create table citizen (id integer primary key, name varchar(50) not null unique, born_on date, big bigint, active boolean, balance decimal(12,2))',
  "insert into citizen values (1, 'Айша', '1990-02-03', 9007199254740993, true, 12.50), (2, 'O''Neil', null, 5, false, 0), (3, '; drop table citizen; --', '2001-01-01', 6, true, 1), (4, 'Дана', '1985-05-05', 7, true, 2)",
];

const one: SqlOperation = {
  match: 'GET /citizens/{id}',
  statement: 'select id, name, born_on, big, active, balance from citizen where id = :id',
  parameters: { id: { from: 'path.id', type: 'integer' } },
  answer: 'one',
};
const many: SqlOperation = {
  match: 'GET /citizens',
  statement:
    'select id, name from citizen where (:name is null or name = :name) and (:after is null or id > :after) order by id limit :limit',
  parameters: { name: { from: 'query.name', type: 'text', optional: true } },
  answer: 'many',
  page: { limit: 2, by: 'id', type: 'integer' },
  shape: '{ "key": id, "title": $uppercase(name) }',
};
const add: SqlOperation = {
  match: 'POST /citizens',
  statement: 'insert into citizen (id, name, born_on) values (:id, :name, :born)',
  parameters: {
    id: { from: 'body.id', type: 'integer' },
    name: { from: 'body.person.name', type: 'text' },
    born: { from: 'body.bornOn', type: 'date', optional: true },
  },
  answer: 'changed',
  write: true,
};

const servers = [
  [
    'PostgreSQL',
    postgresServer,
    'pg_sleep(3)',
    [
      [
        'with d as (delete from citizen where id = :id returning id) select id from d',
        'the statement changes or locks data',
      ],
      ['select id from citizen where id = :id for update', 'the statement changes or locks data'],
    ],
  ],
  [
    'MariaDB',
    mariaDbServer,
    'sleep(3)',
    [
      ["select id into outfile '/tmp/stoa-x' from citizen where id = :id", 'the statement gives no rows'],
      ['select id into @x from citizen where id = :id', 'the statement gives no rows'],
    ],
  ],
] as const;

describe.each(servers.filter(([kind]) => kind !== 'MariaDB' || mariaDbInstalled()))(
  'tables in %s',
  (kind, startServer, sleep, sneaking) => {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    const adapters: Adapter[] = [];
    let server: Server;
    const open = async (database: string, operations: SqlOperation[], more: Partial<SqlSettings> = {}) => {
      const adapter = await sqlAdapter({ database, operations, ...more }, log);
      adapters.push(adapter);
      return adapter;
    };
    const ask = async (adapter: Adapter, method: string, path: string, body?: unknown, id: string = randomUUID()) => {
      const answer = await adapter({
        method,
        path,
        headers: { 'x-road-id': id, 'x-road-client': 'XM/GOV/1/A' },
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      });
      return [answer.status, JSON.parse(answer.body.toString())] as [number, Record<string, unknown>];
    };

    beforeAll(async () => {
      server = await startServer();
      await server.admin(
        ...table,
        `grant select on citizen to ${kind === 'MariaDB' ? "reader@'127.0.0.1'" : `${name}_reader`}`,
      );
    });
    afterAll(async () => {
      await Promise.all(adapters.map((adapter) => adapter.close?.()));
      await server?.stop();
    });

    test('one row is answered with its types, and no row is 404', async () => {
      const adapter = await open(server.reader, [one]);
      const [status, row] = await ask(adapter, 'GET', '/citizens/1');
      expect(status).toBe(200);
      expect(row).toMatchObject({
        id: 1,
        name: 'Айша',
        born_on: '1990-02-03',
        big: '9007199254740993',
        balance: '12.50',
      });
      expect(Boolean(row.active)).toBe(true);
      expect((await ask(adapter, 'GET', '/citizens/99'))[0]).toBe(404);
    });

    test('many rows come in pages, shaped', async () => {
      const adapter = await open(server.reader, [many]);
      expect(await ask(adapter, 'GET', '/citizens')).toEqual([
        200,
        {
          items: [
            { key: 1, title: 'АЙША' },
            { key: 2, title: "O'NEIL" },
          ],
          next: 2,
        },
      ]);
      const [, last] = await ask(adapter, 'GET', '/citizens?after=2&limit=50');
      expect(last).toEqual({
        items: [
          { key: 3, title: '; DROP TABLE CITIZEN; --' },
          { key: 4, title: 'ДАНА' },
        ],
      });
      expect((await ask(adapter, 'GET', '/citizens?limit=1'))[1]).toMatchObject({ next: 1 });
    });

    test('a value is never part of the statement', async () => {
      const adapter = await open(server.reader, [many]);
      for (const [value, found] of [
        ["O'Neil", 1],
        ['; drop table citizen; --', 1],
        ["' or '1'='1", 0],
        ["\\' or 1=1 -- ", 0],
      ] as const) {
        const [status, { items }] = await ask(adapter, 'GET', `/citizens?name=${encodeURIComponent(value)}`);
        expect([status, (items as unknown[]).length]).toEqual([200, found]);
      }
      expect((await server.admin('select count(*) as n from citizen'))[0]?.n).toSatisfy((n) => Number(n) === 4);
    });

    test.each([
      ['a malformed parameter', 'GET', '/citizens/x', undefined, 400, 'connector.parameter-malformed'],
      ['a missing parameter', 'POST', '/citizens', { id: 9 }, 400, 'connector.parameter-missing'],
      ['a path that is not there', 'GET', '/others', undefined, 404, 'connector.no-such-path'],
      [
        'a value the register has already',
        'POST',
        '/citizens',
        { id: 1, person: { name: 'X' } },
        409,
        'connector.conflict',
      ],
      [
        'a value that does not fit',
        'POST',
        '/citizens',
        { id: 9, person: { name: 'x'.repeat(60) } },
        400,
        'connector.value-unsuitable',
      ],
    ])('%s is refused', async (_name, method, path, body, status, code) => {
      const answer = await ask(await open(server.writer, [one, add]), method, path, body);
      expect([answer[0], answer[1].code]).toEqual([status, code]);
    });

    test('a body that is no JSON, and a write without a message id, are refused', async () => {
      const adapter = await open(server.writer, [add]);
      const post = (headers: Record<string, string>, body: string) =>
        adapter({ method: 'POST', path: '/citizens', headers, body: Buffer.from(body) });
      expect((await post({ 'x-road-id': '1' }, '{')).body.toString()).toContain('connector.body-malformed');
      expect((await post({}, '{"id":9,"person":{"name":"N"}}')).body.toString()).toContain(
        'connector.message-id-missing',
      );
    });

    test('a write is done once for a message, however often and at once it comes', async () => {
      const adapter = await open(server.writer, [add]);
      const id = randomUUID();
      const body = { id: 50, person: { name: 'Once' }, bornOn: '2000-02-29' };
      const answers = await Promise.all([1, 2, 3, 4].map(() => ask(adapter, 'POST', '/citizens', body, id)));
      expect(answers).toEqual(Array(4).fill([200, { changed: 1 }]));
      const other = await ask(adapter, 'POST', '/citizens', { ...body, id: 51 }, id);
      expect([other[0], other[1].code]).toEqual([409, 'connector.message-id-taken']);
      expect(await server.admin("select id from citizen where name = 'Once'")).toEqual([{ id: 50 }]);
    });

    test('a write that failed is not kept as done', async () => {
      const adapter = await open(server.writer, [add]);
      const id = randomUUID();
      const body = { id: 60, person: { name: 'Айша' } };
      expect((await ask(adapter, 'POST', '/citizens', body, id))[0]).toBe(409);
      await server.admin("update citizen set name = 'Айша 1' where id = 1");
      expect(await ask(adapter, 'POST', '/citizens', body, id)).toEqual([200, { changed: 1 }]);
      await server.admin('delete from citizen where id = 60', "update citizen set name = 'Айша' where id = 1");
    });

    test('a function that writes behind a SELECT does not', async () => {
      const create =
        kind === 'MariaDB'
          ? 'create function sneak() returns int modifies sql data begin delete from citizen where id = 4; return 1; end'
          : "create function sneak() returns int language sql as 'delete from citizen where id = 4; select 1'";
      await server.admin(create);
      const operation: SqlOperation = { match: 'GET /sneak', statement: 'select sneak() as s', answer: 'one' };
      expect((await ask(await open(server.writer, [operation]), 'GET', '/sneak'))[0]).toBe(500);
      expect(await server.admin('select id from citizen where id = 4')).toHaveLength(1);
    });

    test('a statement that takes too long ends; neither caller nor log learn a value', async () => {
      const slow: SqlOperation = {
        match: 'GET /slow/{word}',
        statement: `select ${sleep} as s, name from citizen where id = 1 and name <> :word`,
        parameters: { word: { from: 'path.word', type: 'text' } },
        answer: 'one',
      };
      const adapter = await open(server.reader, [slow], { statementTimeoutMs: 200 });
      const [status, fault] = await ask(adapter, 'GET', '/slow/secretvalue');
      expect([status, fault.type]).toEqual([500, 'server.serverproxy.service_failed']);
      expect(lines.join('')).toContain('GET /slow/{word}');
      expect(lines.join('')).not.toContain('secretvalue');
    });

    test.each([
      [
        'an UPDATE',
        { ...one, statement: 'update citizen set name = name where id = :id' },
        'the statement is no SELECT',
      ],
      ['two statements', { ...one, statement: 'select 1 as a where 1 = :id; delete from citizen' }, ''],
      ['a table nobody has', { ...one, statement: 'select * from nothing where id = :id' }, 'nothing'],
      [
        'an undeclared parameter',
        { ...one, statement: 'select :id as a, :x as b' },
        'the parameter :x of the statement is not declared',
      ],
      ['a parameter the statement lacks', { ...one, statement: 'select 1 as a' }, 'the statement has no parameter :id'],
      ['a path parameter the match lacks', { ...one, match: 'GET /c' }, 'path.id is not in the match'],
      ['many without page', { ...one, answer: 'many' }, '"answer: many" and "page" go together'],
      ['changed without write', { ...one, answer: 'changed' }, '"answer: changed" needs "write: true"'],
      ['a shape that is no JSONata', { ...one, shape: '{' }, 'shape is no JSONata'],
    ] as [string, SqlOperation, string][])(
      '%s is refused at start in one sentence',
      async (_name, operation, message) => {
        await expect(sqlAdapter({ database: server.writer, operations: [operation] }, log)).rejects.toThrow(
          new RegExp(`^${operation.match.replace(/[/{}]/g, '\\$&')}: .*${message.replace(/[".]/g, '\\$&')}`, 's'),
        );
      },
    );

    test.each([...sneaking] as [string, string][])('%s is refused at start', async (statement, message) => {
      await expect(open(server.writer, [{ ...one, statement }])).rejects.toThrow(message);
    });

    test('a user without the right to a table, or to make the table of messages done, is told so at start', async () => {
      await server.admin('create table secret (id integer)');
      await expect(
        open(server.reader, [{ ...one, statement: 'select id from secret where id = :id' }]),
      ).rejects.toThrow(/denied/);
      await expect(open(server.reader, [add], { doneSchema: 'elsewhere' })).rejects.toThrow(
        'the table of messages done cannot be used',
      );
    });

    test('a database that is away does not keep the connector from starting, and is asked again', async () => {
      const adapter = await open(server.url(await freePort()), [one], { statementTimeoutMs: 500 });
      const [status, fault] = await ask(adapter, 'GET', '/citizens/1');
      expect([status, fault.type]).toEqual([500, 'server.serverproxy.service_failed']);
    });
  },
);
