import type { Page } from '@playwright/test';

interface DeskView {
  agents: { isSupervised: boolean; dn: string; name: string; skills: object; calls: object[] }[];
}

/**
 * Puts `count` agents in the place of those that the desk channel shows to this page, and changes every tenth of them four
 * times a second. Everything else between page and server stays as it is.
 */
export async function enlargeTeam(page: Page, count: number): Promise<void> {
  await page.routeWebSocket(/\/socket\.io\//, (toPage) => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const toServer = toPage.connectToServer();
    toServer.onMessage((message) => {
      const [, head, body] = /^(42\/desk,)(\["view",.*)$/s.exec(String(message)) ?? [];
      if (head === undefined || body === undefined) {
        toPage.send(message);
        return;
      }
      const [name, view] = JSON.parse(body) as [string, DeskView];
      const model = view.agents.find(({ isSupervised }) => isSupervised);
      const agentAt = (index: number, round: number) => ({
        ...model,
        dn: String(3000 + index),
        name: `Agent ${String(index).padStart(4, '0')}`,
        state: (index + round) % 7 === 0 ? 'notReady' : 'ready',
        since: Date.now() - index * 1000,
        chats: index % 3,
        chatMax: 3,
        calls: [],
      });
      const agents = Array.from({ length: count }, (_, index) => agentAt(index, 0));
      toPage.send(head + JSON.stringify([name, { ...view, agents }]));
      let round = 0;
      clearInterval(timer);
      timer = setInterval(() => {
        round += 1;
        const changed = Array.from({ length: count / 10 }, (_, each) => agentAt(each * 10 + (round % 10), round));
        toPage.send(head + JSON.stringify(['changes', { time: Date.now(), agents: changed }]));
      }, 250);
    });
    toPage.onClose(() => clearInterval(timer));
  });
}
