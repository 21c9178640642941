// SPDX-License-Identifier: Apache-2.0
/** The Land Agency: an old program whose only way out is a CSV file (windows-1251, semicolons) in a folder. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localDate, namedPeople, people, validSnils } from '@stoa/country-xm';
import { Type } from 'typebox';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber } from './settings.ts';

export interface LandRegisterOptions {
  /** Where the files are dropped and the answers found. */
  readonly folder: string;
  readonly port?: number;
}

interface Transfer {
  readonly parcel: string;
  readonly buyerSnils: string;
  /** In the currency's whole units. */
  readonly price: number;
}

const header = 'Номер;Участок;Покупатель;Цена;Дата';

/** `POST /transfers` drops a file with one transfer; `GET /answers` tells what came back. A first file is dropped in an empty folder. */
export async function startLandRegister({ folder, port }: LandRegisterOptions): Promise<RunningService> {
  const isNew = !existsSync(folder);
  await mkdir(folder, { recursive: true });
  let serial = 0;
  const drop = async (transfers: readonly Transfer[]) => {
    const now = new Date();
    const date = localDate(now).split('-').reverse().join('.');
    const name = `perehod-${now.toISOString().replace(/\D/g, '')}-${++serial}`;
    const lines = transfers.map(({ parcel, buyerSnils, price }, index) =>
      [`${name}/${index + 1}`, parcel, written(buyerSnils), price.toFixed(2).replace('.', ','), date].join(';'),
    );
    await writeFile(join(folder, `${name}.csv`), windows1251([header, ...lines, ''].join('\r\n')));
    await writeFile(join(folder, `${name}.csv.done`), '');
    return `${name}.csv`;
  };
  if (isNew) await drop(firstTransfers());

  const app = newServer();
  const body = Type.Object(
    {
      parcel: Type.String({ pattern: String.raw`^\d{2}:\d{2}:\d{6}:\d{1,5}$` }),
      buyerSnils: Type.String({ pattern: String.raw`^\d{11}$` }),
      price: Type.Number({ minimum: 0, maximum: 1e9 }),
    },
    { additionalProperties: false },
  );
  app.get('/health', () => ({ status: 'up' }));
  app.post<{ Body: Transfer }>('/transfers', { schema: { body } }, async (request, reply) => {
    if (!validSnils(request.body.buyerSnils))
      return sendProblem(reply, 400, 'land.snils-malformed', 'Give a SNILS with its right control number.');
    return reply.code(201).send({ file: await drop([request.body]) });
  });
  app.get('/answers', async () => {
    const names = await readdir(join(folder, 'answers')).catch(() => []);
    const files = names.filter((name) => /^[0-9a-f-]{36}\.json$/.test(name));
    const answers = await Promise.all(files.map((name) => readFile(join(folder, 'answers', name), 'utf8')));
    return answers.map((text) => JSON.parse(text) as unknown);
  });
  return listen(app, port ?? 0);
}

const written = (snils: string) => snils.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, '$1-$2-$3 $4');

function firstTransfers(): Transfer[] {
  const buyers = [namedPeople.aigerim, ...people().slice(0, 4)];
  return buyers.map(({ snils }, index) => ({
    parcel: `01:0${index + 1}:${String(100_200 + 37 * index)}:${index + 1}`,
    buyerSnils: snils,
    price: 12_500 + 7_300.5 * index,
  }));
}

/** Cyrillic as windows-1251 has it; other letters of the files are ASCII. */
const windows1251 = (text: string) =>
  Buffer.from(
    [...text].map((letter) => (letter >= 'А' && letter <= 'я' ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))),
  );

/** Settings: LAND_REGISTER_PORT (4710), DEMO_DATA. */
export const landRegister = () =>
  startLandRegister({ folder: join(dataFolder(), 'land'), port: portNumber('LAND_REGISTER_PORT', 4710) });

if (import.meta.main) await runProgram(async () => ({ landRegister: await landRegister() }));
