export interface PrefixedText {
  agentName: string;
  agentId: string;
  text: string;
}

const AGENT_PREFIX = /^\[([^\]/]{1,64})\/([^\]/\s]{1,64})\] /;

/** Texts of agents start with `[<code>/<agentID>]` and one space; anything else is a text of the service. */
export function parseAgentPrefix(received: string): PrefixedText | undefined {
  const match = AGENT_PREFIX.exec(received);
  const agentName = match?.[1]?.trim();
  const agentId = match?.[2];
  if (!match || !agentName || !agentId) return undefined;
  return { agentName, agentId, text: received.slice(match[0].length) };
}
