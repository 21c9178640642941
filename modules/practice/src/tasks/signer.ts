// SPDX-License-Identifier: Apache-2.0
/** A signer signs with a certificate of the practice institution, and reads what the verification says of it. */
import { found, type Task } from './scene.ts';

const hex = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '')
    .replace(/^0+/, '');

export const sign: Task = {
  start: async (scene) => ({ id: await scene.drafted('outgoing', 'width'), subject: scene.subject('width') }),
  check: async (scene, { facts }, answer) => {
    const { signatures, history } = await scene.document(facts.id);
    const serials = history.filter(({ what }) => what === 'signed').map((one) => hex(String(one.facts.serial ?? '')));
    return [
      found('signed', signatures.length > 0),
      found(
        'serial',
        serials.some((serial) => serial !== '' && serial === hex(answer ?? '')),
      ),
    ];
  },
};
