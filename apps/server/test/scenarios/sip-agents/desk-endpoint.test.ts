import type { PlaceName, UserName } from '@cordboard/shared/ids';
import { describe, expect, test } from 'vitest';
import { Desktop } from '../../../src/services/desktop/desktop-view.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';

async function endpointAt(place: string | null, change: Parameters<typeof demoConfiguration>[0] = () => {}) {
  const centre = await ContactCentre.open({ configuration: demoConfiguration(change) });
  const { callControl, store, clock } = centre.world;
  const desktop = new Desktop({ callControl, store, clock, sipDomain: 'localhost' });
  const userName = '1005' as UserName;
  return desktop.sipEndpointOf({
    id: 't',
    userName,
    place: place as PlaceName | null,
    createdAt: 0,
    usedAt: 0,
  } as never);
}

describe('with what the desk registers', () => {
  test('[SE16] the hash of the password of the DN at the place, nothing at any other', async () => {
    expect(await endpointAt('1005')).toEqual({
      ok: true,
      value: { dn: '1005', domain: 'localhost', ha1: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    for (const place of ['1001', '1004', null]) expect((await endpointAt(place)).ok).toBe(false);
  });

  test('[SE16] nothing where the texts of the DN do not go by SIP', async () => {
    const without = await endpointAt('1005', (file) => {
      for (const dn of file.directoryNumbers) {
        if (dn.type === 'extension' && dn.number === '1005') dn.options['sip-signaling-chat'] = 'none';
      }
    });
    expect(without.ok).toBe(false);
  });
});
