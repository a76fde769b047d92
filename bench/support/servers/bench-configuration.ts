import { writeFile } from 'node:fs/promises';
import { type ConfigurationFile, configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';

export const routingPoint = '1111';
export const password = 'demo';

export function agentNumber(index: number): string {
  return String(10_000 + index);
}

export function accountName(index: number): string {
  return `customer${index}`;
}

/** A contact centre of `agentCount` agents who each may hold `chatsMax` chats, with one routing point for all of them. */
export function buildConfiguration(agentCount: number, chatsMax: number, accountCount = 0): ConfigurationFile {
  const numbers = Array.from({ length: agentCount }, (_, index) => agentNumber(index));
  return configurationFileSchema.parse({
    tenant: { name: 'Bench', capacityRule: 'Chats' },
    switch: { name: 'main' },
    directoryNumbers: [
      ...numbers.map((number) => ({
        type: 'extension',
        number,
        options: { multimedia: true, 'sip-signaling-chat': false, voice: false },
      })),
      { type: 'acdQueue', number: '1101' },
      { type: 'routingPoint', number: routingPoint, strategy: 'Any', anonymous: true },
      { type: 'virtualQueue', number: 'VQ_Any' },
    ],
    agentLogins: numbers.map((id) => ({ id, code: `A${id}` })),
    persons: numbers.map((userName) => ({
      userName,
      role: 'agent',
      password,
      agentLogins: [userName],
      place: userName,
    })),
    customers: Array.from({ length: accountCount }, (_, index) => ({ name: accountName(index), password })),
    places: numbers.map((name) => ({ name, directoryNumbers: [name] })),
    agentGroups: [{ name: 'ALL', members: numbers }],
    capacityRules: [{ name: 'Chats', limits: [{ media: 'chat', max: chatsMax }] }],
    strategies: [
      {
        name: 'Any',
        version: 1,
        start: 'queue',
        blocks: {
          queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'agent' },
          agent: { type: 'selectTarget', targets: [{ type: 'agentGroup', name: 'ALL' }] },
        },
      },
    ],
  });
}

export async function writeConfiguration(
  path: string,
  agentCount: number,
  chatsMax: number,
  accountCount = 0,
): Promise<void> {
  await writeFile(path, JSON.stringify(buildConfiguration(agentCount, chatsMax, accountCount)));
}
