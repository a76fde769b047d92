import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { canAccept } from '../../domain/capacity/can-accept.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { parseConfiguration, readConfigurationFile } from './load-configuration.ts';

const readText = (path: string) => readFile(path, 'utf8');
const minimal = {
  tenant: { name: 'T' },
  switch: { name: 'S' },
  directoryNumbers: [],
  agentLogins: [],
  persons: [],
  places: [],
};

async function demo(): Promise<Configuration> {
  const read = await readConfigurationFile('demo', readText);
  if (!read.ok) throw new Error(read.failure);
  return new Configuration(read.value);
}

describe('the demo configuration', () => {
  test.each([
    ['1001', 'Maya', 'Ross', 'agent'],
    ['1002', 'Ben', 'Okafor', 'agent'],
    ['1003', 'Lena', 'Novak', 'agent'],
    ['1004', 'Ravi', 'Iyer', 'agent'],
    ['1005', 'Tom', 'Sato', 'agent'],
    ['2001', 'Sara', 'Lind', 'supervisor'],
  ])('[CF20] [CF23] %s is %s %s, %s', async (userName, firstName, lastName, role) => {
    const configuration = await demo();
    const person = configuration.findPerson(userName);
    expect(person).toMatchObject({
      firstName,
      lastName,
      role,
      password: 'demo',
      agentLogins: [userName],
      place: userName,
    });
    expect(configuration.findAgentLogin(userName)?.code).toBe(firstName);
    expect(configuration.groupsOfPerson(userName)).toEqual(role === 'agent' ? ['ALL_Agents'] : []);
    expect(configuration.supervises('2001', userName)).toBe(role === 'agent');
  });

  test.each([
    ['1001', '1001', true, false, true],
    ['1002', '1002', true, false, true],
    ['2001', '2001', true, false, true],
    ['1003', '1003', true, false, false],
    ['1004', '1004', false, false, true],
    ['1004', '1104', true, false, false],
    ['1005', '1005', true, true, true],
  ])('[CF23] place %s has DN %s: multimedia %s, sip-signaling-chat %s, voice %s', async (place, dn, im, sip, voice) => {
    const configuration = await demo();
    expect(configuration.placeOfDn(dn)?.name).toBe(place);
    expect(configuration.findExtension(dn)?.options).toEqual({ multimedia: im, 'sip-signaling-chat': sip, voice });
  });

  test('[CF23] has the contract’s queues, routing points, skills, options and customers', async () => {
    const configuration = await demo();
    expect(configuration.isDemo).toBe(true);
    expect(configuration.tenant.name).toBe('Resources');
    expect(configuration.switchName).toBe('main');
    expect(configuration.queues()).toEqual(['1101']);
    expect(configuration.virtualQueues()).toEqual(['VQ_Any']);
    expect(configuration.findRoutingPoint('1111')).toMatchObject({ strategy: 'Any Available Agent', anonymous: true });
    expect(configuration.findRoutingPoint('1112')).toMatchObject({ strategy: 'Welcome menu', anonymous: true });
    expect(configuration.findRoutingPoint('1113')).toMatchObject({ strategy: 'Closed', anonymous: true });
    expect(configuration.findPerson('admin')).toMatchObject({ role: 'administrator', password: 'demo' });
    expect(configuration.findPerson('router')).toMatchObject({ role: 'application', password: 'demo' });
    expect(Object.fromEntries(configuration.file.persons.map(({ userName, skills }) => [userName, skills]))).toEqual({
      1001: { billing: 8 },
      1002: { billing: 5, sales: 8 },
      1003: { sales: 6, german: 7 },
      1004: { sales: 4 },
      1005: {},
      2001: {},
      admin: {},
      router: {},
    });
    expect(configuration.file.customers).toEqual(['alice', 'bob', 'carol'].map((name) => ({ name, password: 'demo' })));
    expect(configuration.tenant.options).toMatchObject({
      'no-answer-timeout': 20,
      'decline-pause': 30,
      'wrap-up-time': 0,
      'not-ready-reasons': ['Break', 'Lunch', 'Training', 'Meeting', 'Administrative work'],
    });
  });

  test.each([
    [0, 2, true],
    [0, 3, false],
    [1, 0, true],
    [1, 1, false],
  ])('[CF23] with voice %i and chat %i another chat is taken: %s', async (voice, chat, takes) => {
    const configuration = await demo();
    expect(canAccept(configuration.capacityRuleFor('1001', '1001'), { voice, chat }, 'chat')).toBe(takes);
  });
});

describe('readConfigurationFile', () => {
  test('[CF20] reads the file at a path, with or without byte order mark', async () => {
    const text = JSON.stringify(minimal);
    for (const content of [text, `\uFEFF${text}`]) {
      const read = await readConfigurationFile('/etc/centre.json', async (path) => {
        expect(path).toBe('/etc/centre.json');
        return content;
      });
      expect(read).toMatchObject({ ok: true, value: { tenant: { name: 'T' }, demo: false } });
    }
  });

  test('[CF21] says that a file cannot be read', async () => {
    expect(await readConfigurationFile('/nowhere/centre.json', readText)).toMatchObject({
      ok: false,
      failure: expect.stringMatching(/^The configuration \/nowhere\/centre\.json cannot be read: .*ENOENT/),
    });
  });

  const refused: [text: string, message: RegExp][] = [
    ['{', /^The configuration c\.json is not JSON: /],
    ['', /^The configuration c\.json is empty$/],
    ['tenant: [', /^The configuration c\.json is not YAML: .* at line 1/],
    ['[]', /^The configuration c\.json cannot be used\. .*expected object/],
    [
      JSON.stringify({ ...minimal, directoryNumbers: [{ type: 'extension', number: '1', options: { voice: 'yes' } }] }),
      /^The configuration c\.json cannot be used\. directoryNumbers\[0\]\.options\.voice: .*boolean.*\.$/,
    ],
    [
      JSON.stringify({ ...minimal, agentGroups: [{ name: 'G', members: ['gone'] }] }),
      /^The configuration c\.json cannot be used\. Agent group "G" names person "gone", which does not exist\.$/,
    ],
    [
      JSON.stringify({ ...minimal, agentGroups: [{ name: 'G', members: ['a', 'b', 'c', 'd', 'e', 'f'] }] }),
      /"e", which does not exist\. And 1 more problem\.$/,
    ],
  ];
  test.each(refused)('[CF21] refuses %s', (text, message) => {
    expect(parseConfiguration('c.json', text)).toMatchObject({ ok: false, failure: expect.stringMatching(message) });
  });
});
