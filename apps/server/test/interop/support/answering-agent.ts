import { AgentClient, type SeenEvent } from '../../support/agents/agent-client.ts';

export interface AnsweringAgent {
  readonly client: AgentClient;
  /** Texts of customers, oldest first. */
  readonly texts: readonly string[];
  /** ConnIDs of the chats that were answered. */
  readonly answered: readonly string[];
  /** Waits for an event, past or to come. */
  find(isIt: (event: SeenEvent) => boolean): Promise<SeenEvent>;
  close(): void;
}

/** An agent of the demo configuration who answers each chat and each text with `re: <text>`. */
export async function startAnsweringAgent(
  httpPort: number,
  userName: string,
  host = '127.0.0.1',
): Promise<AnsweringAgent> {
  const client = await AgentClient.logIn(httpPort, userName, { host });
  const texts: string[] = [];
  const answered: string[] = [];
  client.socket.on('event', (event: SeenEvent) => {
    const { connID } = event;
    if (event.name === 'EventRinging' && typeof connID === 'string') {
      answered.push(connID);
      void client.request('TAnswerCall', { thisDN: userName, connID });
    } else if (event.privateMsgID === 3001 && event.otherDN !== userName) {
      const text = String(event.extensions?.im);
      texts.push(text);
      void client.request('TPrivateService', {
        ...{ thisDN: userName, connID, serviceID: 3001 },
        extensions: { im: `re: ${text}` },
      });
    }
  });
  await client.becomeReady(userName);
  return { client, texts, answered, find: (isIt) => client.find(isIt), close: () => client.close() };
}
