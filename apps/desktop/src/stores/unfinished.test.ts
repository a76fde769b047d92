import type { UnfinishedInteraction } from '@cordboard/shared/rest/endpoints';
import { describe, expect, it } from 'vitest';
import { createInteraction } from './interactions/interaction.ts';
import { withUnfinished } from './unfinished.ts';

const unfinished: UnfinishedInteraction = {
  connID: '006b0192cae0f001',
  dn: '1001',
  callType: 2,
  mediaType: 5,
  role: 2,
  customer: 'alice@example.net',
  dnis: '1111',
  thisQueue: '1111',
  userData: { CustomerName: 'Alice' },
  startedAt: 1000,
  endedAt: 2000,
  callState: 0,
  endedBy: 'customer',
  thirdPartyDN: null,
};

describe('chats that are not Done', () => {
  it('[DT30] come back after a reload as ended, with who ended them', () => {
    const { interactions } = withUnfinished({ interactions: {} }, [unfinished]);
    expect(interactions[unfinished.connID]).toMatchObject({
      phase: 'ended',
      customer: 'alice@example.net',
      userData: { CustomerName: 'Alice' },
      endedAt: 2000,
      end: { callState: 5, by: 'customer' },
      lacksDetails: false,
    });
  });

  it('[DT30] do not take the place of what the desk knows', () => {
    const known = createInteraction(unfinished.connID, '1001', 'active', 0);
    expect(withUnfinished({ interactions: { [known.connID]: known } }, [unfinished]).interactions).toEqual({
      [known.connID]: known,
    });
  });
});
