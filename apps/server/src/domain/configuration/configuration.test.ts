import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CAPACITY_RULE } from '../capacity/default-rule.ts';
import { Configuration } from './configuration.ts';

const rule = (name: string) => ({ name, limits: [{ media: 'chat', max: 1 }] });

const configuration = new Configuration(
  configurationFileSchema.parse({
    tenant: { name: 'Resources', capacityRule: 'tenant rule' },
    switch: { name: 'main' },
    demo: true,
    directoryNumbers: [
      { type: 'extension', number: '1001', options: { multimedia: true } },
      { type: 'extension', number: '1002' },
      { type: 'routingPoint', number: '1111', strategy: 'Any' },
      { type: 'acdQueue', number: '1101' },
      { type: 'virtualQueue', number: 'VQ_Any' },
    ],
    agentLogins: [{ id: '1001', code: 'Maya' }],
    persons: [
      { userName: 'maya', role: 'agent', agentLogins: ['1001'], capacityRule: 'person rule' },
      { userName: 'ben', role: 'agent' },
      { userName: 'sara', role: 'supervisor', supervises: ['B', 'C'] },
      { userName: 'admin', role: 'administrator', supervises: ['B'] },
    ],
    places: [
      { name: 'desk 1', directoryNumbers: ['1001'], capacityRule: 'place rule' },
      { name: 'desk 2', directoryNumbers: ['1002'] },
    ],
    agentGroups: [
      { name: 'B', members: ['maya', 'maya'] },
      { name: 'A', members: ['maya', 'ben'] },
    ],
    capacityRules: [rule('tenant rule'), rule('place rule'), rule('person rule')],
    strategies: [{ name: 'Any', version: 1, start: 'end', blocks: { end: { type: 'default' } } }],
    customers: [{ name: 'alice' }],
  }),
);

/** So that whoever writes into it, or into anything in it, throws. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

describe('Configuration', () => {
  test('[CF1] a changed file makes a new snapshot; the one before says what it said, and nothing writes into its file', () => {
    const file = freeze(structuredClone(configuration.file));
    const before = new Configuration(file);
    const after = new Configuration({
      ...file,
      persons: file.persons.map((person) => ({ ...person, role: 'administrator' as const, capacityRule: undefined })),
      places: [],
      agentGroups: [{ name: 'B', members: ['ben'] }],
    });
    const said = (snapshot: Configuration) => [
      snapshot.findPerson('maya')?.role,
      snapshot.placeOfDn('1001')?.name,
      snapshot.groupsOfPerson('maya'),
      snapshot.supervises('sara', 'maya'),
      snapshot.capacityRuleFor('maya', 'desk 1').name,
    ];
    expect(said(after)).toEqual(['administrator', undefined, [], false, 'tenant rule']);
    expect(said(before)).toEqual(['agent', 'desk 1', ['B', 'A'], true, 'person rule']);
    expect(before.file).toEqual(configuration.file);
  });

  test('[CF2] finds what is there and nothing else', () => {
    expect(configuration.tenant.name).toBe('Resources');
    expect(configuration.tenant.options['no-answer-timeout']).toBe(20);
    expect(configuration.switchName).toBe('main');
    expect(configuration.isDemo).toBe(true);
    expect(configuration.findDn('1101')?.type).toBe('acdQueue');
    expect(configuration.findExtension('1001')?.options).toEqual({
      multimedia: true,
      'sip-signaling-chat': true,
      voice: true,
    });
    expect(configuration.findExtension('1111')).toBeUndefined();
    expect(configuration.findRoutingPoint('1111')?.strategy).toBe('Any');
    expect(configuration.findRoutingPoint('1001')).toBeUndefined();
    expect(configuration.findPerson('maya')?.role).toBe('agent');
    expect(configuration.findAgentLogin('1001')?.code).toBe('Maya');
    expect(configuration.findPlace('desk 2')?.directoryNumbers).toEqual(['1002']);
    expect(configuration.places()).toHaveLength(2);
    expect(configuration.queues()).toEqual(['1101']);
    expect(configuration.virtualQueues()).toEqual(['VQ_Any']);
    expect(configuration.findAgentGroup('A')?.members).toEqual(['maya', 'ben']);
    expect(configuration.findStrategy('Any')?.start).toBe('end');
    expect(configuration.findCustomer('alice')?.name).toBe('alice');
    for (const name of ['nobody', 'constructor', '__proto__', '']) {
      expect(configuration.findDn(name)).toBeUndefined();
      expect(configuration.findPerson(name)).toBeUndefined();
      expect(configuration.findPlace(name)).toBeUndefined();
      expect(configuration.findStrategy(name)).toBeUndefined();
      expect(configuration.groupsOfPerson(name)).toEqual([]);
    }
  });

  test('[CF3] knows whose an agent login is and where a DN stands', () => {
    expect(configuration.personOfAgentLogin('1001')?.userName).toBe('maya');
    expect(configuration.personOfAgentLogin('1002')).toBeUndefined();
    expect(configuration.placeOfDn('1002')?.name).toBe('desk 2');
    expect(configuration.placeOfDn('1111')).toBeUndefined();
  });

  test('[CF4] names the groups of a person once each, in the order of the file', () => {
    expect(configuration.groupsOfPerson('maya')).toEqual(['B', 'A']);
    expect(configuration.groupsOfPerson('sara')).toEqual([]);
  });

  test.each([
    ['sara', 'maya', true],
    ['sara', 'ben', false],
    ['sara', 'sara', false],
    ['admin', 'maya', false],
    ['maya', 'maya', false],
    ['nobody', 'maya', false],
    ['sara', 'nobody', false],
  ])('[CF5] %s supervises %s: %s', (supervisor, person, expected) => {
    expect(configuration.supervises(supervisor, person)).toBe(expected);
  });

  test.each([
    ['maya', 'desk 1', 'person rule'],
    ['maya', null, 'person rule'],
    ['ben', 'desk 1', 'place rule'],
    ['ben', 'desk 2', 'tenant rule'],
    ['ben', null, 'tenant rule'],
    ['nobody', 'nowhere', 'tenant rule'],
  ])('[CF6] the rule of %s at %s is the %s', (userName, place, name) => {
    expect(configuration.capacityRuleFor(userName, place).name).toBe(name);
  });

  test('[CF6] without any rule the built-in one applies', () => {
    const bare = new Configuration({
      ...configuration.file,
      tenant: { ...configuration.tenant, capacityRule: undefined },
    });
    expect(bare.capacityRuleFor('ben', 'desk 2')).toBe(DEFAULT_CAPACITY_RULE);
  });
});
