import type { PersonView } from '@cordboard/shared/rest/endpoints';

export const connID = '006b0192cae0f001';

/** What the ports of the REST server answer in its tests. */
export const person: PersonView = {
  userName: '1001',
  firstName: 'Maya',
  lastName: 'Ross',
  role: 'agent',
  agentLogins: [{ id: '1001', code: 'Maya' }],
};

export const unfinished = {
  connID,
  dn: '1001',
  callType: 2,
  mediaType: 5,
  role: 2,
  customer: 'alice@example.net',
  dnis: '1111',
  thisQueue: '1111',
  userData: { CustomerName: 'Alice' },
  startedAt: 1,
  endedAt: 2,
  callState: 0,
  endedBy: 'customer',
  thirdPartyDN: null,
};

export const run = {
  version: 'active',
  strategy: { name: 'S', version: 1 },
  isComplete: true,
  stoppedBecause: null,
  simulatedSeconds: 1,
  elapsedSeconds: 1,
  factor: 1,
};
