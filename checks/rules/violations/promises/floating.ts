// SPDX-License-Identifier: Apache-2.0
const save = async () => 'saved';
save();
save().then((text) => text);
void save();
save().catch(() => undefined);
export const kept = await save();
