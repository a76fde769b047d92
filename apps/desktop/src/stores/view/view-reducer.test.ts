// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  closeChat,
  focusedChat,
  focusPane,
  initialViewState,
  neighbour,
  openBeside,
  openChat,
  toggleSide,
} from './view-reducer.ts';

const withTwo = openBeside(openChat(initialViewState, 'a'), 'b');

describe('view', () => {
  it('[DT50] opens the second chat beside the first and focuses it', () => {
    expect(withTwo).toMatchObject({ panes: ['a', 'b'], focusedPane: 1 });
  });

  it('[DT50] opening goes to the focused pane, and to the pane that shows the chat already', () => {
    expect(openChat(withTwo, 'c').panes).toEqual(['a', 'c']);
    expect(focusedChat(openChat(withTwo, 'a'))).toBe('a');
    expect(openBeside(focusPane(withTwo, 0), 'b')).toMatchObject({ panes: ['a', 'b'], focusedPane: 1 });
  });

  it('[DT50] closing the left chat moves the right one over', () => {
    expect(closeChat(withTwo, 'a')).toMatchObject({ panes: ['b', null], focusedPane: 0 });
    expect(closeChat(withTwo, 'x')).toBe(withTwo);
  });

  it('[DT54] walks through the list and round its ends', () => {
    const order = ['a', 'b', 'c'];
    expect(neighbour(order, 'c', 1)).toBe('a');
    expect(neighbour(order, 'a', -1)).toBe('c');
    expect(neighbour(order, null, 1)).toBe('a');
    expect(neighbour([], 'a', 1)).toBeNull();
  });

  it('[DT54] the panel is a column in a wide window and a drawer in others', () => {
    expect(toggleSide(initialViewState, true)).toMatchObject({ isSideOpen: false, isDrawerOpen: false });
    expect(toggleSide(initialViewState, false)).toMatchObject({ isSideOpen: true, isDrawerOpen: true });
  });
});
