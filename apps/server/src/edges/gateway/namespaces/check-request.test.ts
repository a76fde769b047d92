import { describe, expect, it } from 'vitest';
import { checkRequest } from './check-request.ts';

const connID = '006b0192cae0f001';
const login = { name: 'TAgentLogin', referenceID: 7, thisDN: '1001', agentID: '1001' };
const text = {
  name: 'TPrivateService',
  referenceID: 7,
  thisDN: '1001',
  connID,
  serviceID: 3001,
  extensions: { im: 'Hi' },
};
const route = { name: 'TRouteCall', referenceID: 7, thisDN: '1111', connID, otherDN: '1001' };
const help = { ...text, serviceID: 3003, extensions: { action: 'ask', im: 'Please help.' } };

const refused: readonly (readonly [rule: string, what: string, received: unknown, code: string, names: string])[] = [
  ['GW6', 'nothing', undefined, 'InvalidRequest', 'object'],
  ['GW6', 'null', null, 'InvalidRequest', 'object'],
  ['GW6', 'a text', 'TAgentLogin', 'InvalidRequest', 'object'],
  ['GW6', 'a list', [login], 'InvalidRequest', 'object'],
  ['GW6', 'bytes', Buffer.from('x'), 'MissingAttribute', 'referenceID'],
  ['GW6', 'an empty object', {}, 'MissingAttribute', 'referenceID'],
  ['GW6', 'no referenceID', { ...login, referenceID: undefined }, 'MissingAttribute', 'referenceID'],
  ['GW6', 'referenceID 0', { ...login, referenceID: 0 }, 'InvalidAttribute', 'referenceID'],
  ['GW6', 'referenceID as text', { ...login, referenceID: '7' }, 'InvalidAttribute', 'referenceID'],
  ['GW6', 'a broken referenceID', { ...login, referenceID: 1.5 }, 'InvalidAttribute', 'referenceID'],
  ['GW6', 'no name', { ...login, name: undefined }, 'MissingAttribute', 'name'],
  ['GW6', 'a number as name', { ...login, name: 5 }, 'InvalidAttribute', 'name'],
  ['GW7', 'an unknown name', { ...login, name: 'TFly' }, 'UnknownRequest', ''],
  ['GW7', 'a name of every object', { ...login, name: 'constructor' }, 'UnknownRequest', ''],
  ['GW7', 'the prototype', { ...login, name: '__proto__' }, 'UnknownRequest', ''],
  ['GW9', 'a route without DN', { name: 'TRouteCall', referenceID: 7 }, 'MissingAttribute', 'thisDN'],
  ['GW9', 'a route to nowhere', { ...route, otherDN: undefined }, 'MissingAttribute', 'otherDN'],
  ['GW9', 'no treatment', { ...route, name: 'TApplyTreatment' }, 'MissingAttribute', 'treatmentType'],
  [
    'GW10',
    'treatment 99',
    { ...route, name: 'TApplyTreatment', treatmentType: 99 },
    'InvalidAttribute',
    'treatmentType',
  ],
  ['GW8', 'typing without a state', { ...text, serviceID: 3002 }, 'MissingAttribute', 'extensions.isComposing'],
  [
    'GW8',
    'typing of another state',
    { ...text, serviceID: 3002, extensions: { isComposing: 1 } },
    'InvalidAttribute',
    'isComposing',
  ],
  ['GW8', 'read without a message', { ...text, serviceID: 3004 }, 'MissingAttribute', 'extensions.messageID'],
  [
    'GW8',
    'read of no message',
    { ...text, serviceID: 3004, extensions: { messageID: 1 } },
    'InvalidAttribute',
    'messageID',
  ],
  ['GW8', 'a service nobody knows', { ...text, serviceID: 3005 }, 'InvalidAttribute', 'serviceID'],
  ['GW8', 'a service that is a text', { ...text, serviceID: '3001' }, 'InvalidAttribute', 'serviceID'],
  ['GW9', 'no service', { ...text, serviceID: undefined }, 'MissingAttribute', 'serviceID'],
  ['GW9', 'no text', { ...text, extensions: undefined }, 'MissingAttribute', 'extensions.im'],
  ['GW9', 'a text that is a list', { ...text, extensions: { im: ['Hi'] } }, 'InvalidAttribute', 'extensions.im'],
  ['GW9', 'assistance for no call', { ...help, connID: undefined }, 'MissingAttribute', 'connID'],
  ['GW9', 'assistance without action', { ...help, extensions: {} }, 'MissingAttribute', 'extensions.action'],
  [
    'GW9',
    'an action nobody knows',
    { ...help, extensions: { action: 'beg' } },
    'InvalidAttribute',
    'extensions.action',
  ],
  ['GW9', 'taking nothing', { ...help, extensions: { action: 'take' } }, 'MissingAttribute', 'extensions.assistID'],
  [
    'GW9',
    'an assistID that is none',
    { ...help, extensions: { action: 'take', assistID: 1 } },
    'InvalidAttribute',
    'extensions.assistID',
  ],
  [
    'GW9',
    'a reason that is a list',
    { ...help, extensions: { action: 'ask', im: [] } },
    'InvalidAttribute',
    'extensions.im',
  ],
  ['GW9', 'no thisDN', { ...login, thisDN: undefined }, 'MissingAttribute', 'thisDN'],
  ['GW9', 'an empty thisDN', { ...login, thisDN: '' }, 'InvalidAttribute', 'thisDN'],
  ['GW9', 'no agentID', { ...login, agentID: undefined }, 'MissingAttribute', 'agentID'],
  ['GW9', 'a work mode nobody knows', { ...login, agentWorkMode: 9 }, 'InvalidAttribute', 'agentWorkMode'],
  ['GW9', 'a connID that is none', { ...text, connID: '../1' }, 'InvalidAttribute', 'connID'],
  ['GW9', 'a requestID that is too long', { ...login, requestID: 'x'.repeat(65) }, 'InvalidAttribute', 'requestID'],
  [
    'GW9',
    'no user data',
    { name: 'TAttachUserData', referenceID: 7, thisDN: '1001', connID },
    'MissingAttribute',
    'userData',
  ],
  [
    'GW9',
    'user data with a prototype',
    { name: 'TAttachUserData', referenceID: 7, thisDN: '1001', connID, userData: JSON.parse('{"__proto__":{"a":1}}') },
    'InvalidAttribute',
    'userData',
  ],
  ['GW9', 'extensions nested without end', { ...text, extensions: nested(2000) }, 'InvalidAttribute', 'extensions'],
  [
    'GW9',
    'extensions of 100 kB',
    { ...text, extensions: { im: 'x'.repeat(100_000) } },
    'InvalidAttribute',
    'extensions',
  ],
];

function nested(depth: number): object {
  let value: object = {};
  for (let level = 0; level < depth; level += 1) value = { im: value };
  return value;
}

describe('checking a request', () => {
  it.each(refused)('[%s] %s is refused', (_rule, _what, received, code, names) => {
    const checked = checkRequest(received, 12.5);
    expect(checked).toMatchObject({ ok: false, failure: { name: 'EventError', time: 12.5, errorCode: code } });
    expect(checked.ok ? '' : checked.failure.errorMessage).toContain(names);
  });

  it.each([
    [login],
    [text],
    [{ ...login, requestID: 'a'.repeat(64), reasons: { ReasonCode: 'Lunch' }, agentWorkMode: 1, thisQueue: '1101' }],
    [{ name: 'TQueryServer', referenceID: Number.MAX_SAFE_INTEGER }],
    [{ name: 'TDeletePair', referenceID: 1, thisDN: 'toString', connID, key: '__proto__' }],
  ])('[GW9] a right request passes unchanged: %j', (received) => {
    expect(checkRequest(received, 0)).toEqual({ ok: true, value: received });
  });

  it('[GW9] attributes that the request does not have are left out', () => {
    const checked = checkRequest({ ...login, role: 'administrator' }, 0);
    expect(checked).toEqual({ ok: true, value: login });
  });

  it('[GW10] the error carries what was readable of the request', () => {
    expect(checkRequest({ ...text, serviceID: 1 }, 5)).toEqual({
      ok: false,
      failure: {
        name: 'EventError',
        time: 5,
        referenceID: 7,
        thisDN: '1001',
        connID,
        errorCode: 'InvalidAttribute',
        errorMessage: 'An attribute has a value that is not allowed. serviceID is not a known service.',
      },
    });
  });

  it('[GW10] and nothing that was not', () => {
    const checked = checkRequest({ name: 5, referenceID: '7', thisDN: { a: 1 }, connID: 'x'.repeat(300) }, 5);
    expect(checked.ok ? {} : Object.keys(checked.failure)).toEqual(['name', 'time', 'errorCode', 'errorMessage']);
  });
});
