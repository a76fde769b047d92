import { expect } from '@playwright/test';
import type { Workbench } from '../pages/workbench.ts';
import type { People } from './people.ts';

/** Maya has answered two customers; the second has written again. */
export async function answerTwo(people: People, maya: Workbench) {
  const lnovak = await people.sipCustomer('lnovak');
  await lnovak.say('My parcel has not arrived.');
  await maya.accept('lnovak');
  await maya.write('lnovak', 'I have sent it again, it will be there on Tuesday.');
  await lnovak.hear(1);
  const akim = await people.sipCustomer('akim');
  await akim.say('Hi, I was charged twice this month.');
  await maya.accept('akim');
  await maya.write('akim', 'Sorry about that. Let me look at your last two invoices.');
  await akim.hear(1);
  await akim.say('Invoice 4471 and 4472, both on the 3rd.');
  await expect(maya.text('akim', 'Invoice 4471 and 4472, both on the 3rd.')).toBeVisible();
  return { lnovak, akim };
}
