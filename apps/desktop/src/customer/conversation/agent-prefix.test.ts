import { describe, expect, it } from 'vitest';
import { parseAgentPrefix } from './agent-prefix.ts';

describe('[WC14] the prefix of an agent', () => {
  it.each([
    ['[Maya/1001] Hello', { agentName: 'Maya', agentId: '1001', text: 'Hello' }],
    ['[Anne Marie/a.m] Hi', { agentName: 'Anne Marie', agentId: 'a.m', text: 'Hi' }],
    ['[Maya/1001] [Ben/1002] quoted', { agentName: 'Maya', agentId: '1001', text: '[Ben/1002] quoted' }],
    ['[Maya/1001] first\nsecond', { agentName: 'Maya', agentId: '1001', text: 'first\nsecond' }],
    ['[Maya/1001]  two spaces', { agentName: 'Maya', agentId: '1001', text: ' two spaces' }],
  ])('is taken off %j', (received, parsed) => {
    expect(parseAgentPrefix(received)).toEqual(parsed);
  });

  it.each([
    'Hello',
    '',
    '[Maya] Hello',
    '[Maya/1001]Hello',
    ' [Maya/1001] Hello',
    '[/1001] Hello',
    '[Maya/] Hello',
    '[ /1] Hello',
    '[a/b c] Hello',
  ])('is not seen in %j', (received) => {
    expect(parseAgentPrefix(received)).toBeUndefined();
  });
});
