export type Pane = 0 | 1;
export type SideTab = 'customer' | 'data' | 'why';
/** What a window below 768 px shows. */
export type NarrowView = 'chats' | 'chat' | 'customer';
export type DeskPage = 'chats' | 'team';
/** What to do with the destination that is picked in the directory. */
export type DirectoryAction = 'consult' | 'transfer' | 'add' | 'chat';
/** A form over the desk, and the call it is about. */
export type DeskDialog =
  | { readonly kind: 'directory'; readonly connID: string; readonly action: Exclude<DirectoryAction, 'chat'> }
  | { readonly kind: 'newChat' }
  | { readonly kind: 'assist'; readonly connID: string };
export type Overlay = 'palette' | 'shortcuts' | 'status';

/** What is open on this screen: nothing of it is known to the server. */
export interface ViewState {
  /** The own chats, or the team of a supervisor. */
  readonly page: DeskPage;
  /** ConnIDs of the chats in the two panes. */
  readonly panes: readonly [string | null, string | null];
  readonly focusedPane: Pane;
  /** The customer panel as a column of a wide window. */
  readonly isSideOpen: boolean;
  /** The same as a drawer over a window below 1280 px. */
  readonly isDrawerOpen: boolean;
  readonly sideTab: SideTab;
  readonly narrowView: NarrowView;
  readonly overlay: Overlay | null;
  readonly dialog: DeskDialog | null;
  /** Chats as the list shows them now, for the keys that walk through it. */
  readonly order: readonly string[];
  /** Key of the last line that the agent has seen, per chat. */
  readonly seen: { readonly [connID: string]: string };
}

export const initialViewState: ViewState = {
  page: 'chats',
  panes: [null, null],
  focusedPane: 0,
  isSideOpen: true,
  isDrawerOpen: false,
  sideTab: 'customer',
  narrowView: 'chats',
  overlay: null,
  dialog: null,
  order: [],
  seen: {},
};

/** The chat in the focused pane. */
export function focusedChat(state: ViewState): string | null {
  return state.panes[state.focusedPane];
}

/** Opens a chat in the focused pane, or focuses the pane that shows it already. */
export function openChat(state: ViewState, connID: string): ViewState {
  const shown = state.panes.indexOf(connID);
  if (shown >= 0) return { ...state, page: 'chats', focusedPane: shown as Pane, narrowView: 'chat' };
  const panes: [string | null, string | null] = [...state.panes];
  panes[state.focusedPane] = connID;
  return { ...state, page: 'chats', panes, narrowView: 'chat' };
}

/** Opens a chat in the other pane, next to the focused one. */
export function openBeside(state: ViewState, connID: string): ViewState {
  const first = state.panes[state.focusedPane];
  if (first === null || first === connID) return openChat(state, connID);
  return state.panes[0] === first
    ? { ...state, panes: [first, connID], focusedPane: 1, narrowView: 'chat' }
    : { ...state, panes: [connID, first], focusedPane: 0, narrowView: 'chat' };
}

/** A chat goes on under another id: it stays where it is. */
export function renameChat(state: ViewState, from: string, to: string): ViewState {
  if (!state.panes.includes(from)) return state;
  const [left, right] = state.panes.map((each) => (each === from ? to : each)) as [string | null, string | null];
  return {
    ...state,
    panes: left === right ? [left, null] : [left, right],
    focusedPane: left === right ? 0 : state.focusedPane,
  };
}

/** Takes a chat off the screen; a second pane moves into the place of the first. */
export function closeChat(state: ViewState, connID: string): ViewState {
  const left = state.panes.filter((each) => each !== null && each !== connID);
  if (left.length === state.panes.filter((each) => each !== null).length) return state;
  return { ...state, panes: [left[0] ?? null, left[1] ?? null], focusedPane: 0, narrowView: 'chats' };
}

export function focusPane(state: ViewState, pane: Pane): ViewState {
  return state.panes[pane] === null || state.focusedPane === pane ? state : { ...state, focusedPane: pane };
}

/** Shows or hides the customer panel, in the form that fits the window. */
export function toggleSide(state: ViewState, isWide: boolean): ViewState {
  return isWide ? { ...state, isSideOpen: !state.isSideOpen } : { ...state, isDrawerOpen: !state.isDrawerOpen };
}

/** Shows a tab of the customer panel, wherever the panel is. */
export function showSideTab(state: ViewState, sideTab: SideTab): ViewState {
  return { ...state, sideTab, isSideOpen: true, isDrawerOpen: true, narrowView: 'customer' };
}

/** The chat `step` places away in the list, round the ends. */
export function neighbour(order: readonly string[], current: string | null, step: 1 | -1): string | null {
  if (order.length === 0) return null;
  const index = current === null ? -1 : order.indexOf(current);
  if (index < 0) return (step === 1 ? order[0] : order.at(-1)) ?? null;
  return order[(index + step + order.length) % order.length] ?? null;
}
