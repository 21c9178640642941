// SPDX-License-Identifier: Apache-2.0
/** An executor reports, and asks for more time before it is late. */
import { withPlainDigits } from '@stoa/kernel/text';
import { found, type Task } from './scene.ts';

export const report: Task = {
  start: async (scene) => {
    const letter = await scene.registered('hostel');
    await scene.instruct(letter.id, scene.workingDay(5));
    return { ...letter, places: String(11 + Math.floor(Math.random() * 80)) };
  },
  check: async (scene, { facts }) => {
    const { resolutions } = await scene.work(facts.id);
    const texts = resolutions
      .flatMap(({ assignments }) => assignments.flatMap((one) => one.reports))
      .map((one) => one.text);
    const told = texts.some((text) => withPlainDigits(text).includes(facts.places ?? ''));
    return [found('reported', texts.length > 0), found('report-tells', told)];
  },
};

export const extend: Task = {
  start: async (scene) => {
    const letter = await scene.registered('signs');
    await scene.instruct(letter.id, scene.workingDay(3));
    return { ...letter, until: scene.workingDay(8) };
  },
  check: async (scene, { facts }) => {
    const asked = (await scene.work(facts.id)).resolutions.flatMap(({ extensions }) => extensions);
    return [
      found('extension-asked', asked.length > 0),
      found(
        'extension-day',
        asked.some(({ until }) => until === facts.until),
      ),
    ];
  },
};
