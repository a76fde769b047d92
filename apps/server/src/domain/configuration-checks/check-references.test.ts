import { type ConfigurationFile, configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { type DirectoryNumber, dnOptionsSchema } from '@cordboard/shared/configuration/directory-number';
import type { StrategyBlock } from '@cordboard/shared/routing/strategy-blocks';
import { describe, expect, test } from 'vitest';
import { checkReferences } from './check-references.ts';

function fileWith(changes: Partial<ConfigurationFile> = {}): ConfigurationFile {
  const sound = configurationFileSchema.parse({
    tenant: { name: 'Resources', capacityRule: 'R' },
    switch: { name: 'main' },
    directoryNumbers: [
      { type: 'extension', number: '1001' },
      { type: 'extension', number: '1002' },
      { type: 'routingPoint', number: '1111', strategy: 'S' },
      { type: 'acdQueue', number: '1101' },
      { type: 'virtualQueue', number: 'VQ' },
    ],
    agentLogins: [{ id: '1001', code: 'Maya' }],
    persons: [
      { userName: 'maya', role: 'agent', agentLogins: ['1001'], place: 'P', skills: { german: 1 }, capacityRule: 'R' },
      { userName: 'sara', role: 'supervisor', supervises: ['G'] },
    ],
    places: [{ name: 'P', directoryNumbers: ['1001', '1002'], capacityRule: 'R' }],
    agentGroups: [{ name: 'G', members: ['maya'] }],
    placeGroups: [{ name: 'PG', members: ['P'] }],
    skills: [{ name: 'german' }],
    capacityRules: [{ name: 'R', limits: [] }],
    strategies: [strategyOf({ start: queueTo('wait'), wait: selectFrom('G') })],
    customers: [{ name: 'alice' }],
  });
  return { ...sound, ...changes };
}

function strategyOf(blocks: Record<string, StrategyBlock>) {
  return { name: 'S', version: 1, language: 'en', variables: {}, start: 'start', blocks };
}

function queueTo(next: string, virtualQueue = 'VQ'): StrategyBlock {
  return { type: 'queue', virtualQueue, next };
}

function selectFrom(name: string, more: { timeoutSeconds?: number; timedOut?: string } = {}): StrategyBlock {
  const { timeoutSeconds, timedOut } = more;
  return {
    type: 'selectTarget',
    targets: [{ type: 'agentGroup', name, timeoutSeconds }],
    choice: 'longestReady',
    timedOut,
  };
}

const sound = fileWith();
const [maya, sara] = sound.persons;
if (maya === undefined || sara === undefined) throw new Error('the sound file has two persons');

const trunk = {
  ...{ type: 'trunk', number: '1901', contact: 'sip:sip.partner.example', domains: ['partner.example'] },
  ...{ addresses: [], checkSeconds: 30 },
} satisfies DirectoryNumber;

const withStrategy = (blocks: Record<string, StrategyBlock>): Partial<ConfigurationFile> => ({
  strategies: [strategyOf(blocks)],
});

describe('checkReferences', () => {
  test('a sound file has no problems', () => {
    expect(checkReferences(sound)).toEqual([]);
  });

  const rows: [id: string, changes: Partial<ConfigurationFile>, problems: string[]][] = [
    [
      'CF10',
      { directoryNumbers: [...sound.directoryNumbers, { type: 'acdQueue', number: '1001' }] },
      ['DN "1001" is there more than once.'],
    ],
    [
      'CF10',
      { agentLogins: [...sound.agentLogins, ...sound.agentLogins] },
      ['Agent login "1001" is there more than once.'],
    ],
    ['CF10', { persons: [maya, sara, sara] }, ['Person "sara" is there more than once.']],
    ['CF10', { skills: [...sound.skills, ...sound.skills] }, ['Skill "german" is there more than once.']],
    ['CF10', { strategies: [...sound.strategies, ...sound.strategies] }, ['Strategy "S" is there more than once.']],
    [
      'RT87',
      {
        strategies: [
          ...sound.strategies,
          { ...strategyOf({}), name: 'a\nb', start: 'e', blocks: { e: { type: 'end' } } },
        ],
      },
      ['Strategy "a\\nb": its name must have no control characters and no spaces around it.'],
    ],
    ['CF10', { customers: [{ name: 'alice' }, { name: 'alice' }] }, ['Customer "alice" is there more than once.']],
    [
      'TK11',
      { directoryNumbers: [...sound.directoryNumbers, { ...trunk, password: 'between us' }] },
      ['Trunk "1901" has a password, but no userName.'],
    ],
    [
      'TK11',
      { directoryNumbers: [...sound.directoryNumbers, { ...trunk, userName: 'us' }, { ...trunk, number: '1902' }] },
      [
        'Trunk "1901" has a userName, but no password.',
        'Domain "partner.example" belongs to more than one trunk: "1901", "1902".',
      ],
    ],
    [
      'TK13',
      {
        directoryNumbers: [
          ...sound.directoryNumbers,
          trunk,
          {
            ...{ type: 'extension', number: '1006' },
            options: dnOptionsSchema.parse({ 'external-uri': 'sip:anna@elsewhere.example' }),
          },
        ],
      },
      ['Extension "1006" has the external-uri "sip:anna@elsewhere.example", whose domain belongs to no trunk.'],
    ],
    ['CF10', { customers: [{ name: '1001' }] }, ['Customer "1001" has the name of a DN.']],
    [
      'CF11',
      { tenant: { ...sound.tenant, capacityRule: 'gone' } },
      ['Tenant "Resources" names capacity rule "gone", which does not exist.'],
    ],
    [
      'CF11',
      {
        directoryNumbers: [
          ...sound.directoryNumbers,
          { type: 'routingPoint', number: '1112', enabled: true, strategy: 'gone', anonymous: false },
        ],
      },
      ['Routing point "1112" names strategy "gone", which does not exist.'],
    ],
    [
      'CF19',
      {
        agentGroups: [
          ...sound.agentGroups,
          { name: 'A', members: ['maya'], script: 'german > 1' },
          { name: 'B', members: [], script: 'german >' },
          { name: 'C', members: [], script: 'french > 1 & Skill("german") = "x"' },
          { name: 'D', members: [], script: 'german + 1' },
        ],
        agentLogins: [{ id: '1001', code: 'Maya', options: { 'no-answer-overflow': ['recall', '1111', '1101'] } }],
      },
      [
        'Agent group "A" has members and a script.',
        'Agent group "B" has a script that ends where a value is needed (character 9).',
        'Agent group "C" has a script that names skill "french", which does not exist (character 1).',
        'Agent group "C" has a script that compares a number with a string (character 14).',
        'Agent group "D" has a script that is neither true nor false.',
        'Agent login "1001" names overflow destination "1101", which does not exist.',
      ],
    ],
    [
      'CF11] [CF18',
      {
        persons: [
          { ...maya, agentLogins: ['1001', '1009'], place: 'gone', skills: { french: 1 }, capacityRule: 'gone' },
          { ...sara, supervises: ['gone'] },
        ],
      },
      [
        'Person "maya" names agent login "1009", which does not exist.',
        'Person "maya" names place "gone", which does not exist.',
        'Person "maya" names skill "french", which does not exist.',
        'Person "maya" names capacity rule "gone", which does not exist.',
        'Person "sara" names agent group "gone", which does not exist.',
      ],
    ],
    [
      'CF11',
      { places: [{ name: 'P', directoryNumbers: ['1001', '1001', '1111', '1009'], capacityRule: 'gone' }] },
      [
        'Place "P" names Extension DN "1111", which does not exist.',
        'Place "P" names Extension DN "1009", which does not exist.',
        'Place "P" names Extension DN "1001" more than once.',
        'Place "P" names capacity rule "gone", which does not exist.',
      ],
    ],
    [
      'CF11',
      { agentGroups: [{ name: 'G', members: ['maya', 'gone', 'maya'] }] },
      [
        'Agent group "G" names person "gone", which does not exist.',
        'Agent group "G" names person "maya" more than once.',
      ],
    ],
    [
      'CF11',
      { placeGroups: [{ name: 'PG', members: ['gone'] }] },
      ['Place group "PG" names place "gone", which does not exist.'],
    ],
    [
      'CF11',
      withStrategy({
        start: queueTo('wait', '1101'),
        wait: selectFrom('gone', { timeoutSeconds: 1, timedOut: 'end' }),
        end: { type: 'default', destination: 'VQ' },
      }),
      [
        'Strategy "S", block "start" names virtual queue "1101", which does not exist.',
        'Strategy "S", block "wait" names agent group "gone", which does not exist.',
        'Strategy "S", block "end" names destination "VQ", which does not exist.',
      ],
    ],
    [
      'CF12',
      { persons: [maya, { ...sara, agentLogins: ['1001'] }] },
      ['Agent login "1001" belongs to more than one person: "maya", "sara".'],
    ],
    [
      'CF12',
      { places: [...sound.places, { name: 'Q', directoryNumbers: ['1002'] }] },
      ['DN "1002" belongs to more than one place: "P", "Q".'],
    ],
    [
      'CF13',
      { persons: [{ ...maya, supervises: ['G'] }, sara] },
      ['Person "maya" supervises agent groups, but is no supervisor.'],
    ],
    ['CF14', withStrategy({}), ['Strategy "S" starts at block "start", which does not exist.']],
    [
      'CF14',
      withStrategy({
        start: { type: 'segmentByMedia', chat: 'gone', voice: 'constructor', otherwise: 'end' },
        end: { type: 'default' },
      }),
      [
        'Strategy "S", block "start": "chat" points to block "gone", which does not exist.',
        'Strategy "S", block "start": "voice" points to block "constructor", which does not exist.',
      ],
    ],
    [
      'CF15',
      withStrategy({ start: selectFrom('G'), island: queueTo('start') }),
      ['Strategy "S", block "island" cannot be reached.'],
    ],
    [
      'CF16',
      withStrategy({
        start: { type: 'segmentByMedia', chat: 'again', otherwise: 'end' },
        again: queueTo('start'),
        end: { type: 'default' },
      }),
      [
        'Strategy "S", block "start" leads back to itself without a wait between.',
        'Strategy "S", block "again" leads back to itself without a wait between.',
      ],
    ],
    [
      'CF16',
      withStrategy({ start: queueTo('start') }),
      ['Strategy "S", block "start" leads back to itself without a wait between.'],
    ],
    [
      'CF16',
      withStrategy({ start: queueTo('wait'), wait: selectFrom('G', { timeoutSeconds: 5, timedOut: 'start' }) }),
      [],
    ],
    [
      'CF17',
      withStrategy({ start: selectFrom('G', { timeoutSeconds: 5 }) }),
      ['Strategy "S", block "start" has a timeout, but no "timedOut" block to go to.'],
    ],
    [
      'CF17',
      withStrategy({ start: selectFrom('G', { timedOut: 'end' }), end: { type: 'default' } }),
      ['Strategy "S", block "start" has a "timedOut" block, but no timeout.'],
    ],
  ];
  test.each(rows)('[%s] %#', (_id, changes, problems) => {
    expect(checkReferences(fileWith(changes))).toEqual(problems);
  });
});
